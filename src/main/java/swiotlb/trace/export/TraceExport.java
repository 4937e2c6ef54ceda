package swiotlb.trace.export;

import java.io.IOException;
import java.util.List;
import swiotlb.trace.file.TraceMessage;
import swiotlb.trace.life.Interval;

/** Writes a trace in another format, message by message. The stream is not closed. */
interface TraceExport {

  /**
   * The next message, in the order of the trace.
   *
   * @param intervals that the message tells of
   */
  void write(TraceMessage message, List<Interval> intervals) throws IOException;

  /** Writes what the format needs at its end; nothing follows. */
  void finish() throws IOException;
}
