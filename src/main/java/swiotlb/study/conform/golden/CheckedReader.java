package swiotlb.study.conform.golden;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;
import swiotlb.workload.golden.GoldenReader;

/** Reads a golden trace that keeps to the rules of its format, line by line. Not thread-safe. */
public final class CheckedReader implements AutoCloseable {
  private final Path file;
  private final GoldenReader reader;
  private final TraceRules rules;
  private long operations;

  /**
   * Opens a trace and reads its header.
   *
   * @throws InputException if it cannot be read, is of another format or breaks a rule
   */
  public CheckedReader(Path file) {
    this.file = file;
    this.reader = new GoldenReader(file);
    try {
      this.rules = rules();
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private TraceRules rules() {
    try {
      return new TraceRules(reader.header());
    } catch (IllegalArgumentException e) {
      throw unplayable(1, e);
    }
  }

  /** The first line. */
  public GoldenHeader header() {
    return reader.header();
  }

  /** The line that was read last, as it stands in the file. */
  public String text() {
    return reader.text();
  }

  /**
   * The next operation, or null at the end.
   *
   * @throws InputException if the line is no operation, cannot be played, or there is none at all
   */
  public @Nullable GoldenOp next() {
    var op = reader.next();
    if (op == null) {
      requireOperations();
      return null;
    }
    operations++;
    try {
      rules.check(op);
    } catch (IllegalArgumentException e) {
      throw unplayable(op.line(), e);
    }
    return op;
  }

  private void requireOperations() {
    if (operations == 0) {
      throw new InputException(
          file.toString(), 1, "the header is followed by no operation; record the trace once more");
    }
  }

  private InputException unplayable(long line, IllegalArgumentException why) {
    return new InputException(file.toString(), line, "cannot be played: " + why.getMessage());
  }

  @Override
  public void close() {
    reader.close();
  }
}
