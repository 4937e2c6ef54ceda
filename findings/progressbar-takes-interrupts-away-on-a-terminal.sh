#!/usr/bin/env bash
# Once a progress bar was shown on a terminal, Ctrl-C ends a Java program without its shutdown hooks. The
# bar asks jline for the width of the terminal; jline's terminal puts the signal's default action in
# place, and closing the bar does not bring back what Java had there: the JVM dies of the signal, nothing
# is flushed, no hook runs.
# Expected: that hooks run at SIGINT with and without a bar, as they do where output is no terminal.
# Seen with me.tongfei:progressbar 0.10.2 and its jline 3.29.0 on JDK 17, util-linux's script as terminal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>me.tongfei</groupId>
      <artifactId>progressbar</artifactId>
      <version>0.10.2</version>
    </dependency>
  </dependencies>
</project>
XML
cat > "$folder/Bar.java" <<'JAVA'
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;

public final class Bar {
  public static void main(String[] arguments) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
    if (arguments[0].equals("bar")) {
      try (var bar = new ProgressBar("work", 10)) {
        bar.stepTo(10);
      }
    }
    var kill = new ProcessBuilder("kill", "-INT", Long.toString(ProcessHandle.current().pid()));
    kill.start().waitFor();
    TimeUnit.SECONDS.sleep(30);
  }
}
JAVA
(cd "$folder" && mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Bar.java"
on_terminal() {
  script -qec "java -cp '$folder:$folder/lib/*' Bar $1" /dev/null < /dev/null | tr -d '\r'
}
without=$(on_terminal nothing | grep -c 'hook ran' || true)
with=$(on_terminal bar | grep -c 'hook ran' || true)
piped=$(java -cp "$folder:$folder/lib/*" Bar bar 2> /dev/null | grep -c 'hook ran' || true)
echo "hooks that ran on a terminal without a bar: $without, after a bar: $with; without a terminal after a bar: $piped"
[ "$without" = 1 ] && [ "$with" = 0 ] && [ "$piped" = 1 ]
