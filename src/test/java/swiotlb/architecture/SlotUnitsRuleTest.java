package swiotlb.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Only what is about published kernels counts in their slots; a machine has units of its own. */
class SlotUnitsRuleTest {
  private static final Pattern PUBLISHED =
      Pattern.compile(
          "\\bSlots\\.(SLOT_BYTES|SLOT_SHIFT|SLOT_SET_SLOTS|MAX_MAPPING_BYTES|MIN_POOL_SLOTS"
              + "|DEFAULT_POOL_SLOTS|(ofBytes|toBytes|roundUpToSlotSet|pages|pageOrder)\\()");

  /**
   * Recordings, logs, golden traces, benchmarks; and where the units are made, or ranges of memory.
   */
  private static final List<String> PERMITTED =
      List.of(
          "workload/",
          "study/conform/",
          "study/bench/",
          "study/explain/",
          "kernel/slot/SlotUnits.java",
          "kernel/text/BootSizing.java",
          "kernel/page/ContiguousRegion.java",
          "cli/BenchCommand.java",
          "cli/size/SizeText.java",
          "cli/BouncesText.java",
          "cli/ReplayText.java",
          "cli/shared/SaidOfHost.java");

  private static boolean countsInPublishedSlots(String source) {
    return PUBLISHED.matcher(source).find();
  }

  @Test
  void nothingOfAMachineCountsInPublishedSlots() throws IOException {
    var root = Path.of("src/main/java/swiotlb");
    try (var files = Files.walk(root)) {
      var wrong =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(
                  file ->
                      PERMITTED.stream().noneMatch(root.relativize(file).toString()::startsWith))
              .filter(file -> countsInPublishedSlots(read(file)))
              .toList();
      assertThat(wrong).isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void suchACountIsFound() {
    assertThat(countsInPublishedSlots("return Slots.toBytes(slots);")).isTrue();
    assertThat(countsInPublishedSlots("n / Slots.SLOT_SET_SLOTS")).isTrue();
    assertThat(countsInPublishedSlots("units.toBytes(slots) / Slots.PAGE_BYTES")).isFalse();
    assertThat(countsInPublishedSlots("Slots.pagesOfBytes(bytes)")).isFalse();
  }
}
