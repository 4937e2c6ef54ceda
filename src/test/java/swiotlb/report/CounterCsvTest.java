package swiotlb.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import swiotlb.figures.Measured;
import swiotlb.figures.SampleFigures;

class CounterCsvTest {
  private static final String HEADER =
      "run,time_ns,io_tlb_nslabs,io_tlb_used,io_tlb_used_hiwater,io_tlb_transient_nslabs\n";

  private static Measured sample(
      long run, long timeNs, long slots, long used, long hiwater, long transientSlots) {
    return SampleFigures.ALL
        .measure()
        .put(SampleFigures.RUN, run)
        .put(SampleFigures.TIME_NS, timeNs)
        .put(SampleFigures.IO_TLB_NSLABS, slots)
        .put(SampleFigures.IO_TLB_USED, used)
        .put(SampleFigures.IO_TLB_USED_HIWATER, hiwater)
        .put(SampleFigures.IO_TLB_TRANSIENT_NSLABS, transientSlots)
        .build();
  }

  @Test
  void withoutSamplesThereIsAHeader() throws IOException {
    var out = new StringWriter();
    new CounterCsv(out).close();
    assertThat(out).hasToString(HEADER);
  }

  @Test
  void aSampleIsALine() throws IOException {
    var out = new StringWriter();
    try (var csv = new CounterCsv(out)) {
      csv.write(sample(1, 100_000, 512, 20, 30, 0));
      csv.write(sample(2, Long.MAX_VALUE, 1024, 0, 600, 32));
    }
    assertThat(out)
        .hasToString(HEADER + "1,100000,512,20,30,0\n2,9223372036854775807,1024,0,600,32\n");
  }

  @Test
  void aFullDiskIsReported() throws IOException {
    var full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("full");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var csv = new CounterCsv(full);
    assertThatThrownBy(() -> writeMuch(csv))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the counters cannot be written");
  }

  /** More than waits in memory. */
  private static void writeMuch(CounterCsv csv) {
    for (var line = 0; line < 10_000; line++) {
      csv.write(sample(1, 0, 0, 0, 0, 0));
    }
  }
}
