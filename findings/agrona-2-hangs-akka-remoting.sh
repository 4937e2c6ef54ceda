#!/usr/bin/env bash
# An Akka program that takes Agrona 2 for its hash tables works until the day it listens to other machines. Then
# ActorSystem.create throws IllegalAccessError: the queues of Agrona 2 use jdk.internal.misc.Unsafe, which no
# module exports, where 1.x uses sun.misc.Unsafe. And the process does not end: Akka stops what it has started
# after exceptions that it thinks mendable alone, and this is an Error; its threads live on. With
# --add-exports java.base/jdk.internal.misc=ALL-UNNAMED it listens. The hash tables do without the flag, so
# that nothing tells before.
# Expected: a start that fails ends the process, and parts of Agrona ask for the same flags in all of them.
# Seen with akka-remote 2.8.5 (which asks for Agrona 1.17.1) over TCP and Agrona 2.0.0 and 2.6.0 on JDK 17;
# not with 1.22.0 and 1.23.1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/Listen.java" <<'JAVA'
import akka.actor.ActorSystem;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;

final class Listen {
  public static void main(String[] none) {
    var table = new Long2ObjectHashMap<String>();
    table.put(7, "a table holds");
    System.out.println(table.get(7));
    var settings =
        Map.of(
            "akka.actor.provider", "remote",
            "akka.loglevel", "OFF",
            "akka.remote.artery.transport", "tcp",
            "akka.remote.artery.canonical.hostname", "127.0.0.1",
            "akka.remote.artery.canonical.port", 0);
    ActorSystem.create("finding", ConfigFactory.parseMap(settings).withFallback(ConfigFactory.load()));
    System.out.println("listens");
    Runtime.getRuntime().halt(0);
  }
}
JAVA
# What the program prints in at most 30 seconds with a version of Agrona and with options of Java.
listen() {
  cat > "$folder/pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>com.typesafe.akka</groupId><artifactId>akka-remote_2.13</artifactId><version>2.8.5</version></dependency>
    <dependency><groupId>com.typesafe.akka</groupId><artifactId>akka-stream_2.13</artifactId><version>2.8.5</version></dependency>
    <dependency><groupId>org.agrona</groupId><artifactId>agrona</artifactId><version>$1</version></dependency>
  </dependencies>
</project>
XML
  (cd "$folder" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=path > /dev/null)
  javac -cp "$(cat "$folder/path")" -d "$folder" "$folder/Listen.java"
  shift
  timeout -s KILL 30 java "$@" -cp "$folder:$(cat "$folder/path")" Listen 2>&1 || echo "ended with $?"
}
{ listen 1.23.1; } > "$folder/first" 2> /dev/null
{ listen 2.6.0; } > "$folder/second" 2> /dev/null
{ listen 2.6.0 --add-exports java.base/jdk.internal.misc=ALL-UNNAMED; } > "$folder/exported" 2> /dev/null
(cd "$folder" && head -n 7 first second exported)
for kind in first second exported; do
  grep -qx 'a table holds' "$folder/$kind"
done
grep -qx listens "$folder/first"
grep -q 'IllegalAccessError: class org.agrona.UnsafeApi' "$folder/second"
grep -qx 'ended with 137' "$folder/second"
grep -qx listens "$folder/exported"
