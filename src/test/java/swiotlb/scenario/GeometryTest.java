package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.text.BootSizing;

/** Kernels that were rebuilt with other slots and slot sets. */
class GeometryTest {
  private static final String LOAD = "devices.d.jobs.j.count = 1\n";
  @TempDir private Path folder;

  private Scenario read(String text) {
    return new ScenarioText(folder).read(LOAD + text);
  }

  private Scenario rebuilt(String text) {
    return read("design.geometry { slot-bytes = 4 KiB, slot-set = 256 }\n" + text);
  }

  @Test
  void aKernelIsAsPublishedUnlessItIsSaid() {
    assertThat(read("").units()).isEqualTo(SlotUnits.DEFAULT);
  }

  @Test
  void theDefaultPoolHasAsManyBytesInOtherSlots() {
    var scenario = rebuilt("cpus = 4\nkernel = \"swiotlb=force\"");
    assertThat(scenario.boot()).isEqualTo(new BootSizing(16_384, 4, 16_384, 4));
    assertThat(scenario.defaultPoolBytes()).isEqualTo(64L << 20);
  }

  @Test
  void numbersOfTheCommandLineCountThoseSlots() {
    var scenario = rebuilt("cpus = 1\nkernel = \"swiotlb=512,force\"");
    assertThat(scenario.boot().slots()).isEqualTo(512);
    assertThat(scenario.defaultPoolBytes()).isEqualTo(2L << 20);
  }

  @Test
  void eachAreaHasASlotSetOfThem() {
    var scenario = rebuilt("cpus = 16\nkernel = \"swiotlb=512,force\"");
    assertThat(scenario.boot()).isEqualTo(new BootSizing(4096, 16, 4096, 16));
    assertThat(scenario.notes())
        .anyMatch(n -> n.contains("512 slots become 4096 (16 MiB): 256 for each of 16 areas"));
  }

  @Test
  void theKernelSaysItsSizesInItsLog() {
    var scenario = rebuilt("cpus = 16\nmemory = 8 GiB\nkernel = \"swiotlb=512,force\"");
    assertThat(scenario.bootLog())
        .anyMatch(line -> line.endsWith("SWIOTLB bounce buffer size roundup to 16MB"))
        .anyMatch(line -> line.contains("(16MB)"));
  }

  @Test
  void driversAskForTheLargestMappingOfTheirKernel() {
    var device = rebuilt("").devices().get(0);
    assertThat(device.driver().maxSegmentBytes()).isEqualTo(1 << 20);
    assertThat(rebuilt("devices.d.min-align = 4 KiB").devices().get(0).driver().maxSegmentBytes())
        .isEqualTo((1 << 20) - 4096);
  }

  @Test
  void aSizeWhereSlotsAreWantedIsToldInTheSlotsOfTheKernel() {
    assertThat(rebuilt("kernel = \"swiotlb=64M\"").notes())
        .anyMatch(
            n ->
                n.contains(
                    "a number counts slots of 4 KiB: it reads 64 of them; 64 MiB would be swiotlb=16384"));
  }

  @Test
  void aPoolBeginsOnASlotThatIsLargerThanAPage() {
    var scenario = read("design.geometry.slot-bytes = 64 KiB\nkernel = \"swiotlb=128,1,force\"");
    assertThat(scenario.defaultPoolStart() % (64 << 10)).isZero();
    assertThat(
            new ScenarioText(folder)
                .problems(
                    LOAD
                        + "design.geometry.slot-bytes = 64 KiB, kernel = \"swiotlb=force\"\nboot.address = 0x40001000\n"))
        .containsExactly("s.conf:3: boot.address is not on a slot of 64 KiB");
  }

  @Test
  void aRestrictedPoolHasWholeSlots() {
    assertThat(
            new ScenarioText(folder)
                .problems(
                    LOAD
                        + "design.geometry.slot-bytes = 16 KiB\ndevices.d.restricted-pool = 520 KiB\n"))
        .containsExactly(
            "s.conf:3: devices.d.restricted-pool and its address must be multiples of a slot, 16 KiB");
  }

  @Test
  void setsThatNoAddedPoolHoldsAreRemarkedOn() {
    assertThat(read("design.geometry.slot-set = 4096").notes())
        .anyMatch(n -> n.contains("makes slot sets of 8 MiB, larger than the 4 MiB of a pool"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slot-bytes = 3000|slot-bytes is 3000 bytes, not a power of two",
        "slot-bytes = 128|slot-bytes is 128; it can be 512 to 65536 bytes",
        "slot-set = 100|slot-set is 100 slots, not a power of two; it can be 64 or 128",
        "slot-set = 4|slot-set is 4; it can be 8 to 8192",
        "slot-set = many|slot-set"
      })
  void whatNoKernelCouldHaveIsRefusedWithItsPlace(String setting, String problem) {
    assertThat(new ScenarioText(folder).problems(LOAD + "design.geometry." + setting + "\n"))
        .singleElement()
        .asString()
        .startsWith("s.conf:2: design.geometry." + problem);
  }

  @Test
  void slotsAndSetsTogetherHaveALimit() {
    assertThat(
            new ScenarioText(folder)
                .problems(LOAD + "design.geometry { slot-bytes = 64 KiB\nslot-set = 8192 }\n"))
        .containsExactly(
            "s.conf:3: design.geometry.slot-set is 8192 slots of 65536 bytes, which make 512 MiB; together they can make at most 64 MiB");
  }

  @Test
  void anAlignmentThatLeavesNothingOfTheLargestMappingIsRefused() {
    assertThat(new ScenarioText(folder).problems(LOAD + "devices.d.min-align = 256 KiB\n"))
        .containsExactly(
            "s.conf:2: devices.d.min-align leaves nothing of the largest mapping of 262144 bytes; make it smaller, or say max-segment");
  }
}
