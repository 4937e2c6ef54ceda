package swiotlb.study.size;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.workload.machine.MachineFiles;

/** What is computed of recorded machines is what their kernels said when they booted. */
class RecordedBootsTest {
  private static final Path RECORDINGS = Path.of("src/test/resources/cases/recordings");

  static Stream<Path> recordings() throws IOException {
    try (var cases = Files.list(RECORDINGS);
        var published = Files.list(Path.of("simulations/recordings"))) {
      return Stream.concat(cases, published).filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  private static Described described(Path folder) {
    return Description.of(Said.NOTHING, MachineFiles.read(List.of(folder)));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void whatItsKernelSaidIsWhatIsComputed(Path folder) {
    var described = described(folder);
    var evidence = Evidence.of(described, PoolSize.of(described.machine()));
    assertThat(evidence.disagreements()).isEmpty();
    assertThat(evidence.agreements()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.176-tracefs-mixed-dd, 512, 4, 6.1",
    "6.12.117-recorder-piix-normal2M, 1024, 2, 6.12",
    "6.18.15-tracefs-nvme-leak, 512, 4, 6.18",
    "7.3.4-tracefs-e1000e-virtionet-ping, 8192, 4, 7.3",
    "7.3.4-tracefs-nvme-unaligned64M, 32768, 4, 7.3",
    "7.3.4-tracefs-piix-normal, 32768, 4, 7.3",
    "7.3rc7-recorder-ahci-nvme-failed-list, 512, 2, 7.3"
  })
  void poolAreasAndReleaseAreThoseOfTheLog(String name, int slots, int areas, String release) {
    var size = PoolSize.of(described(RECORDINGS.resolve(name)).machine());
    assertThat(size.slots()).isEqualTo(slots);
    assertThat(size.areas()).isEqualTo(areas);
    assertThat(size.machine().kernel().release()).hasToString(release);
  }

  @Test
  void aKernelThatSaysSomethingElseIsToldAgainst(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("cmdline.txt"), "swiotlb=1024,force\n");
    Files.writeString(
        folder.resolve("dmesg.txt"),
        """
        Linux vm 6.12.117-amd64 #1 SMP Debian x86_64
        [    0.000000] software IO TLB: area num 4.
        [    1.637962] software IO TLB: mapped [mem 0x000000007c5c5000-0x000000007c6c5000] (1MB)
        """);
    var described = described(folder);
    assertThat(Evidence.of(described, PoolSize.of(described.machine())).disagreements())
        .singleElement()
        .asString()
        .contains("dmesg.txt", "(1MB)");
  }
}
