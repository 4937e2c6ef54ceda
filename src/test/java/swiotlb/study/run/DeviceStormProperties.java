package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/**
 * Devices that contend for CPUs and slots, are reset, pulled out and forget to unmap: whatever
 * happens at the same time, a run ends by itself, every byte is right and every slot accounted for.
 */
@Tag("slow")
class DeviceStormProperties {

  /** Makes a scenario of what a random number picks. */
  private static final class Storm {
    private final Random random;
    private final StringBuilder text = new StringBuilder();

    Storm(long seed) {
      random = new Random(seed);
    }

    private Object pick(Object... choices) {
      return choices[random.nextInt(choices.length)];
    }

    private void say(String name, Object... choices) {
      text.append(name).append(" = ").append(pick(choices)).append('\n');
    }

    String text() {
      say("kernel", "\"swiotlb=512,force\"", "\"swiotlb=1024,2,force\"", "\"swiotlb=2048\"");
      say("cpus", 2, 4);
      say("seed", random.nextInt(1000));
      say("runs", 1, 2);
      say("check-payload", true);
      say("design.exhaustion", "transient", "wait");
      say("design.wait.timeout", "1 us", "1 ms");
      say("design.wait.most", 1, 1024);
      for (var device = 0; device < 1 + random.nextInt(3); device++) {
        device("devices.d" + device + ".");
      }
      return text.toString();
    }

    private void device(String at) {
      say(at + "queue-depth", 1, 4, 1000);
      say(at + "max-segment", 0, "4 KiB", "60 KiB");
      say(at + "irq", "submitter", "\"0\"", "\"0-1\"");
      say(at + "dma-bits", 30, 32, 64);
      say(at + "min-align", 1, 4096);
      say(at + "service-time", "0 ns", "10 us");
      say(at + "bandwidth", "100 MiB", "8 GiB");
      say(at + "restricted-pool", 0, 0, "256 KiB");
      say(at + "extra-buffers", "[]", "[{ bytes = 16, per-segment = 16, direction = to-device }]");
      say(at + "resets", "[]", "[10 us]", "[3 us, 50 us, 51 us, 200 us]");
      say(at + "removed", "0 s", "0 s", "1 us", "100 us");
      say(at + "leak-every", 0, 0, 7);
      for (var job = 0; job < 1 + random.nextInt(2); job++) {
        job(at + "jobs.j" + job + ".");
      }
    }

    private void job(String at) {
      say(at + "cpus", "\"0\"", "all", "\"1\"");
      say(at + "block", "1", "4 KiB", "64 KiB", "300 KiB");
      say(at + "segment", 0, 0, "4 KiB");
      say(at + "read-percent", 0, 50);
      say(at + "bidirectional-percent", 0, 50);
      say(at + "depth", 1, 3, 20);
      say(at + "think-time", "0 ns", "5 us");
      say(at + "context", "process", "process", "softirq", "interrupt");
      say(at + "count", 1, 20, 60);
      say(at + "duration", "0 s", "300 us");
      say(at + "retry-time", "1 ns", "20 us");
      say(at + "retries", 0, 5);
      say(at + "syncs", 0, 0, 2, "2, " + at + "skip-sync = true");
      say(at + "buffer-align", 1, 512, 4096);
    }
  }

  private static Scenario scenario(long seed, String... setting) throws IOException {
    var file = Files.createTempFile("storm", ".conf");
    try {
      Files.writeString(file, new Storm(seed).text());
      return new ScenarioReader()
          .read(file, setting.length == 0 ? Map.of() : Map.of(setting[0], setting[1]));
    } finally {
      Files.delete(file);
    }
  }

  private static void weathered(Scenario scenario, ScenarioRun.Options options) {
    var outcome = ScenarioRun.run(scenario, options);
    assertThat(outcome.ending().failure()).isNull();
    assertThat(outcome.ending().broken()).isEqualTo(List.of());
    assertThat(outcome.runs()).hasSize(scenario.runs());
  }

  @Property(tries = 60)
  void inVirtualTime(@ForAll long seed) throws IOException {
    weathered(scenario(seed), ScenarioRun.Options.plain());
  }

  @Property(tries = 60)
  void inAnyOrderOfWhatHappensAtOneInstant(@ForAll long seed, @ForAll int schedule)
      throws IOException {
    weathered(scenario(seed), Simulations.scheduled(schedule));
  }

  @Property(tries = 60)
  void withDelaysThatVary(@ForAll long seed, @ForAll int schedule) throws IOException {
    weathered(scenario(seed), varied(schedule));
  }

  private static ScenarioRun.Options varied(int schedule) {
    var plain = ScenarioRun.Options.plain();
    return new ScenarioRun.Options(
        OptionalLong.of(schedule),
        true,
        plain.sink(),
        plain.isInterrupted(),
        plain.progress(),
        plain.silence());
  }

  @Property(tries = 15)
  void onRealThreads(@ForAll long seed) throws IOException {
    weathered(scenario(seed, "mode", "concurrent"), ScenarioRun.Options.plain());
  }
}
