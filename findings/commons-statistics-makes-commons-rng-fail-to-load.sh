#!/usr/bin/env bash
# A program that names commons-statistics-distribution and, below it, commons-rng-simple of 1.7 compiles, and then
# cannot make a generator: the statistics bring commons-rng-client-api 1.6, which is as near as the 1.7 that rng-simple asks
# for, and Maven takes the first of two that are equally near. With the two dependencies in the other order it works.
# Expected: that two libraries of one family, each in its newest release, work side by side in any order.
# Seen with commons-statistics-distribution 1.2 and commons-rng-simple 1.7 on Maven 3.8.7, JDK 17.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
statistics='<dependency><groupId>org.apache.commons</groupId><artifactId>commons-statistics-distribution</artifactId><version>1.2</version></dependency>'
random='<dependency><groupId>org.apache.commons</groupId><artifactId>commons-rng-simple</artifactId><version>1.7</version></dependency>'
cat > "$folder/Draw.java" <<'JAVA'
import org.apache.commons.rng.simple.RandomSource;

class Draw {
  public static void main(String[] none) {
    System.out.println(RandomSource.XO_RO_SHI_RO_128_PP.create(1L).nextInt(10) >= 0);
  }
}
JAVA
# What a project with two dependencies, in this order, prints.
draw() {
  cat > "$folder/pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>$1$2</dependencies>
</project>
XML
  (cd "$folder" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=path)
  tr ':' '\n' < "$folder/path" | grep -o 'commons-rng-client-api-[0-9.]*jar'
  javac -cp "$(cat "$folder/path")" -d "$folder" "$folder/Draw.java"
  java -cp "$folder:$(cat "$folder/path")" Draw 2>&1 || true
}
draw "$statistics" "$random" > "$folder/statistics-first"
draw "$random" "$statistics" > "$folder/random-first"
head -n 3 "$folder/statistics-first" "$folder/random-first"
grep -q 'client-api-1.6' "$folder/statistics-first"
grep -qE 'NoClassDefFoundError|NoSuchMethodError|ClassNotFoundException' "$folder/statistics-first"
grep -q 'client-api-1.7' "$folder/random-first"
grep -qx true "$folder/random-first"
