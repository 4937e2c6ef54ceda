#!/usr/bin/env bash
# A program drives its actors by hand, as simulated time does: its dispatcher queues what is to be done until the
# thread that made the actor system does it. With akka-actor alone that works. Let akka-stream come onto
# the class path, as it does with akka-cluster-typed, without a line of code that uses it: now
# ActorSystem.create stands for 20 seconds and throws "TimeoutException: Future timed out after [20 seconds]", which
# names neither streams nor a setting. Streams' reference.conf adds their materializer to
# akka.library-extensions; it is made while the system starts, on its thread, and waits for an actor that
# nobody runs yet. With akka.library-extensions = [] it works again.
# Expected: that a library which is not used waits for nothing, or says what it waits for.
# Seen with akka-actor and akka-stream 2.8.5 on JDK 17.
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
    <dependency><groupId>com.typesafe.akka</groupId><artifactId>akka-actor_2.13</artifactId><version>2.8.5</version></dependency>
    <dependency><groupId>com.typesafe.akka</groupId><artifactId>akka-stream_2.13</artifactId><version>2.8.5</version></dependency>
  </dependencies>
</project>
XML
cat > "$folder/ByHand.java" <<'JAVA'
import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

public final class ByHand extends ExecutorServiceConfigurator {
  private static final Queue<Runnable> WAITING = new ConcurrentLinkedQueue<>();

  public ByHand(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return Waiting::new;
  }

  private static final class Waiting extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      WAITING.add(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  private static final class Printer extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder().matchAny(System.out::println).build();
    }
  }

  public static void main(String[] settings) {
    var own =
        ConfigFactory.parseString(
            "akka { stdout-loglevel = OFF, loglevel = OFF, loggers = [\"akka.event.Logging$StandardOutLogger\"]\n"
                + "actor { default-dispatcher { type = Dispatcher, executor = ByHand }\n"
                + "internal-dispatcher = ${akka.actor.default-dispatcher} } }\n"
                + String.join("\n", settings));
    var all = own.withFallback(ConfigFactory.defaultReferenceUnresolved()).resolve();
    var begun = System.nanoTime();
    try {
      var system = ActorSystem.create("finding", all);
      system.actorOf(Props.create(Printer.class, Printer::new)).tell("an actor runs", ActorRef.noSender());
      for (var next = WAITING.poll(); next != null; next = WAITING.poll()) {
        next.run();
      }
    } catch (Exception e) {
      System.out.printf("after %d s: %s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun), e);
    }
    Runtime.getRuntime().halt(0);
  }
}
JAVA
(cd "$folder" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=path > /dev/null)
with=$(cat "$folder/path")
without=$(tr ':' '\n' < "$folder/path" | grep -v '/akka-stream_' | paste -s -d :)
javac -cp "$with" -d "$folder" "$folder/ByHand.java"
java -cp "$folder:$without" ByHand > "$folder/actors-alone"
java -cp "$folder:$with" ByHand > "$folder/with-streams"
java -cp "$folder:$with" ByHand 'akka.library-extensions = []' > "$folder/without-extensions"
(cd "$folder" && head -n 3 actors-alone with-streams without-extensions)
grep -qx 'an actor runs' "$folder/actors-alone"
grep -qE '^after 2[0-9] s: java.util.concurrent.TimeoutException: Future timed out after \[20 seconds\]' "$folder/with-streams"
[ "$(grep -c 'an actor runs' "$folder/with-streams")" = 0 ]
grep -qx 'an actor runs' "$folder/without-extensions"
