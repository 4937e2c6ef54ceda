package swiotlb.trace.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import swiotlb.input.InputException;
import swiotlb.input.NamedFile;
import swiotlb.trace.store.TraceHeader;

/** Where a trace is kept: the name of the file chooses the format. */
public final class TraceStores {
  private static final String LINES = ".jsonl";
  private static final String COMPRESSED = ".jsonl.gz";
  private static final String DATABASE = ".duckdb";

  private TraceStores() {}

  /** With its header on the disk, so that it is a trace from the first moment. */
  private static TraceStore begun(TraceStore trace) throws IOException {
    trace.flush();
    return trace;
  }

  private static OutputStream opened(Path file) throws IOException {
    return new NamedFile(file, Files.newOutputStream(file));
  }

  /**
   * Creates a file for a trace.
   *
   * @throws InputException if its name ends otherwise, or it cannot be written
   */
  public static TraceStore create(Path file, TraceHeader header) {
    var name = file.toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(LINES)) {
        return begun(new JsonLinesTrace(new BufferedOutputStream(opened(file), 1 << 16), header));
      }
      if (name.endsWith(COMPRESSED)) {
        return begun(new JsonLinesTrace(new GzipBlocks(opened(file)), header));
      }
      if (name.endsWith(DATABASE)) {
        return new DuckStore(file, header);
      }
    } catch (IOException e) {
      throw new InputException(
          file.toString(), "cannot be written; name a file in a writable folder");
    }
    throw new InputException(
        file.toString(),
        "its name tells no format; end it with " + LINES + ", " + COMPRESSED + " or " + DATABASE);
  }
}
