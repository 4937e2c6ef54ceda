package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

class LatencyLogTest {
  private static LatencyLog.Entry entry(String name, long... durations) {
    var latencies = new Latencies();
    for (var ns : durations) {
      latencies.record(ns);
    }
    return new LatencyLog.Entry(name, latencies, 2_500_000_000L);
  }

  private static String written(LatencyLog.Entry... entries) throws IOException {
    var out = new ByteArrayOutputStream();
    LatencyLog.write(out, List.of(entries));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<Histogram> read(String text) {
    var histograms = new ArrayList<Histogram>();
    var reader =
        new HistogramLogReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    while (reader.hasNext()) {
      histograms.add((Histogram) reader.nextIntervalHistogram());
    }
    return histograms;
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    var read = read(written(entry("a", 100, 200, 300), entry("b", 7)));
    assertThat(read).extracting(Histogram::getTag).containsExactly("a", "b");
    assertThat(read).extracting(Histogram::getTotalCount).containsExactly(3L, 1L);
    assertThat(read.get(0).getMaxValue()).isEqualTo(300);
    assertThat(read.get(0).getEndTimeStamp()).isEqualTo(2500);
  }

  @Test
  void tagsHaveNeitherBlanksNorCommasAndDiffer() throws IOException {
    var read = read(written(entry("x, y=1", 1), entry("x; y=1", 2), entry("", 3)));
    assertThat(read).extracting(Histogram::getTag).containsExactly("x_y=1", "x_y=1-2", "none");
  }

  @Test
  void latenciesAreLeftAsTheyAre() throws IOException {
    var one = entry("a", 5);
    assertThat(written(one)).isEqualTo(written(one));
  }
}
