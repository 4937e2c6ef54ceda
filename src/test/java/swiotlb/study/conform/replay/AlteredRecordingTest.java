package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.workload.ftrace.RecordingReader;

/** Lines of a recording are altered, and following it notices. */
class AlteredRecordingTest {
  private static final Pattern TLB = Pattern.compile("(?<= tlb=0x)[0-9a-f]+");
  private static final int MAPPINGS = 5003;

  private static List<String> original;

  @TempDir private Path folder;

  @BeforeAll
  static void readOriginal() throws IOException {
    var file = Recordings.folder("ahci-small-growing").resolve("trace.txt.gz");
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      original = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Follows the recording with the places of some mappings, and of their releases, moved. */
  private Replay.Result followedWithMoved(int every, long bytes) {
    var count = new int[2];
    var altered =
        original.stream()
            .map(
                line -> {
                  var isMap = line.contains(": map: ");
                  if (!isMap && !line.contains(": unmap: ")) {
                    return line;
                  }
                  return ++count[isMap ? 0 : 1] % every == 0 ? moved(line, bytes) : line;
                })
            .collect(Collectors.joining("\n"));
    try {
      var file = Files.writeString(folder.resolve("trace.txt"), altered + "\n");
      return Replay.follow(RecordingReader.read(file, true), "swiotlb=512,force");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String moved(String line, long bytes) {
    return TLB.matcher(line)
        .replaceFirst(m -> Long.toHexString(Long.parseLong(m.group(), 16) + bytes))
        .replaceFirst(" pstart=.*", "");
  }

  @Test
  void unalteredTheCopyAgrees() {
    assertThat(followedWithMoved(MAPPINGS + 1, 2048).score().divergences()).isZero();
  }

  @Test
  void aMovedBufferIsNamedAsTheFirstDivergence() {
    var first = followedWithMoved(4000, 4096).first();
    assertThat(first.mapping().index()).isEqualTo(3999);
    assertThat(first.expected()).matches("slot \\d+ of area \\d of the pool at 0x78500000");
    assertThat(slot(first.expected())).isEqualTo(slot(first.got()) + 2);
  }

  @Test
  void aMovedBufferDoesNotSpoilTheRest() {
    assertThat(followedWithMoved(4000, 4096).score().divergences()).isBetween(1L, 2L);
  }

  @Test
  void everyMovedBufferLowersTheAgreement() {
    assertThat(followedWithMoved(100, 4096).score().equal()).isLessThanOrEqualTo(MAPPINGS - 50);
  }

  @Test
  void aBufferMovedOutOfThePoolWasATransientOne() {
    var result = followedWithMoved(4000, 1L << 36);
    assertThat(result.recorded().transientMaps()).isEqualTo(1);
    assertThat(result.first().expected()).startsWith("transient pool at 0x10785");
  }

  private static int slot(String place) {
    return Integer.parseInt(place.replaceFirst("slot (\\d+) .*", "$1"));
  }
}
