package swiotlb.report;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import swiotlb.figures.CounterSample;

/** The kernel's counters over time as CSV, a line for each sample. */
public final class CounterCsv implements Closeable {
  private final Writer out;

  /** Writes the header. The writer is closed with this. */
  public CounterCsv(Writer out) throws IOException {
    this.out = out;
    out.write(
        "run,time_ns,io_tlb_nslabs,io_tlb_used,io_tlb_used_hiwater,io_tlb_transient_nslabs\n");
  }

  /** One more line. */
  public void write(CounterSample s) {
    try {
      out.write(
          s.run()
              + ","
              + s.timeNs()
              + ","
              + s.ioTlbNslabs()
              + ","
              + s.ioTlbUsed()
              + ","
              + s.ioTlbUsedHiwater()
              + ","
              + s.ioTlbTransientNslabs()
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the counters cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
