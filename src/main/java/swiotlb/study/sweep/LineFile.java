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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import swiotlb.input.InputException;

/**
 * Results as lines of JSON. All lines of a replication are handed to the system at once, so that
 * they outlast the program if it is killed; what a kill has cut is cut off when the file is opened
 * again. Not thread-safe.
 */
final class LineFile implements Closeable {
  private final Path file;
  private final FileChannel channel;

  private LineFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file, which need not exist.
   *
   * @param replications hears those that are in it, whole ones alone
   * @throws InputException if it cannot be read or written, or holds something else
   */
  static LineFile open(Path file, Consumer<List<ResultLine>> replications) {
    try {
      var channel =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      try {
        var end =
            read(file, new BufferedInputStream(Channels.newInputStream(channel)), replications);
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

  /** Where the last whole replication ends. */
  private static long read(Path file, InputStream in, Consumer<List<ResultLine>> replications)
      throws IOException {
    var whole = 0L;
    var at = 0L;
    var number = 0L;
    var lines = new ArrayList<ResultLine>();
    for (var bytes = line(in); bytes.isPresent(); bytes = line(in)) {
      number++;
      at += bytes.get().length + 1;
      var line = ResultLine.read(new String(bytes.get(), StandardCharsets.UTF_8));
      if (line.isEmpty() || !follows(lines, line.get())) {
        throw new InputException(
            file.toString(),
            number,
            "is no result of a sweep, or not where it belongs; mend the line, or begin elsewhere");
      }
      lines.add(line.get());
      if (lines.size() == line.get().runs()) {
        replications.accept(List.copyOf(lines));
        lines.clear();
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

  private static boolean follows(List<ResultLine> lines, ResultLine next) {
    return next.run() == lines.size() + 1
        && (lines.isEmpty()
            || (lines.get(0).replicationKey().equals(next.replicationKey())
                && lines.get(0).runs() == next.runs()));
  }

  /** Adds the lines of a replication. */
  void append(List<ResultLine> lines) {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append('\n'));
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
