package swiotlb.workload.block;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What streams of block I/Os hold, for tests. */
public final class Ios {
  private Ios() {}

  /** All that is left of a stream, which is closed. */
  public static List<BlockIo> all(BlockStream stream) {
    try (stream) {
      var ios = new ArrayList<BlockIo>();
      for (var io = stream.next(); io != null; io = stream.next()) {
        ios.add(io);
      }
      return ios;
    }
  }

  /** The lines of a text, as of a file {@code t}. */
  public static ByteLines lines(String text) {
    return lines(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same of bytes. */
  public static ByteLines lines(byte[] text) {
    return new ByteLines(Path.of("t"), new ByteArrayInputStream(text));
  }

  /** All of a text in a format. */
  public static List<BlockIo> of(String text, Function<ByteLines, BlockStream> format) {
    return all(format.apply(lines(text)));
  }
}
