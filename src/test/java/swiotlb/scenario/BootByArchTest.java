package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.input.ScenarioException;
import swiotlb.kernel.text.BootSizing;

/** How machines other than an ordinary x86-64 one boot. */
class BootByArchTest {
  private static final String DEVICE = "\ndevices.d.jobs.j.count = 1\n";

  private static Scenario boot(String text) {
    return new ScenarioReader().read("s.conf", text + DEVICE, Map.of());
  }

  private static long mib(Scenario scenario) {
    return scenario.defaultPoolBytes() >> 20;
  }

  private static long end(Scenario scenario) {
    return scenario.defaultPoolStart() + scenario.defaultPoolBytes();
  }

  @ParameterizedTest
  @CsvSource({
    "8 MiB,'',100 MiB,sev-snp,8",
    "8 MiB,'',1 GiB,sev-snp,64",
    "64 MiB,'',100 MiB,sev-snp,64",
    "8 MiB,swiotlb=4096,1 GiB,sev-snp,64",
    "8 MiB,swiotlb=32768,4 GiB,sev-snp,64",
    "8 MiB,swiotlb=force,2 GiB,none,8",
    "1 MiB,'',8 GiB,none,1",
  })
  void theDefaultIsThatOfTheBuild(
      String size, String cmdline, String memory, String kind, long mib) {
    var scenario =
        boot(
            "kernel { release = \"7.3\", default-size = %s, cmdline = \"%s\" }, memory = %s, encryption.kind = %s"
                .formatted(size, cmdline, memory, kind));
    assertThat(mib(scenario)).isEqualTo(mib);
    assertThat(scenario.notes()).noneMatch(note -> note.contains("default-size"));
  }

  @Test
  void before73AnotherDefaultIsThatOfAChangedKernel() {
    assertThat(boot("kernel.default-size = 4 MiB, memory = 8 GiB").notes())
        .singleElement()
        .asString()
        .contains("kernel.default-size: is an option of the build from 7.3 on")
        .contains("6.12");
  }

  @ParameterizedTest
  @CsvSource({"65 MiB", "512 KiB", "1536 KiB"})
  void aDefaultThatNoBuildHasIsRefused(String size) {
    assertThatThrownBy(
            () -> boot("kernel { release = \"7.3\", default-size = %s }".formatted(size)))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("kernel.default-size");
  }

  @ParameterizedTest
  @CsvSource({"6.12", "7.2"})
  void secureExecutionHasItsPoolBelowTwoGibibytesBefore73(String release) {
    var guest =
        boot(
            "encryption.kind = secure-execution, memory = 16 GiB, kernel.release = \"%s\""
                .formatted(release));
    assertThat(mib(guest)).isEqualTo(64);
    assertThat(end(guest)).isEqualTo(2L << 30);
    assertThat(guest.growthLimit()).isEqualTo((2L << 30) - 1);
  }

  @ParameterizedTest
  @CsvSource({"7.2, auto, false", "7.2, on, true", "7.3, auto, true", "7.3, off, false"})
  void secureExecutionGrowsByDefaultFrom73(String release, String dynamic, boolean grows) {
    var guest =
        boot(
            "encryption.kind = secure-execution, kernel { release = \"%s\", dynamic = %s }"
                .formatted(release, dynamic));
    assertThat(guest.dynamic()).isEqualTo(grows);
  }

  @Test
  void secureExecutionHasItsPoolAnywhereFrom73() {
    var guest =
        boot(
            "arch = s390x, encryption.kind = secure-execution, memory = 16 GiB, kernel.release = \"7.3\"");
    assertThat(mib(guest)).isEqualTo(64);
    assertThat(guest.defaultPoolStart()).isGreaterThan(4L << 30);
    assertThat(guest.growthLimit()).isEqualTo((16L << 30) - 1);
    assertThat(guest.dynamic()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"6.12, 0", "7.2, 0", "7.3, 2"})
  void s390xIsBuiltWithCoherentPoolsFrom73(String release, int pools) {
    var guest =
        boot(
            "encryption.kind = secure-execution, memory = 8 GiB, kernel.release = \"%s\""
                .formatted(release));
    assertThat(guest.coherentZones().existing()).hasSize(pools);
  }

  @Test
  void s390xWithoutSecureExecutionHasNoPoolAndForcesNothing() {
    var machine = boot("arch = s390x, kernel = \"swiotlb=force\", memory = 16 GiB");
    assertThat(machine.defaultPool()).isEmpty();
    assertThat(machine.kernel().swiotlb().force()).isFalse();
    assertThat(machine.notes()).singleElement().asString().contains("only in Secure Execution");
  }

  @ParameterizedTest
  @CsvSource({
    "6.12,2 GiB,on,0",
    "6.12,2 GiB,off,2",
    "6.6,2 GiB,off,0",
    "6.12,8 GiB,on,64",
    "7.2,8 GiB,off,64",
    "7.3,2 GiB,off,2",
  })
  void riscv64HasAPoolForWhatLiesAboveOrForSmallBuffersAlone(
      String release, String memory, String coherent, long mib) {
    assertThat(
            mib(
                boot(
                    "arch = riscv64, cpus = 4, memory = %s, coherent-caches = %s, kernel.release = \"%s\""
                        .formatted(memory, coherent, release))))
        .isEqualTo(mib);
  }

  @Test
  void thePoolForSmallBuffersAloneOfRiscvGrowsAnywhereFrom72() {
    var text = "arch = riscv64, coherent-caches = off, kernel.release = \"%s\"";
    assertThat(boot(text.formatted("7.2")).growthLimit()).isEqualTo((2L << 30) - 1);
    assertThat(boot(text.formatted("6.12")).growthLimit()).isEqualTo((4L << 30) - 1);
  }

  @ParameterizedTest
  @CsvSource({"loongarch64,always makes a pool of 64 MiB", "powerpc,above 4 GiB", "mips,it can be"})
  void otherArchitecturesAreRefusedWithWhatIsKnown(String arch, String known) {
    assertThatThrownBy(() -> boot("arch = " + arch))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("s.conf:1: arch is ")
        .hasMessageContaining(known);
  }

  @Test
  void theFirstDomainOfXenAlwaysHasAPoolThatNeverGrows() {
    var machine = boot("xen = dom0, memory = 2 GiB");
    assertThat(mib(machine)).isEqualTo(64);
    assertThat(machine.dynamic()).isFalse();
    assertThat(machine.notes())
        .singleElement()
        .asString()
        .contains("this is not simulated")
        .contains("it never grows");
  }

  @ParameterizedTest
  @CsvSource({"arch = arm64", "encryption.kind = tdx"})
  void xenOfOtherMachinesIsRefused(String other) {
    assertThatThrownBy(() -> boot("xen = dom0, " + other))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("xen is dom0, which is simulated for x86-64");
  }

  @Test
  void poolsOfArm64LieInTheDmaZone() {
    var pi = boot("arch = arm64, dma-zone = 1 GiB, memory = 8 GiB");
    assertThat(mib(pi)).isEqualTo(64);
    assertThat(end(pi)).isEqualTo(1L << 30);
    assertThat(pi.growthLimit()).isEqualTo((1L << 30) - 1);
  }

  @Test
  void memoryAboveTheDmaZoneMakesAFullPoolOnArm64() {
    assertThat(mib(boot("arch = arm64, memory = 2 GiB, cpus = 2"))).isEqualTo(2);
    assertThat(mib(boot("arch = arm64, memory = 2 GiB, cpus = 2, dma-zone = 1 GiB"))).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({"6.12,64", "7.2,64", "7.3,2"})
  void aRealmIsTreatedLikeOtherMachinesFrom73(String release, long mib) {
    var guest =
        boot(
            "encryption.kind = cca, memory = 2 GiB, cpus = 2, kernel { cmdline = \"swiotlb=,,track_hiwater\", release = \"%s\" }"
                .formatted(release));
    assertThat(mib(guest)).isEqualTo(mib);
  }

  @Test
  void encryptionOfX86OnArm64IsThatOfARealmAndItIsSaid() {
    var guest = boot("arch = arm64, encryption.kind = sev-snp, memory = 32 GiB");
    assertThat(mib(guest)).isEqualTo(64);
    assertThat(guest.notes())
        .singleElement()
        .asString()
        .contains("sev-snp is not of arm64")
        .contains("Realm");
  }

  @Test
  void riscv64HasNoEncryptedGuests() {
    assertThatThrownBy(() -> boot("arch = riscv64, encryption.kind = tdx"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("no guest with encrypted memory is known");
  }

  @Test
  void aPoolDoesNotStraddleTheHole() {
    var q35 = boot("low-memory = 2 GiB, memory = 64 GiB, kernel = \"swiotlb=2097152\"");
    assertThat(mib(q35)).isEqualTo(1024);
    assertThat(end(q35)).isLessThanOrEqualTo(2L << 30);
    assertThat(q35.notes())
        .singleElement()
        .asString()
        .contains("4 GiB asked, 1 GiB fits below 4 GiB, where memory ends at 2 GiB");
  }

  @Test
  void whatDoesNotFitBelowTheHoleLiesAbove() {
    assertThat(mib(boot("low-memory = 2 GiB, memory = 3 GiB"))).isEqualTo(64);
    assertThat(mib(boot("low-memory = 3 GiB, memory = 3 GiB"))).isZero();
  }

  @Test
  void aDesignPutsPoolsAnywhere() {
    var guest =
        boot(
            "design.growth = anywhere, kernel = \"swiotlb=4194304\", cpus = 16, memory = 128 GiB, encryption.kind = tdx");
    assertThat(mib(guest)).isEqualTo(8192);
    assertThat(guest.defaultPoolStart()).isGreaterThan(4L << 30);
    assertThat(guest.growthLimit()).isGreaterThan(128L << 30);
    assertThat(guest.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"any,8192,", "none,2048,here it changes nothing"})
  void aPatchedKernelKnowsAny(String patches, long mib, String said) {
    var guest =
        boot(
            "kernel { patches = %s, cmdline = \"swiotlb=4194304,any\" }, cpus = 16, memory = 128 GiB, encryption.kind = tdx"
                .formatted(patches));
    assertThat(mib(guest)).isEqualTo(mib);
    assertThat(guest.notes().stream().anyMatch(note -> said != null && note.contains(said)))
        .isEqualTo(said != null);
  }

  @Test
  void anyStandsBeforeTheWords() {
    var kernel =
        boot("kernel { patches = any, cmdline = \"swiotlb=512,4,any,force\" }, memory = 8 GiB");
    assertThat(kernel.kernel().swiotlb().anywhere()).isTrue();
    assertThat(kernel.kernel().swiotlb().force()).isTrue();
    assertThat(kernel.boot()).isEqualTo(new BootSizing(512, 4, 512, 4));
  }

  @Test
  void theFormerNameOfDynamicIsToldItsNewOne() {
    var scenario = boot("dynamic = off, kernel = \"swiotlb=512,force\"");
    assertThat(scenario.dynamic()).isFalse();
    assertThat(scenario.notes())
        .containsExactly("s.conf:1: dynamic: is kernel.dynamic by now; write that");
  }

  @Test
  void aBusThatBeginsAboveReachesWhatLiesInItsWindow() {
    var text =
        "arch = arm64, memory = 8 GiB, devices.d { dma-bits = 32, bus-limit = 2147483647, bus-offset = 1 GiB, jobs.j.count = 1 }";
    var limits = new ScenarioReader().read("s", text, Map.of()).devices().get(0).limits();
    assertThat(limits.reaches((1L << 30) - 4096, 4096)).isFalse();
    assertThat(limits.reaches(1L << 30, 4096)).isTrue();
    assertThat(limits.reaches((3L << 30) - 4096, 4096)).isTrue();
    assertThat(limits.reaches(3L << 30, 4096)).isFalse();
    assertThat(limits.busAddress(3L << 30)).isEqualTo(2L << 30);
  }

  @Test
  void equalDevicesKeepTheirZeros() {
    var text = "devices.d08 { count = 3, jobs.j.count = 1 }";
    assertThat(new ScenarioReader().read("s", text, Map.of()).devices())
        .extracting(Scenario.Device::name)
        .containsExactly("d08", "d09", "d10");
  }
}
