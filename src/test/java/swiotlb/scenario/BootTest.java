package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.input.ScenarioException;
import swiotlb.kernel.text.BootSizing;

/** How a machine boots: which default pool it has, and what is said of a wish that was not met. */
class BootTest {
  private static final String DEVICE = "\ndevices.d.jobs.j.count = 1\n";

  private static Scenario boot(String text) {
    return new ScenarioReader().read("s.conf", text + DEVICE, Map.of());
  }

  private static long mib(Scenario scenario) {
    return scenario.defaultPoolBytes() >> 20;
  }

  @Test
  void aWishThatDoesNotFitBelowFourGibibytesHalvesAndItIsSaid() {
    var guest =
        boot(
            "kernel = \"swiotlb=4194304\", cpus = 16, memory = 120 GiB, encryption.kind = sev-snp");
    assertThat(mib(guest)).isEqualTo(2048);
    assertThat(guest.defaultPoolStart() + guest.defaultPoolBytes()).isLessThan(1L << 32);
    assertThat(guest.notes())
        .containsExactly("s.conf:1: kernel.cmdline: 8 GiB asked, 2 GiB fits below 4 GiB");
  }

  @Test
  void aSmallGuestGetsWhatFitsBelowTheTopOfItsMemory() {
    var guest = boot("kernel = \"swiotlb=262144,force\", cpus = 1, memory = 768 MiB");
    assertThat(mib(guest)).isEqualTo(512);
    assertThat(guest.notes()).isEmpty();
  }

  @Test
  void aSizeWhereSlotsBelongIsReadAsSlots() {
    var machine =
        boot("kernel = \"iommu=pt coherent_pool=64M swiotlb=64M\", cpus = 8, memory = 32 GiB");
    assertThat(mib(machine)).isEqualTo(2);
    assertThat(machine.notes())
        .hasSize(2)
        .anyMatch(note -> note.contains("reads 64 of them; 64 MiB would be swiotlb=32768"))
        .anyMatch(note -> note.endsWith("64 slots become 1024 (2 MiB): 128 for each of 8 areas"));
  }

  @Test
  void slotsBecomeAPowerOfTwo() {
    assertThat(boot("kernel = \"swiotlb=5632,force\"").notes())
        .containsExactly(
            "s.conf:1: kernel.cmdline: 5632 slots become 8192 (16 MiB): a power of two");
  }

  @Test
  void oneSlotSetForOneAreaIsAMultiple() {
    assertThat(boot("kernel = \"swiotlb=1,1\", encryption.kind = sev-snp").notes())
        .containsExactly("s.conf:1: kernel.cmdline: 1 slot becomes 128 (256 KiB): a power of two");
  }

  @Test
  void slotsThatAreWrittenAfterAreasAreNoPowerOfTwo() {
    var machine = boot("kernel = \"swiotlb=,16 swiotlb=1500\", memory = 16 GiB");
    var pool = machine.defaultPool().orElseThrow();
    assertThat(pool.slots()).isEqualTo(1536);
    assertThat(pool.areas()).isEqualTo(12);
    assertThat(pool.areaFor(5, 0)).as("the mask 11 of the kernel").isEqualTo(1);
    assertThat(machine.boot().defaultAreas()).isEqualTo(16);
  }

  @Test
  void slotsThatMakeNoEqualAreasAreRefused() {
    assertThatThrownBy(() -> boot("kernel = \"swiotlb=,256 swiotlb=40000\", memory = 16 GiB"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(
            "s.conf:1: kernel.cmdline cannot be used: 40064 slots do not make 256");
  }

  @ParameterizedTest
  @CsvSource({
    "mem=2G, mem=2G is passed over here: memory says what the machine has",
    "nr_cpus=8, nr_cpus=8 is passed over here: cpus says what the machine has",
    "mem_encrypt=on, mem_encrypt=on is passed over here: encryption.kind = sme"
  })
  void whatACommandLineTellsOfTheMachineIsSaidToCountForNothing(String parameter, String said) {
    var text = "kernel = \"quiet %s swiotlb=2048\", memory = 16 GiB";
    assertThat(boot(text.formatted(parameter)).notes()).singleElement().asString().contains(said);
    assertThat(boot(text.formatted("x" + parameter)).notes()).isEmpty();
  }

  @Test
  void from73TheHighWaterMarkIsKeptOnlyWhereItIsAskedFor() {
    var without = boot("kernel { cmdline = \"swiotlb=512,force\", release = \"7.3\" }, cpus = 4");
    assertThat(without.notes())
        .singleElement()
        .asString()
        .contains("kernel.release: keeps no io_tlb_used_hiwater without track_hiwater");
    assertThat(
            boot("kernel { cmdline = \"swiotlb=512,force,track_hiwater\", release = \"7.3\" }, cpus = 4")
                .notes())
        .isEmpty();
    assertThat(
            boot("kernel { cmdline = \"swiotlb=512,force\", release = \"7.2\" }, cpus = 4").notes())
        .isEmpty();
  }

  @Test
  void areasThatRaiseTheDefaultAreTold() {
    assertThat(boot("kernel = \"swiotlb=force\", cpus = 512").notes())
        .containsExactly(
            "s.conf:1: kernel.cmdline: no slots are written; they become 65536 (128 MiB): 128 for each of 512 areas");
  }

  @Test
  void whereOnlySmallBuffersBounceTheDefaultThatIsWrittenOutCountsAsNotWritten() {
    assertThat(boot("kernel = \"swiotlb=32768\", arch = arm64, cpus = 2, memory = 2 GiB").notes())
        .singleElement()
        .asString()
        .contains("32768 slots are the default")
        .contains("2 MiB, 1 MiB for each GiB of memory");
  }

  @Test
  void theDefaultThatIsWrittenOutCountsAsNotWrittenInAnEncryptedGuest() {
    var guest = boot("kernel = \"swiotlb=32768\", memory = 8 GiB, encryption.kind = sev-snp");
    assertThat(mib(guest)).isEqualTo(512);
    assertThat(guest.notes()).singleElement().asString().contains("count as not written");
  }

  @ParameterizedTest
  @CsvSource({
    "'',2 GiB,0",
    "swiotlb=512,2 GiB,0",
    "swiotlb=force,2 GiB,64",
    "iommu=soft,2 GiB,64",
    "'',8 GiB,64",
    "iommu=off,8 GiB,0",
    "'swiotlb=512,force iommu=off',8 GiB,1",
    "iommu=pt,8 GiB,64",
  })
  void x86MakesAPoolWhereADeviceMayNeedOne(String cmdline, String memory, long mib) {
    var machine = boot("kernel = \"%s\", memory = %s".formatted(cmdline, memory));
    assertThat(mib(machine)).isEqualTo(mib);
    assertThat(machine.notes().stream().anyMatch(note -> note.contains("there is no default pool")))
        .isEqualTo(mib == 0);
  }

  @ParameterizedTest
  @CsvSource({
    "6.12,'',2 GiB,2",
    "6.12,swiotlb=2048,2 GiB,4",
    "6.12,'',8 GiB,64",
    "6.6,'',2 GiB,0",
    "6.6,'',8 GiB,64",
  })
  void arm64TakesAMebibyteForEachGibibyteWhereOnlySmallBuffersBounce(
      String release, String cmdline, String memory, long mib) {
    assertThat(
            mib(
                boot(
                    "arch = arm64, cpus = 4, kernel { cmdline = \"%s\", release = \"%s\" }, memory = %s"
                        .formatted(cmdline, release, memory))))
        .isEqualTo(mib);
  }

  @Test
  void aKernelGivenAsATextIsItsCommandLine() {
    var overrides = Map.of("kernel", "swiotlb=1024,force", "kernel.release", "7.3");
    var scenario = new ScenarioReader().read("s", "kernel = \"swiotlb=512\"" + DEVICE, overrides);
    assertThat(scenario.kernel().swiotlb().slots()).isEqualTo(1024);
  }

  @Test
  void aCommandLineThatWouldBeLostBehindOtherSettingsOfTheKernelIsRefused() {
    assertThatThrownBy(() -> boot("kernel = \"swiotlb=512,force\"\nkernel.release = \"7.3\""))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("s.conf:2: kernel is a text with settings behind it")
        .hasMessageContaining("write kernel.cmdline");
  }

  @Test
  void settingsOfTheKernelAloneAreNothingToTellOf() {
    assertThat(boot("memory = 8 GiB, kernel { release = \"7.2\", dynamic = off }").notes())
        .isEmpty();
  }

  @Test
  void theKernelMayBeSubstituted() {
    assertThat(boot("about = \"swiotlb=512,force\", kernel = ${about}").kernel().swiotlb().force())
        .isTrue();
  }

  @Test
  void areasThatAreWrittenDecideOnArm64Too() {
    var board = boot("arch = arm64, memory = 1 GiB, kernel = \"swiotlb=,16\"");
    assertThat(board.boot()).isEqualTo(new BootSizing(2048, 16, 2048, 16));
  }

  @Test
  void anEncryptedGuestWithARestrictedPoolIsX86() {
    var text = "encryption.kind = sev-snp, devices.d { restricted-pool = 1 MiB, jobs.j.count = 1 }";
    assertThat(mib(new ScenarioReader().read("s", text, Map.of()))).isEqualTo(128);
  }

  @ParameterizedTest
  @CsvSource({"6.1,the releases from 6.6 to 7.3 are", "9.0,is not known yet", "new,is no release"})
  void aReleaseThatIsNotSimulatedIsRefused(String release, String why) {
    assertThatThrownBy(() -> boot("kernel.release = \"%s\"".formatted(release)))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("s.conf:1: kernel.release cannot be used: ")
        .hasMessageContaining(why);
  }

  @Test
  void aKernelBuiltWithoutDynamicPoolsIsStatic() {
    assertThat(boot("kernel { cmdline = \"swiotlb=512,force\", dynamic = off }").dynamic())
        .isFalse();
    assertThat(boot("kernel = \"swiotlb=512,force\"").dynamic()).isTrue();
  }

  @Test
  void anAddressCountsForNothingWithoutAPool() {
    assertThat(boot("boot.address = 64 MiB").notes())
        .anyMatch(note -> note.contains("boot.address: counts for nothing"));
  }
}
