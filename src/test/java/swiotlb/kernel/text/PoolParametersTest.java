package swiotlb.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolParametersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quiet swiotlb=512,4,force ro | quiet ro",
        "swiotlb=force coherent_pool=2M -- swiotlb=1 | --",
        "swiotlb coherent-pool=1M a=swiotlb=2 | a=swiotlb=2",
        "noswiotlb=1 | noswiotlb=1",
      })
  void theyAreTakenOffAndTheRestStays(String cmdline, String rest) {
    assertThat(PoolParameters.without(cmdline)).isEqualTo(rest);
  }

  @Property
  void whatIsWrittenIsReadBack(
      @ForAll @IntRange(min = 0, max = 10) int more,
      @ForAll @IntRange(min = 0, max = 6) int areas,
      @ForAll boolean force,
      @ForAll boolean tracks) {
    var release = Release.parse(tracks ? "7.3" : "6.12");
    var words =
        (force ? "force" : "") + (force && tracks ? "," : "") + (tracks ? "track_hiwater" : "");
    var before = KernelParameters.parse("swiotlb=64,2," + words, release).swiotlb();
    var slots = 128 << (areas + more);
    var after = KernelParameters.parse(PoolParameters.sized(before, slots, 1 << areas), release);
    assertThat(after.notes()).isEmpty();
    assertThat(after.swiotlb().slots()).isEqualTo(slots);
    assertThat(after.swiotlb().areas()).isEqualTo(1 << areas);
    assertThat(after.swiotlb().force()).isEqualTo(force);
    assertThat(after.swiotlb().tracksHiwater()).isEqualTo(tracks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "512,4,force | swiotlb=2048,4,force",
        "force | swiotlb=2048,force",
        "512 | swiotlb=2048"
      })
  void anotherNumberOfSlotsLeavesAreasAndWords(String before, String after) {
    assertThat(PoolParameters.sized(SwiotlbParameter.parse(before), 2048L)).isEqualTo(after);
  }

  @Test
  void withoutNumbersTheWordsAreLeft() {
    assertThat(PoolParameters.unsized(SwiotlbParameter.parse("512,4,force")))
        .isEqualTo("swiotlb=force");
    assertThat(PoolParameters.unsized(SwiotlbParameter.parse("512,4"))).isEmpty();
    assertThat(PoolParameters.unsized(SwiotlbParameter.parse("noforce"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "4096, coherent_pool=4K",
    "1048576, coherent_pool=1M",
    "1572864, coherent_pool=1536K"
  })
  void coherentPoolsAreReadBack(long bytes, String text) {
    assertThat(PoolParameters.coherentPool(bytes)).isEqualTo(text);
    assertThat(KernelParameters.parse(text).coherentPoolBytes()).isEqualTo(bytes);
  }
}
