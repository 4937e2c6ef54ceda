#!/usr/bin/env bash
# Maven's site rewrites a link from one Markdown page to another, page.md to page.html, but not if the
# name of the page has a dot: "release-1.2.md" becomes release-1.2.html, and links to it still lead to
# release-1.2.md, which is not in the site. Nothing warns.
# Expected: that a link is rewritten wherever the page that it names is rendered.
# Seen with maven-site-plugin 3.22.0 and doxia-module-markdown 2.1.0 on Maven 3.8.7, JDK 17.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/src/site/markdown"
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-site-plugin</artifactId>
        <version>3.22.0</version>
        <dependencies>
          <dependency>
            <groupId>org.apache.maven.doxia</groupId>
            <artifactId>doxia-module-markdown</artifactId>
            <version>2.1.0</version>
          </dependency>
        </dependencies>
      </plugin>
    </plugins>
  </build>
  <reporting>
    <excludeDefaults>true</excludeDefaults>
  </reporting>
</project>
XML
printf '# Start\n\n[plain](release.md) and [dotted](release-1.2.md)\n' > "$folder/src/site/markdown/index.md"
printf '# Plain\n\nA page.\n' > "$folder/src/site/markdown/release.md"
printf '# Dotted\n\nA page.\n' > "$folder/src/site/markdown/release-1.2.md"
(cd "$folder" && mvn -q -B site)
ls "$folder/target/site" | grep -E '^release'
grep -oE '<a href="[^"]*"[^>]*>(plain|dotted)</a>' "$folder/target/site/index.html"
grep -q 'href="release.html"' "$folder/target/site/index.html"
grep -q 'href="release-1.2.md"' "$folder/target/site/index.html"
[ -f "$folder/target/site/release-1.2.html" ] && [ ! -e "$folder/target/site/release-1.2.md" ]
