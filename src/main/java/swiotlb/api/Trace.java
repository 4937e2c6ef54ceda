package swiotlb.api;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import swiotlb.input.InputException;
import swiotlb.trace.store.TraceReader;
import swiotlb.trace.store.open.TraceFiles;

/** The trace of a run, read message by message, however large. Not thread-safe. */
public final class Trace implements Closeable {
  private final TraceReader reader;

  private Trace(TraceReader reader) {
    this.reader = reader;
  }

  /**
   * Opens a trace of any format.
   *
   * @throws InputException if it cannot be read or is no trace
   */
  public static Trace open(Path file) {
    try {
      return new Trace(TraceFiles.open(file));
    } catch (NoClassDefFoundError e) {
      throw withoutDatabase(file, e);
    }
  }

  /** Programs bring the driver of the database along only if they want such traces. */
  static InputException withoutDatabase(Path file, NoClassDefFoundError cause) {
    if (!String.valueOf(cause.getMessage()).contains("duckdb")) {
      throw cause;
    }
    return new InputException(
        file.toString(),
        "is a trace in a database, and DuckDB's driver is missing; add org.duckdb:duckdb_jdbc to the"
            + " class path, or name a file that ends with .jsonl or .jsonl.gz");
  }

  /** The scenario that was run, where the trace tells. */
  public Optional<String> scenario() {
    return reader.header().scenario();
  }

  /** Whether its times are those of the simulation, else of real threads. */
  public boolean isVirtual() {
    return reader.header().isVirtual();
  }

  /** What was recorded, if not every message. */
  public Optional<String> selection() {
    return reader.header().selection();
  }

  /**
   * The messages that were not read yet, in the order in which they were handled.
   *
   * @throws InputException where the file does not go on as a trace does; so does the stream
   * @throws UncheckedIOException where it cannot be read; so does the stream
   */
  public Stream<Message> messages() {
    return Stream.iterate(next(), Optional::isPresent, before -> next()).map(Optional::orElseThrow);
  }

  private Optional<Message> next() {
    try {
      return Optional.ofNullable(reader.next()).map(Message::of);
    } catch (IOException e) {
      throw new UncheckedIOException(Objects.requireNonNullElse(e.getMessage(), "unreadable"), e);
    }
  }

  /**
   * What is missing, known once all messages were read: the run was killed, or the file cut, or the
   * trace had reached a limit. Empty if all is there.
   */
  public Optional<String> flaw() {
    return reader.omitted() == 0
        ? reader.flaw()
        : Optional.of(reader.omitted() + " messages were left out, since the trace had a limit");
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
