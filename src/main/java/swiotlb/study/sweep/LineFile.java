package swiotlb.study.sweep;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import swiotlb.input.InputException;

/**
 * Lines that are added to a file while a program runs. Those that belong together are handed to the
 * system at once, so that they outlast the program if it is killed; what a kill has cut is cut off
 * when the file is opened again. Not thread-safe.
 */
final class LineFile implements Closeable {
  /** Who is told the lines of a file, in their order. */
  interface Reader {
    /**
     * One of them.
     *
     * @param number from 1
     * @return whether nothing is missing after it
     * @throws InputException if it belongs to something else than this file
     */
    boolean isWholeWith(long number, String line);
  }

  private final Path file;
  private final FileChannel channel;

  private LineFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file, which need not exist. What follows the last line with which it is whole is cut
   * off.
   *
   * @throws InputException if it cannot be read or written, or its reader does not want it
   */
  static LineFile open(Path file, Reader reader) {
    try {
      var channel =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      try {
        var end = read(new BufferedInputStream(Channels.newInputStream(channel)), reader);
        channel.truncate(end);
        channel.position(end);
        return new LineFile(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * Tells the lines of a file; one without a break is none.
   *
   * @return where that ends with which it is whole
   */
  static long read(InputStream in, Reader reader) throws IOException {
    var whole = 0L;
    var at = 0L;
    var number = 0L;
    for (var bytes = line(in); bytes.isPresent(); bytes = line(in)) {
      number++;
      at += bytes.get().length + 1;
      if (reader.isWholeWith(number, new String(bytes.get(), StandardCharsets.UTF_8))) {
        whole = at;
      }
    }
    return whole;
  }

  /** The bytes up to the next line break; absent if none follows. */
  static Optional<byte[]> line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var read = in.read(); read >= 0; read = in.read()) {
      if (read == '\n') {
        return Optional.of(line.toByteArray());
      }
      line.write(read);
    }
    return Optional.empty();
  }

  /** Adds lines that belong together, each without its break. */
  void append(List<String> lines) {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static InputException unwritable(Path file, IOException e) {
    return new InputException(
        file.toString(), "cannot be written: " + e.getMessage() + "; is there space?");
  }

  @Override
  public void close() {
    try (channel) {
      channel.force(true);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
