package swiotlb.study.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.input.InputException;
import swiotlb.study.fleet.MachineNeed.Guess;

class MachineNeedsTest {
  private static final String OWN = "simulations/recordings/";
  private static final String CASES = "src/test/resources/cases/recordings/";

  @TempDir private Path folder;

  private static MachineNeed of(String recording) {
    return MachineNeeds.of(recording, ReadingOptions.USUAL);
  }

  /** The recorded kernels counted them: the README of the recordings has the numbers. */
  @ParameterizedTest
  @CsvSource({"ahci-16deep-growing, 51", "ahci-xdeep-growing, 11", "ahci-small-growing, 0"})
  void withTheRecordedPoolAsManyMappingsGetPoolsOfTheirOwnAsOnTheKernel(
      String recording, long transients) {
    assertThat(of(OWN + recording).now().pool().transients()).isEqualTo(transients);
  }

  @ParameterizedTest
  @CsvSource({
    "7.3rc7-recorder-ahci-nvme-exhausted-midjob",
    "7.3rc7-recorder-ahci-nvme-failed-list",
    "7.3.4-tracefs-ahci-exhausted64k"
  })
  void withTheRecordedPoolAsManyMappingsFailAsOnTheKernelOrOneLess(String recording) {
    var need = of(CASES + recording);
    assertThat(need.flaws().failed() - need.now().pool().failed()).isBetween(0L, 1L);
  }

  @Test
  void whatWasHeldIsThatOfTheKernelsOwnMark() {
    for (var recording : new String[] {"ahci-16deep-growing", "virtio-16deep-growing"}) {
      var need = of(OWN + recording);
      assertThat(need.load().mostHeldSlots()).isEqualTo(need.now().hiwater());
    }
  }

  @Test
  void aLineOfItIsReadBack() {
    var need = of(CASES + "6.18.15-tracefs-nvme-leak");
    assertThat(need.unbounded()).isNotNull();
    assertThat(MachineNeed.ofLine(need.toLine())).isEqualTo(need);
    assertThat(need.toLine()).doesNotContain("\n").hasSizeLessThan(4000);
  }

  @Test
  void aLineThatIsNoneIsRefused() {
    assertThatThrownBy(() -> MachineNeed.ofLine("{\"folder\":\"x\"} {}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noSizeServesALeak() {
    assertThat(of(CASES + "6.18.15-tracefs-nvme-leak").need()).isEmpty();
  }

  @Test
  void aNeedIsAtLeastWhatTheKernelCounted() {
    var need = of(CASES + "7.3.4-tracecmd3.4stream-nvme-dd");
    assertThat(need.load().mostHeldSlots()).isLessThan(need.now().hiwater());
    assertThat(need.need().orElseThrow().pool().slots())
        .isGreaterThanOrEqualTo((int) need.now().hiwater());
    assertThat(need.serves(new MachineNeed.Trial(128, 1, true, 0, 0, 128))).isFalse();
  }

  @Test
  void aLargerPoolIsTakenToServeWhereTwoSmallerOnesDo() {
    var need = of(OWN + "ahci-16deep-growing");
    assertThat(need.candidate(1024).pool().failed()).isPositive();
    assertThat(need.candidate(2048).pool().isRun()).isTrue();
    assertThat(need.candidate(4096).pool().isRun()).isTrue();
    assertThat(need.candidate(8192).pool().isRun()).isFalse();
    assertThatThrownBy(() -> need.candidate(1000)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEncryptedGuestIsWrittenLessThanItsDefault() throws IOException {
    machine(
        """
        [    0.0] Linux version 6.12.117-amd64 (gcc-12) #1 SMP x86_64
        [    0.0] BIOS-e820: [mem 0x0000000000000000-0x000000007fffffff] usable
        [    0.0] BIOS-e820: [mem 0x0000000100000000-0x000000047fffffff] usable
        [    0.1] Memory Encryption Features active: AMD SEV SEV-ES SEV-SNP
        """,
        "64");
    var need = of(folder.toString());
    assertThat(need.facts().reason()).isEqualTo(MachineNeed.Reason.ENCRYPTED);
    assertThat(need.facts().guessed()).isEmpty();
    assertThat(need.candidate(32768).written()).isEqualTo(32640);
    assertThat(need.candidate(32768).pool().slots()).isEqualTo(32768);
    // 64 areas have a slot set each; written nothing it takes 6 % of 16 GiB.
    assertThat(need.candidate(128).pool().slots()).isEqualTo(8192);
    assertThat(need.candidate(0).pool().slots()).isEqualTo(524288);
  }

  @Test
  void whatNothingTellsIsAssumedAndSaid() throws IOException {
    copy("7.3rc7-recorder-ahci-nvme-failed-list", "trace.txt.gz");
    var need = of(folder.toString());
    assertThat(need.facts().guessed()).contains(Guess.MEMORY, Guess.RELEASE);
    assertThat(need.now().source()).isEqualTo(MachineNeed.Source.RULES);
    assertThat(need.assumed())
        .contains("nothing tells how much memory it has: 64 GiB")
        .anyMatch(line -> line.startsWith("its kernel is Linux 6.12"))
        .as("options of another command")
        .noneMatch(line -> line.contains("--"));
  }

  @Test
  void aMachineOfOtherRulesIsRefused() throws IOException {
    machine("[    0.0] Linux version 6.12.0 (gcc) #1 SMP ppc64le GNU/Linux\n", "4");
    assertThatThrownBy(() -> of(folder.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("dmesg.txt")
        .hasMessageContaining("powerpc");
  }

  @Test
  void theSameMappingsHaveTheSameDigestHoweverTheyArePacked() throws IOException {
    copy("7.3rc7-recorder-ahci-nvme-failed-list", "trace.txt.gz");
    var packed = of(folder.toString()).digest();
    try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve("trace.txt.gz")))) {
      Files.write(folder.resolve("trace.txt"), in.readAllBytes());
    }
    Files.delete(folder.resolve("trace.txt.gz"));
    assertThat(of(folder.toString()).digest()).isEqualTo(packed);
    assertThat(of(OWN + "ahci-small-growing").digest()).isNotEqualTo(packed);
  }

  private void machine(String log, String cpus) throws IOException {
    copy("7.3rc7-recorder-ahci-nvme-failed-list", "trace.txt.gz");
    Files.writeString(folder.resolve("dmesg.txt"), log);
    Files.writeString(folder.resolve("cpus.txt"), cpus);
  }

  private void copy(String recording, String file) throws IOException {
    Files.copy(Path.of(CASES, recording, file), folder.resolve(file));
  }
}
