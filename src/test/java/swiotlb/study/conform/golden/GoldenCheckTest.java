package swiotlb.study.conform.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.input.InputException;

class GoldenCheckTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

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
