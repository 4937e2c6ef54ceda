package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumsTest {

  @ParameterizedTest
  @CsvSource({
    "0,0,0",
    "2,3,5",
    "9223372036854775806,1,9223372036854775807",
    "9223372036854775807,1,9223372036854775807",
    "9223372036854775807,9223372036854775807,9223372036854775807"
  })
  void aSumNeverTurnsNegative(long a, long b, long sum) {
    assertThat(Sums.plus(a, b)).isEqualTo(sum);
  }

  @ParameterizedTest
  @CsvSource({
    "0,9223372036854775807,0",
    "3,4,12",
    "4611686018427387903,2,9223372036854775806",
    "4611686018427387904,2,9223372036854775807",
    "4611686018427387904,4,9223372036854775807",
    "9223372036854775807,9223372036854775807,9223372036854775807"
  })
  void aProductNeverTurnsNegative(long a, long b, long product) {
    assertThat(Sums.times(a, b)).isEqualTo(product);
  }
}
