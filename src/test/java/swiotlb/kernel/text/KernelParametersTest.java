package swiotlb.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole command line, as {@code /proc/cmdline} shows it. */
class KernelParametersTest {

  @Test
  void whatConcernsOthersIsPassedOver() {
    var read =
        KernelParameters.parse(
            "BOOT_IMAGE=/vmlinuz-6.12 root=UUID=1-2 ro quiet swiotlb=512,force iommu=pt coherent_pool=1M");
    assertThat(read.swiotlb().slots()).isEqualTo(512);
    assertThat(read.swiotlb().force()).isTrue();
    assertThat(read.coherentPoolBytes()).isEqualTo(1 << 20);
    assertThat(read.iommu()).containsExactly("pt");
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void severalSwiotlbAddUpAndItIsSaid() {
    var read = KernelParameters.parse("console=ttyS0 swiotlb=force swiotlb=131072");
    assertThat(read.swiotlb().force()).isTrue();
    assertThat(read.notes())
        .containsExactly("swiotlb= is written 2 times; together they say 131072 slots, force");
  }

  @Test
  void whatFollowsTwoDashesIsNotTheKernels() {
    var read = KernelParameters.parse("quiet -- swiotlb=512,force");
    assertThat(read.swiotlb()).isEqualTo(SwiotlbParameter.ABSENT);
    assertThat(read.notes())
        .containsExactly(
            "what stands behind -- is not the kernel's, and is passed over: swiotlb=512,force");
  }

  @ParameterizedTest
  @CsvSource({"swiotb=512, swiotlb", "swiotbl=force, swiotlb", "coherent_pol=1M, coherent_pool"})
  void nearMissesAreTold(String parameter, String meant) {
    assertThat(KernelParameters.parse(parameter).notes())
        .containsExactly(parameter + ": no such parameter; is " + meant + "= meant?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"slub_debug=1", "iommu=soft", "splash", "initrd=x", "mitigations=off"})
  void otherParametersAreNoNearMisses(String parameter) {
    assertThat(KernelParameters.parse(parameter).notes()).isEmpty();
  }

  @Test
  void dashesAndUnderscoresAreAlikeInNames() {
    assertThat(KernelParameters.parse("coherent-pool=0x100K").coherentPoolBytes())
        .isEqualTo(256 << 10);
  }

  @Test
  void quotesHoldAParameterTogether() {
    var read = KernelParameters.parse("\"foo=a swiotlb=64 b\" swiotlb=512");
    assertThat(read.swiotlb().slots()).isEqualTo(512);
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void quotesAboutAValueAreTakenOffAndThoseWithinAreText() {
    assertThat(KernelParameters.parse("swiotlb=\"512,force\"").swiotlb().force()).isTrue();
    assertThat(KernelParameters.parse("\"swiotlb=512,force\"").swiotlb().force()).isTrue();
    var within = KernelParameters.parse("swiotlb=512,\"force\"");
    assertThat(within.swiotlb().force()).isFalse();
    assertThat(within.notes()).singleElement().asString().contains("passes over");
  }

  @Test
  void bothForceAndNoforceLeaveNoPoolAndItIsSaid() {
    assertThat(KernelParameters.parse("swiotlb=force swiotlb=noforce").notes())
        .singleElement()
        .asString()
        .endsWith("together they say force, noforce, which leaves no pool");
  }

  @ParameterizedTest
  @ValueSource(strings = {"swiotb=512", "SWIOTLB=512", "siwotlb=512", "swiotlb2=512"})
  void aNearMissIsToldOf(String parameter) {
    assertThat(KernelParameters.parse(parameter).notes())
        .containsExactly(parameter + ": no such parameter; is swiotlb= meant?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"1MB 1048576", "64K,x 65536", "512k.. 524288"})
  void aSizeIsReadAsFarAsItGoes(String value, long bytes) {
    var read = KernelParameters.parse("coherent_pool=" + value);
    assertThat(read.coherentPoolBytes()).isEqualTo(bytes);
    assertThat(read.notes()).singleElement().asString().contains("the kernel passes over");
  }

  @Test
  void aSizeThatIsWrittenTwiceIsTheLast() {
    var read = KernelParameters.parse("coherent_pool=1M coherent_pool=2M");
    assertThat(read.coherentPoolBytes()).isEqualTo(2 << 20);
    assertThat(read.notes()).singleElement().asString().contains("the last counts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"coherent_pool=", "coherent_pool=much"})
  void aSizeThatIsNoneIsTheKernelsOwn(String parameter) {
    var read = KernelParameters.parse(parameter);
    assertThat(read.coherentPoolBytes()).isZero();
    assertThat(read.notes()).singleElement().asString().contains("takes its own");
  }

  @Test
  void aSizeBeyondAnyMachineIsRefused() {
    assertThatThrownBy(() -> KernelParameters.parse("coherent_pool=9999999G"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("coherent_pool=9999999G");
  }

  @Test
  void wordsOfTheIommuAreKnownByTheirBeginning() {
    assertThat(KernelParameters.parse("iommu=software,fullflush").iommu())
        .containsExactlyInAnyOrder("soft", "fullflush");
  }
}
