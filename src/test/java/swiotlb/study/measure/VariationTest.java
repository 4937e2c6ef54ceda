package swiotlb.study.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariationTest {

  @Test
  void valuesStandBetweenCommas() {
    assertThat(Variation.parse("devices.d.jobs.j.depth=1, 2,4").values())
        .containsExactly("1", "2", "4");
  }

  @Test
  void aValueWithACommaStandsInQuotes() {
    var variation = Variation.parse("kernel=\"swiotlb=512,force\",swiotlb=force,\"a\\\"b\",\"\"");
    assertThat(variation.path()).isEqualTo("kernel");
    assertThat(variation.values())
        .containsExactly("swiotlb=512,force", "swiotlb=force", "a\"b", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "cpus | has no values",
        "=4 | has no values",
        "' =4' | path of a setting",
        "cpus= | empty value",
        "cpus=1,,2 | empty value",
        "cpus=1,1 | twice",
        "cpus=1..4 | is for sweeps",
        "seed=1,2 | --replications",
        "kernel=\"a | not closed",
      })
  void whatIsNoneIsRefusedWithWhatWouldBe(String text, String message) {
    assertThatThrownBy(() -> Variation.parse(text)).hasMessageContaining(message);
  }
}
