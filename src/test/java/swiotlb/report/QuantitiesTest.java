package swiotlb.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "0,0 bytes",
    "1,1 bytes",
    "1023,1023 bytes",
    "1024,1 KiB",
    "1536,1.5 KiB",
    "2048,2 KiB",
    "65536,64 KiB",
    "1048576,1 MiB",
    "67108864,64 MiB",
    "8589934592,8 GiB",
    "70368744177664,64 TiB",
    "2251799813685248,2048 TiB"
  })
  void aSizeIsInTheUnitInWhichItIsRead(long bytes, String text) {
    assertThat(Quantities.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0,0 areas", "1,1 area", "2,2 areas"})
  void ofSeveralThingsItIsThePlural(long n, String text) {
    assertThat(Quantities.count(n, "area")).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 ns",
    "999,999 ns",
    "1000,1.00 us",
    "1234,1.23 us",
    "12345,12.3 us",
    "123456,123 us",
    "1500000,1.50 ms",
    "2000000000,2.00 s",
    "3600000000000,3600 s"
  })
  void aTimeHasThreeDigitsOrMore(long ns, String text) {
    assertThat(Quantities.time(ns)).isEqualTo(text);
  }

  @Test
  void theDecimalPointIsAPointEverywhere() {
    var here = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Quantities.bytes(1536)).isEqualTo("1.5 KiB");
    } finally {
      Locale.setDefault(here);
    }
  }
}
