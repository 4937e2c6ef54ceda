package swiotlb.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, which remembers why it could not be written: those who print to it only notice
 * that. It is never closed.
 */
public final class StandardOutput extends OutputStream {
  /** What the system says if whoever read has gone, such as {@code head} when it has enough. */
  private static final String NOBODY_READS = "Broken pipe";

  private final OutputStream out;
  private @Nullable IOException failure;

  public StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** Why not all of it was written; empty if it was, or if nobody wanted more. */
  public Optional<String> failure() {
    var message = failure == null ? null : failure.getMessage();
    return NOBODY_READS.equals(message) ? Optional.empty() : Optional.ofNullable(message);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }
}
