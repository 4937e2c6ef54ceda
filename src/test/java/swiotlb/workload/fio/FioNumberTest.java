package swiotlb.workload.fio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are what fio 3.33 shows of them with {@code --debug=parse}. */
class FioNumberTest {
  static Stream<String> numbers() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/imports/fio-3.33-numbers.tsv")).stream()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void aNumberIsWhatFioReads(String line) {
    var fields = line.split("\t", -1);
    var number =
        switch (fields[0]) {
          case "thinktime" -> FioNumber.ofMicros(fields[1], 1);
          case "runtime" -> FioNumber.ofMicros(fields[1], 1_000_000);
          default -> FioNumber.ofBytes(fields[1]);
        };
    assertThat(number.map(n -> Long.toString(n.value())).orElse("refused")).isEqualTo(fields[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "4k", "4kb", "1M", "4ki", "512b", "0x1000"})
  void whatIsReadAsItLooksIsNotRemarkedOn(String text) {
    assertThat(FioNumber.ofBytes(text).orElseThrow().isAsWritten()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {" 4k", "1.5k", "4kib", "4 k", "4x", "4k8", "0x1k"})
  void whatIsReadOtherwiseIs(String text) {
    assertThat(FioNumber.ofBytes(text).orElseThrow().isAsWritten()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1min", "2sec", "0.5s", " 5s", "10m5s"})
  void soAreTimes(String text) {
    assertThat(FioNumber.ofMicros(text, 1).orElseThrow().isAsWritten()).isFalse();
  }

  @Test
  void aSumIsRefused() {
    assertThat(FioNumber.ofBytes("(4*1024)")).isEmpty();
  }
}
