package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings of which people kept a part, with the boot log beside them. */
class CutRecordingsTest {
  private static final Path CASES = Path.of("src/test/resources/cases/recordings");
  private static final String MIXED = "7.3.4-tracefs-ahci-nvme-virtio-dd";
  private static final Pattern CPU = Pattern.compile("\\[(\\d{3})\\]");
  private static final Pattern SHARE =
      Pattern.compile("mappings lie where they were recorded \\((\\d+\\.\\d+) %\\)");

  @TempDir private Path folder;
  private final List<String> header = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  private void read(String name) throws IOException {
    var from = CASES.resolve(name);
    try (var in = new GZIPInputStream(Files.newInputStream(from.resolve("trace.txt.gz")))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(l -> (l.startsWith("#") || l.startsWith("cpus=") ? header : events).add(l));
    }
    for (var beside : List.of("cmdline.txt", "dmesg.txt")) {
      if (Files.exists(from.resolve(beside))) {
        Files.copy(from.resolve(beside), folder.resolve(beside));
      }
    }
  }

  private String replay(List<String> kept) throws IOException {
    var lines = new ArrayList<>(header);
    lines.addAll(kept);
    Files.writeString(folder.resolve("trace.txt"), String.join("\n", lines) + "\n");
    return Invocation.of("replay", folder).out();
  }

  private static int cpu(String line) {
    var match = CPU.matcher(line);
    assertThat(match.find()).isTrue();
    return Integer.parseInt(match.group(1));
  }

  private static double percent(String text) {
    var match = SHARE.matcher(text);
    assertThat(match.find()).isTrue();
    return Double.parseDouble(match.group(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6.12.117-tracecmd3.1.6-mixed-dd",
        MIXED,
        "7.3.4-tracefs-ahci-exhausted64k",
        "7.3.4-tracefs-e1000e-virtionet-ping",
        "7.3.4dynamic-tracefs-ahci-midboot"
      })
  void whatBeginsLaterAgreesAsWell(String name) throws IOException {
    read(name);
    assertThat(percent(replay(events.subList(events.size() / 3, events.size())))).isGreaterThan(99);
  }

  @Test
  void probesThatBeginLaterFindThePoolsThatHadGrown() throws IOException {
    read("6.12.117-probes-ahci-16deep-thp-growing");
    var text = replay(events.subList(events.size() / 3, events.size()));
    assertThat(percent(text)).isGreaterThan(95);
    assertThat(text)
        .contains("default pool at 0x78500000")
        .contains("dynamic pool at 0x13300000, 512 slots in 4 areas, there before it began")
        .contains("dynamic pool at 0x19600000, 512 slots in 4 areas, there before it began");
  }

  @Test
  void whereAPieceIsLostInTheMiddleTheRestAgreesAsWell() throws IOException {
    read(MIXED);
    var from = events.size() / 2;
    var lost = new TreeMap<Integer, Integer>();
    events.subList(from, from + 300).forEach(line -> lost.merge(cpu(line), 1, Integer::sum));
    var kept = new ArrayList<>(events.subList(0, from));
    for (var line : events.subList(from + 300, events.size())) {
      var count = lost.remove(cpu(line));
      if (count != null) {
        kept.add("CPU:%d [LOST %d EVENTS]".formatted(cpu(line), count));
      }
      kept.add(line);
    }
    var text = replay(kept);
    assertThat(percent(text)).isGreaterThan(99);
    assertThat(text).contains("the kernel lost 300 lines").contains("what follows is doubtful");
  }

  @Test
  void aPieceThatIsMissingWithoutAWordIsNoticed() throws IOException {
    read(MIXED);
    var kept = new ArrayList<>(events.subList(0, events.size() / 2));
    kept.addAll(events.subList(events.size() / 2 + 300, events.size()));
    var text = replay(kept);
    assertThat(percent(text)).isGreaterThan(99);
    assertThat(text)
        .containsPattern("\\d+ buffers are mapped again although no line gives them back")
        .contains("all of this is doubtful, since lines are missing");
  }

  @Test
  void theLinesOfOneCpuSayThatTheyAre() throws IOException {
    read(MIXED);
    assertThat(replay(events.stream().filter(line -> cpu(line) == 1).toList()))
        .contains("all lines are of CPU 1: ")
        .contains("all of this is doubtful, since lines are missing");
  }

  @Test
  void releasesThatWereLeftOutAreMissed() throws IOException {
    read("7.3.4-tracefs-e1000e-virtionet-ping");
    assertThat(replay(events.stream().filter(line -> !line.contains("unmap")).toList()))
        .contains("buffers are mapped again although no line gives them back")
        .doesNotContain("are not given back by the end");
  }

  @Test
  void aRecordingAsItWasWrittenLacksNothing() throws IOException {
    read(MIXED);
    assertThat(replay(events)).doesNotContain("doubtful").doesNotContain("all lines are of");
  }
}
