package swiotlb.study.conform.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.input.InputException;
import swiotlb.kernel.page.Zone;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

class GoldenCheckTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private static final List<Function<GoldenHeader, GoldenPlayer>> BOTH =
      List.of(DirectPlayer::new, header -> new ActorPlayer(header, null));

  @TempDir private Path folder;

  static Stream<Path> traces() throws IOException {
    try (var files = Files.list(GOLDEN)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("traces")
  void stateMachinesDecideAsTheRealAllocator(Path trace) {
    assertThat(GoldenCheck.check(trace, DirectPlayer::new).first()).isNull();
  }

  @Test
  void anAlteredSlotIsCaughtAtItsLine() throws IOException {
    var altered = altered("fuzz-all.jsonl", "\"slot\":258,\"slots\":4", "\"slot\":260,\"slots\":4");
    var result = GoldenCheck.check(altered, DirectPlayer::new);
    assertThat(result.allEqual()).isFalse();
    assertThat(result.first().line()).isEqualTo(4);
    assertThat(result.first().expected()).contains("slot=260");
    assertThat(result.first().got()).contains("slot=258");
  }

  @Test
  void anAlteredPageQuestionIsCaught() throws IOException {
    var altered = altered("grow-several.jsonl", "\"zone\":\"dma32\"", "\"zone\":\"normal\"");
    assertThat(GoldenCheck.check(altered, DirectPlayer::new).first()).isNotNull();
  }

  @Test
  void anAlteredSetUpIsCaught() throws IOException {
    var altered = altered("cpus-4.jsonl", "\"cmdline\":\"512\"", "\"cmdline\":\"1024\"");
    assertThat(GoldenCheck.check(altered, DirectPlayer::new).first().line()).isEqualTo(1);
  }

  @Test
  void brokenLinesAreNamedWithFileAndLine() throws IOException {
    var broken = altered("cpus-4.jsonl", "\"op\":\"areas\"", "\"op\":\"arenas\"");
    assertThatThrownBy(() -> GoldenCheck.check(broken, DirectPlayer::new))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("altered.jsonl:3: \"arenas\" is no operation");
  }

  @Test
  void anUnmapOfNothingIsNamed() throws IOException {
    var broken =
        altered("cpus-4.jsonl", "\"op\":\"map\",\"id\":1,", "\"op\":\"map\",\"id\":999999,");
    assertThatThrownBy(() -> GoldenCheck.check(broken, DirectPlayer::new))
        .hasMessageContaining("mapping 1 is not live");
  }

  @Test
  void anOperationThatCannotBeIsNamedBothWays() throws IOException {
    var empty = altered("cpus-4.jsonl", "\"size\":", "\"size\":0,\"was\":");
    assertThatThrownBy(() -> GoldenCheck.check(empty, DirectPlayer::new))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a buffer of 0 bytes cannot be mapped");
    var crooked = altered("cpus-4.jsonl", "\"size\":", "\"alloc_align_mask\":5,\"size\":");
    assertThatThrownBy(() -> GoldenCheck.check(crooked, header -> new ActorPlayer(header, null)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("alloc_align_mask 0x5 is not a power of two less one");
  }

  @Test
  void aNumberThatIsLiveAlreadyIsNamedBothWays() throws IOException {
    var twice = altered("cpus-4.jsonl", "\"op\":\"map\",\"id\":2,", "\"op\":\"map\",\"id\":1,");
    for (var players : BOTH) {
      assertThatThrownBy(() -> GoldenCheck.check(twice, players))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll(
              "altered.jsonl:5: cannot be played: mapping 1 is live since line 4; give this one");
    }
  }

  @Test
  void whatTheHeaderDoesNotDeclareIsNamedBothWays() throws IOException {
    var mem =
        altered(
            "restricted.jsonl", "\"op\":\"stat\",\"mem\":\"r0\"", "\"op\":\"stat\",\"mem\":\"rX\"");
    for (var players : BOTH) {
      assertThatThrownBy(() -> GoldenCheck.check(mem, players))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("declares no allocator \"rX\"");
    }
    var device = altered("restricted.jsonl", "\"dev\":\"", "\"dev\":\"X");
    for (var players : BOTH) {
      assertThatThrownBy(() -> GoldenCheck.check(device, players))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("the header declares no device \"X");
    }
  }

  @Test
  void pagesWithinAPageAreRefused() throws IOException {
    var file = altered("grow-several.jsonl", "000\"}]", "001\"}]");
    assertThatThrownBy(() -> GoldenCheck.check(file, DirectPlayer::new))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("which is no multiple of 4096");
  }

  /** A mapping that fails other than recorded is one divergence, and its unmap another. */
  @Test
  void afterADivergenceTheRestIsPlayed() throws IOException {
    var pages = altered("transient-burst.jsonl", "\"at\":\"0x", "\"was\":\"0x");
    for (var players : BOTH) {
      var result = GoldenCheck.check(pages, players);
      assertThat(result.first().got()).contains("transient-no-pages");
      assertThat(result.operations() - result.equal()).isGreaterThan(1);
    }
  }

  /** The ground truth of a kernel without the dynamic option, as are those of the golden files. */
  @Test
  void areasWrittenOutStayTheDefaultUnderNoforce() throws IOException {
    var lines = Files.readAllLines(GOLDEN.resolve("no-memory-static.jsonl"));
    var header = lines.get(0);
    var file =
        Files.writeString(
            folder.resolve("written-areas.jsonl"),
            header
                    .replace("\"cpus\":2", "\"cpus\":8")
                    .replace("\"cmdline\":\"noforce\"", "\"cmdline\":\"2048,4,noforce\"")
                    .replace(
                        "\"defaultNslabs\":32768,\"defaultAreas\":0",
                        "\"defaultNslabs\":2048,\"defaultAreas\":4")
                + "\n"
                + lines.get(1)
                + "\n");
    assertThat(header).contains("\"cpus\":2", "\"defaultAreas\":0");
    for (var players : BOTH) {
      assertThat(GoldenCheck.check(file, players).allEqual()).isTrue();
    }
  }

  @Test
  void aFailureOfTheAllocatorIsNoFaultOfTheFile() {
    for (var failure :
        new RuntimeException[] {
          new IllegalStateException("slots are lost"), new IllegalArgumentException("no buffer")
        }) {
      assertThatThrownBy(
              () -> GoldenCheck.check(GOLDEN.resolve("cpus-4.jsonl"), header -> failing(failure)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cpus-4.jsonl:2: " + failure.getMessage())
          .hasMessageNotContaining("cannot be played")
          .hasCause(failure);
    }
  }

  @Test
  void anActorThatFailsIsNamedByItsPath() {
    var trace = GOLDEN.resolve("transient-burst.jsonl");
    assertThatThrownBy(
            () ->
                GoldenCheck.check(
                    trace, header -> new ActorPlayer(header, null, new FailingPages())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("/page-allocator failed: ", "no page is left to count")
        .hasMessageNotContaining("cannot be played");
  }

  /** Pages whose allocator loses count. */
  private static final class FailingPages extends PageScript {
    @Override
    public Long allocate(int order, Zone zone, boolean mayWait) {
      throw new IllegalStateException("no page is left to count");
    }
  }

  private static GoldenPlayer failing(RuntimeException failure) {
    return new GoldenPlayer() {
      @Override
      public GoldenAnswer play(GoldenOp op) {
        throw failure;
      }

      @Override
      public String state(GoldenOp op) {
        return "";
      }

      @Override
      public void close() {}
    };
  }

  @ParameterizedTest
  @MethodSource("traces")
  void theActorsDecideAsTheRealAllocator(Path trace) {
    assertThat(GoldenCheck.check(trace, header -> new ActorPlayer(header, null)).first()).isNull();
  }

  @Test
  void foreignFilesAreRefused() throws IOException {
    var binary = folder.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0x1f, (byte) 0x8b, 0, 1});
    var empty = Files.createFile(folder.resolve("empty"));
    var other = Files.writeString(folder.resolve("other.json"), "{\"format\":\"other/1\"}\n");
    for (var file : new Path[] {binary, empty, other, folder.resolve("missing"), folder}) {
      assertThatThrownBy(() -> GoldenCheck.check(file, DirectPlayer::new))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  private Path altered(String name, String from, String to) throws IOException {
    var text = Files.readString(GOLDEN.resolve(name));
    assertThat(text).contains(from);
    return Files.writeString(
        folder.resolve("altered.jsonl"),
        text.replaceFirst(java.util.regex.Pattern.quote(from), to));
  }
}
