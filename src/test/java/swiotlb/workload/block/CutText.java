package swiotlb.workload.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import swiotlb.input.InputException;

/** What must hold of any text of block I/Os that is cut off anywhere. */
public final class CutText {
  private CutText() {}

  /**
   * What is read of it begins what is read of the whole, and a cut within a line is told with it.
   */
  public static void mustHold(
      String text, int length, Function<ByteLines, BlockStream> format, boolean mustBeTold) {
    var whole = Ios.of(text, format);
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var cut = Arrays.copyOf(bytes, length);
    var read = new ArrayList<BlockIo>();
    var error = read(cut, format, read);
    assertThat(read).isEqualTo(whole.subList(0, Math.min(read.size(), whole.size())));
    var lines = new String(cut, StandardCharsets.UTF_8).lines().count();
    if (error != null) {
      assertThat(error).startsWith("t:" + lines + ": ");
    } else if (mustBeTold) {
      assertThat(length == 0 || cut[length - 1] == '\n' || length == bytes.length)
          .as("a cut within line %d is told", lines)
          .isTrue();
    }
  }

  private static String read(
      byte[] text, Function<ByteLines, BlockStream> format, List<BlockIo> into) {
    try (var stream = format.apply(Ios.lines(text))) {
      for (var io = stream.next(); io != null; io = stream.next()) {
        into.add(io);
      }
      return null;
    } catch (InputException e) {
      return e.getMessage();
    }
  }
}
