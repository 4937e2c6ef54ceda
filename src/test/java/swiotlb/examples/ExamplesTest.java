package swiotlb.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples say what the command line says of the same scenarios. */
class ExamplesTest {
  private static final Path FIRST_GROWTH = Path.of("simulations/first-growth.conf");
  private static final Path LOAD_SPIKE = Path.of("simulations/load-spike.conf");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, UTF_8);

  @Test
  void aScenarioIsRunAndItsFiguresShown() {
    RunAScenario.run(FIRST_GROWTH, out);
    assertThat(lines())
        .contains(
            "io_tlb_nslabs 2560 SLOTS",
            "transient_maps 38 COUNT",
            "virtual_ns 976632588 NANOSECONDS")
        .anyMatch(line -> line.startsWith("sata0: half of its mappings took at most 85"));
  }

  @Test
  void twoPoolsAreCompared() {
    CompareTwoPools.compare(FIRST_GROWTH, 512, 4096, out);
    assertThat(lines())
        .containsExactly(
            "512 slots: 38 mappings in transient pools, 0 failed, 4 dynamic pools, 256.0 MiB/s",
            "4096 slots: 0 mappings in transient pools, 0 failed, 0 dynamic pools, 256.0 MiB/s");
  }

  @Test
  void choicesAreReplayedAndAMappingIsFollowed(@TempDir Path folder) throws IOException {
    ReplayChoices.replay(LOAD_SPIKE, folder, 64, out);
    assertThat(lines().findFirst().orElseThrow())
        .matches("[1-9][0-9]* choices, given again: the same messages");
    assertThat(lines())
        .anyMatch(line -> line.contains("Area.MapRequest to /allocator/pool-0/area-"))
        .anyMatch(line -> line.matches(".*Mapped to /device-eth0, slot \\d+"));
  }

  private Stream<String> lines() {
    return said.toString(UTF_8).lines();
  }
}
