package swiotlb.report;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import swiotlb.figures.CounterSample;

/** The kernel's counters over time as CSV, a line for each sample. */
public final class CounterCsv implements Closeable {
  private static final CsvSchema COLUMNS =
      CsvSchema.builder()
          .addNumberColumn("run")
          .addNumberColumn("time_ns")
          .addNumberColumn("io_tlb_nslabs")
          .addNumberColumn("io_tlb_used")
          .addNumberColumn("io_tlb_used_hiwater")
          .addNumberColumn("io_tlb_transient_nslabs")
          .setLineSeparator("\n")
          .build();

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

  /** One more line. */
  public void write(CounterSample sample) {
    try {
      csv.writeStartArray();
      csv.writeNumber(sample.run());
      csv.writeNumber(sample.timeNs());
      csv.writeNumber(sample.ioTlbNslabs());
      csv.writeNumber(sample.ioTlbUsed());
      csv.writeNumber(sample.ioTlbUsedHiwater());
      csv.writeNumber(sample.ioTlbTransientNslabs());
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
