#!/usr/bin/env bash
# A class-data archive that a command line makes with -XX:ArchiveClassesAtExit, so that it starts sooner, holds its
# own classes and none of picocli's, of which even a small program loads more than a hundred and sixty: picocli is
# compiled for Java 5, and an archive of that kind takes no class that has an old format and has been linked. So each
# start reads them from the jar and verifies them the old way. JDK 17 warns when the archive is made, and not when it
# is used; an archive of the other kind, made of a list of classes with -Xshare:dump, holds all of them.
# Expected: an archive holds what was loaded while it was made, from any jar on the class path.
# Seen with picocli 4.7.7 on JDK 17.0.15; JDK 25 takes 37 of 165, those that had been loaded and not linked.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>info.picocli</groupId><artifactId>picocli</artifactId><version>4.7.7</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:build-classpath -Dmdep.outputFile=path > /dev/null
cat > Greet.java <<'JAVA'
import picocli.CommandLine;

@CommandLine.Command(name = "greet")
final class Greet implements Runnable {
  @CommandLine.Option(names = "--times")
  int times;

  @Override
  public void run() {
    System.out.println("hello ".repeat(times).strip());
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Greet()).execute(arguments));
  }
}
JAVA
javac -proc:none -cp "$(cat path)" Greet.java
jar cf greet.jar Greet.class
jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
greet=(-cp "greet.jar:$(cat path)" Greet --times 2)
# How many classes of a package come from an archive, and how many do not.
counted() {
  "$jdk/bin/java" "-XX:SharedArchiveFile=$1" -Xlog:class+load "${greet[@]}" |
    awk -v package="$2" '$2 ~ "^" package { if (/shared objects file/) from++; else other++ }
      END { print from + 0, "of", from + other }'
}
"$jdk/bin/java" -XX:ArchiveClassesAtExit=at-exit.jsa "${greet[@]}" > dump 2>&1
"$jdk/bin/java" -Xshare:off -XX:DumpLoadedClassList=list "${greet[@]}" > /dev/null
"$jdk/bin/java" -Xshare:dump -XX:SharedClassListFile=list -XX:SharedArchiveFile=of-list.jsa \
  -cp "greet.jar:$(cat path)" > /dev/null 2>&1
for archive in at-exit of-list; do
  printf '%s: %s own, %s of picocli\n' $archive "$(counted $archive.jsa Greet)" "$(counted $archive.jsa 'picocli[.]')"
done | tee seen
"$jdk/bin/java" -version 2>&1 | head -n 1
grep -m 1 -o 'Pre JDK 6 class not supported by CDS: 49.0' dump
grep -qx 'at-exit: 1 of 1 own, 0 of 165 of picocli' seen
grep -qx 'of-list: 1 of 1 own, 165 of 165 of picocli' seen
