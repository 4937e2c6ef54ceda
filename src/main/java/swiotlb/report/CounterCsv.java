package swiotlb.report;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.stream.Collectors;
import swiotlb.figures.Figure;
import swiotlb.figures.Measured;
import swiotlb.figures.SampleFigures;

/** The kernel's counters over time as CSV, a line for each sample. */
public final class CounterCsv implements Closeable {
  private final Writer out;

  /** Writes the header. The writer is closed with this. */
  public CounterCsv(Writer out) throws IOException {
    this.out = out;
    out.write(
        SampleFigures.ALL.figures().stream()
            .map(Figure::key)
            .collect(Collectors.joining(",", "", "\n")));
  }

  /** One more line, of {@link SampleFigures}. */
  public void write(Measured sample) {
    try {
      out.write(
          sample.catalogue().figures().stream()
              .map(figure -> sample.get(figure).toString())
              .collect(Collectors.joining(",", "", "\n")));
    } catch (IOException e) {
      throw new UncheckedIOException("the counters cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
