package swiotlb.trace.show.export;

import java.io.IOException;
import java.util.List;
import swiotlb.trace.life.Interval;
import swiotlb.trace.store.TraceMessage;

/** Writes a trace in another format, message by message. The stream is not closed. */
interface TraceExport {

  /**
   * The next message, in the order of the trace.
   *
   * @param intervals that the message tells of
   */
  void write(TraceMessage message, List<Interval> intervals) throws IOException;

  /** A message of the trace that is not to be written, which may still tell what has gone. */
  default void passOver(TraceMessage message) {
    // Of interest to those who keep something for each actor.
  }

  /** Whether it writes intervals, which cost time to find. */
  default boolean writesIntervals() {
    return true;
  }

  /** Writes what the format needs at its end; nothing follows. */
  void finish() throws IOException;
}
