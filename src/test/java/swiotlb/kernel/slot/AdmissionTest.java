package swiotlb.kernel.slot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a buffer of a device bounces. */
class AdmissionTest {

  @ParameterizedTest
  @CsvSource({
    "0x10000, 4096, DIRECT",
    "0x10000, 8192, DIRECT",
    "0x10000, 512, BOUNCE",
    "0x10000, 5866, BOUNCE",
    "0x10200, 4096, BOUNCE",
    "0x10800, 2048, BOUNCE",
  })
  void anIommuThatDoesNotTrustBouncesWhatDoesNotFillGranules(
      String address, long bytes, Admission.Way way) {
    assertThat(
            Admission.way(
                Admission.Bouncing.UNALIGNED, Limits.upTo(0xff), 4095, Long.decode(address), bytes))
        .isEqualTo(way);
  }
}
