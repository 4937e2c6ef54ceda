package swiotlb.report;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import swiotlb.figures.Measured;
import swiotlb.figures.SampleFigures;

/** The kernel's counters over time as CSV, a line for each sample. */
public final class CounterCsv implements Closeable {
  private static final CsvSchema COLUMNS = columns();

  private final CsvGenerator csv;

  /** Writes the header. The writer is closed with this. */
  public CounterCsv(Writer out) throws IOException {
    csv = new CsvFactory().createGenerator(out);
    csv.setSchema(COLUMNS);
    csv.writeStartArray();
    for (var column : COLUMNS) {
      csv.writeString(column.getName());
    }
    csv.writeEndArray();
  }

  private static CsvSchema columns() {
    var schema = CsvSchema.builder().setLineSeparator("\n");
    SampleFigures.ALL.figures().forEach(figure -> schema.addNumberColumn(figure.key()));
    return schema.build();
  }

  /** One more line, of {@link SampleFigures}. */
  public void write(Measured sample) {
    try {
      csv.writeStartArray();
      for (var figure : sample.catalogue().figures()) {
        csv.writeNumber(sample.get(figure).toString());
      }
      csv.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("the counters cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
