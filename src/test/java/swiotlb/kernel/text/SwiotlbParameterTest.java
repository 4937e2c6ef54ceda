package swiotlb.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kernels make of {@code swiotlb=}. */
class SwiotlbParameterTest {
  private static final Release NEW = new Release(7, 3);
  private final List<String> notes = new ArrayList<>();

  private SwiotlbParameter read(Release release, String... values) {
    var read = SwiotlbParameter.absent(KernelBuild.of(release));
    for (var value : values) {
      read = read.read(value, notes::add);
    }
    return read;
  }

  private SwiotlbParameter read(String... values) {
    return read(Release.DEFAULT, values);
  }

  @ParameterizedTest
  @CsvSource({
    "512, 512, 0",
    "500, 512, 0",
    "'512,4', 512, 4",
    "'512,3', 512, 4",
    "'512,8', 1024, 8",
    "'600,4', 1024, 4",
    "',8', 32768, 8",
    "'8,', 128, 0",
    "0x200, 512, 0",
    "'0x200,0x8', 1024, 8",
    "'512,0', 512, 1",
    "0, 0, 0",
    "'', 32768, 0"
  })
  void numbersAreRoundedAsTheyAreRead(String value, int slots, int areas) {
    var read = read(value);
    assertThat(read.slots()).isEqualTo(slots);
    assertThat(read.areas()).isEqualTo(areas);
    assertThat(notes).isEmpty();
  }

  @Test
  void aNumberThatBeginsWithZeroIsOctal() {
    assertThat(read("01000").asked()).isEqualTo(512);
    assertThat(notes).containsExactly("swiotlb=01000: 01000 begins with 0 and is octal, 512");
  }

  @ParameterizedTest
  @ValueSource(strings = {"512,force", "512,,force", "force", ",force", "512,4,force", "512force"})
  void aCommaMayBeMissingOrOneTooMany(String value) {
    assertThat(read(value).force()).isTrue();
    assertThat(read(NEW, value).force()).isTrue();
    assertThat(notes).isEmpty();
  }

  @Test
  void aSizeIsReadAsANumberOfSlotsAndWhatFollowsIsLost() {
    var read = read("64M,force");
    assertThat(read.slots()).isEqualTo(128);
    assertThat(read.force()).isFalse();
    assertThat(notes)
        .containsExactly(
            "swiotlb=64M,force: the kernel passes over \"M,force\", since a number counts slots of"
                + " 2 KiB: it reads 64 of them; 64 MiB would be swiotlb=32768");
  }

  @ParameterizedTest
  @CsvSource({"foce, force", "nofroce, noforce", "'512,forc', force"})
  void aSlipOfTheFingerIsTold(String value, String meant) {
    assertThat(read(value).force()).isFalse();
    assertThat(notes).singleElement().asString().endsWith("; is " + meant + " meant?");
  }

  @Test
  void twoLettersThatChangedPlacesAreASlip() {
    assertThat(read("512,froce").force()).isFalse();
    assertThat(notes).singleElement().asString().endsWith("; is force meant?");
  }

  @Test
  void aSizeThatNoMachineHasIsNotSuggested() {
    read("64G");
    assertThat(notes).singleElement().asString().endsWith("it reads 64 of them");
  }

  @Test
  void aHexadecimalSizeIsToldToo() {
    read("0x40M");
    assertThat(notes).singleElement().asString().endsWith("0x40 MiB would be swiotlb=32768");
  }

  @Test
  void aWordOfPatchedKernelsIsPassedOver() {
    assertThat(read("4194304,any").slots()).isEqualTo(4194304);
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("\"any\", a word of kernels with a patch")
        .contains("here it changes nothing");
  }

  @Test
  void before73ForceMustBeTheLastWord() {
    assertThat(read("512,force,track_hiwater").force()).isFalse();
    assertThat(read("force,512").force()).isFalse();
    assertThat(notes).hasSize(2).first().asString().contains("track_hiwater came with 7.3");
    assertThat(read("force,512").slots()).isEqualTo(32768);
  }

  @Test
  void from73OnWordsAreKnownByTheirBeginning() {
    assertThat(read(NEW, "512,force,track_hiwater").force()).isTrue();
    assertThat(read(NEW, "512,force,track_hiwater").tracksHiwater()).isTrue();
    assertThat(notes).isEmpty();
    assertThat(read(NEW, "force,512").force()).isTrue();
    assertThat(read(NEW, "force,512").slots()).isEqualTo(32768);
    assertThat(read(NEW, "forceful").force()).isTrue();
    var tracks = read(NEW, "512,track_hiwater,force");
    assertThat(tracks.tracksHiwater()).isTrue();
    assertThat(tracks.force()).isFalse();
  }

  @Test
  void severalAddUp() {
    var both = read("force", "131072");
    assertThat(both.force()).isTrue();
    assertThat(both.slots()).isEqualTo(131_072);
    var contrary = read("force", "noforce");
    assertThat(contrary.force() && contrary.noforce()).isTrue();
  }

  @Test
  void slotsAfterAreasAreNoLongerSettled() {
    var read = read(",16", "512");
    assertThat(BootSizing.atBoot(read, 4, 0, Long.MAX_VALUE))
        .isEqualTo(new BootSizing(512, 4, 512, 16));
    assertThat(BootSizing.atBoot(read(",16", "1500"), 4, 0, Long.MAX_VALUE).slots())
        .isEqualTo(1536);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "512,99999", "0xffffffffffffffffff"})
  void numbersBeyondAnyMachineAreRefused(String value) {
    assertThatThrownBy(() -> read(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("make sense");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1M", "512;4", "-1", "512,4,never", "512,4,force,noforce"})
  void theStrictReadingRefusesWhatAKernelPassesOver(String value) {
    assertThatThrownBy(() -> SwiotlbParameter.parse(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("swiotlb=512,4,force");
  }
}
