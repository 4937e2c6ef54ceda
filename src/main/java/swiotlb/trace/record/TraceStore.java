package swiotlb.trace.record;

import java.io.Closeable;
import java.io.IOException;
import swiotlb.time.MessageSink;

/** A file that keeps the messages of a run. Thread-safe. */
public interface TraceStore extends MessageSink, Closeable {

  /** Every message is about a mapping: its own, or else that of its cause. */
  @Override
  default long correlation(Object message, long ofCause) {
    return MappingNumbers.of(message, ofCause);
  }

  /** Bytes that it has written so far, or will have to. */
  long bytes();

  /** Tells at the end how many messages were left out, since the store had grown too large. */
  void omitted(long messages);

  /** Makes what was written so far visible to readers, as far as the format can. */
  void flush() throws IOException;
}
