package swiotlb.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import swiotlb.input.InputException;
import swiotlb.input.NamedFile;

/**
 * A file that takes its name only when it is complete; until then it stands beside it as {@code
 * NAME.PROCESS-NUMBER.unfinished}, so that of several that are written at once the last is whole.
 * What had that name stays as it was if the writing fails. Pipes, devices and standard output are
 * written at once, and so is a file in a folder where nothing can be added.
 */
public final class WholeFile extends OutputStream {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** Where files of the process itself have names: behind them may be a file that others write. */
  private static final List<Path> OWN_STREAMS =
      List.of(Path.of("/dev/stdout"), Path.of("/dev/stderr"), Path.of("/dev/fd"), Path.of("/proc"));

  private final Path named;
  private final Path written;
  private final OutputStream out;
  private boolean isOpen = true;

  private WholeFile(Path shown, Path named, Path written) throws IOException {
    this.named = named;
    this.written = written;
    this.out =
        new BufferedOutputStream(
            new NamedFile(shown, Files.newOutputStream(written)), Cli.BUFFER_BYTES);
  }

  /**
   * Begins a file.
   *
   * @throws InputException if it cannot be written
   */
  public static WholeFile create(Path file) {
    try {
      if (!isReplaced(file)) {
        return new WholeFile(file, file, file);
      }
      var named = Files.exists(file) ? file.toRealPath() : file;
      return new WholeFile(file, named, unfinished(named));
    } catch (IOException e) {
      throw Cli.unwritable(file);
    }
  }

  /**
   * A whole file of a text.
   *
   * @throws InputException if it cannot be written
   */
  public static void write(Path file, String text) {
    try (var to = create(file)) {
      to.write(text.getBytes(StandardCharsets.UTF_8));
      to.complete();
    } catch (IOException e) {
      throw Cli.unwritable(file);
    }
  }

  private static Path unfinished(Path named) {
    return named.resolveSibling(
        "%s.%d-%d.unfinished"
            .formatted(
                named.getFileName(), ProcessHandle.current().pid(), NUMBERS.incrementAndGet()));
  }

  /** Whether it is an ordinary file, or none yet, in a folder that takes another. */
  private static boolean isReplaced(Path file) throws IOException {
    if (OWN_STREAMS.stream().anyMatch(file.toAbsolutePath().normalize()::startsWith)) {
      return false;
    }
    if (!Files.exists(file)) {
      return !Files.isSymbolicLink(file); // A link to nothing: what it points to is written.
    }
    if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
      return false;
    }
    var folder = file.toRealPath().getParent();
    return folder != null && Files.isWritable(folder);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** It is complete, and gets its name. */
  public void complete() throws IOException {
    out.close();
    if (!written.equals(named)) {
      Files.move(written, named, StandardCopyOption.REPLACE_EXISTING);
    }
    isOpen = false;
  }

  /** What is not complete by now is deleted. */
  @Override
  public void close() throws IOException {
    if (!isOpen) {
      return;
    }
    isOpen = false;
    try {
      out.close();
    } finally {
      if (!written.equals(named)) {
        Files.deleteIfExists(written);
      }
    }
  }
}
