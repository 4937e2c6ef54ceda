package swiotlb.trace.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;

/** A stored trace, read message by message in the order of the file. Not thread-safe. */
public interface TraceReader extends Closeable {

  /** What the trace says of itself. */
  TraceHeader header();

  /**
   * The next message, or null where the trace ends.
   *
   * @throws InputException if the file does not go on as a trace does
   */
  @Nullable TraceMessage next() throws IOException;

  /**
   * What is wrong with the end that was reached, as a sentence that names the file: the run was
   * killed, or the file cut. Empty if all is there.
   */
  Optional<String> flaw();

  /** How many messages were left out since the trace had reached its limit, as its end says. */
  long omitted();

  /** Whether whoever wrote it has ended it, whatever it was told to leave out. */
  boolean isComplete();

  /** Reads to the end. */
  default void forEach(Consumer<TraceMessage> reader) throws IOException {
    for (var message = next(); message != null; message = next()) {
      reader.accept(message);
    }
  }
}
