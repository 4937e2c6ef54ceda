package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reason of failure comes with what helps against it. */
class RemediesTest {
  private static final String HEADING = "why mappings failed, and what helps:";
  private static final Path CASES = Path.of("src/test/resources/cases");

  @TempDir Path folder;

  private static String ran(Object... arguments) {
    var words = new Object[arguments.length + 1];
    words[0] = "run";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    var run = Invocation.of(words);
    assertThat(run.code()).isZero();
    return run.out();
  }

  @Test
  void aPoolAboveTheBusLimitCanBePutBelow() {
    assertThat(ran(CASES.resolve("reports/min.conf")))
        .contains(HEADING)
        .contains(
            "not-reachable: the pool of usb0 at 0xebe00000 lies above the bus limit 0xc0000000")
        .contains("boot.address puts it below");
    assertThat(ran(CASES.resolve("reports/min.conf"), "--set", "boot.address=0x20000000"))
        .doesNotContain(HEADING);
  }

  @Test
  void aPoolAboveTheAddressBitsOfADeviceIsToldOfByDevice() {
    assertThat(ran(CASES.resolve("reports/rpi.conf")))
        .contains(
            "the pool of emmc0 at 0xebe00000 lies above the address bits (dma-bits) 0x3fffffff")
        .contains("the pool of usb0 at 0xebe00000 lies above the bus limit 0xc0000000")
        .contains("0x3fffffff: dma-zone = 1 GiB (as firmware of boards says) or boot.address")
        .contains("; its 512 KiB at a time are cut into pieces of 256 KiB here (max-segment)")
        .doesNotContain("the pool of wifi0");
    assertThat(ran(CASES.resolve("reports/rpi.conf"), "--set", "dma-zone=1 GiB"))
        .doesNotContain("not-reachable");
  }

  @Test
  void noPoolLiesBelowABusLimitOfAByte() {
    assertThat(ran(CASES.resolve("bad/bus-limit-1.conf")))
        .contains("the pool of d0 at 0x7bf00000 lies above the bus limit 0x1: no pool lies so low");
  }

  @Test
  void noSizeOfThePoolHelpsAgainstAMappingThatIsTooLarge() throws IOException {
    var scenario =
        Files.writeString(
            folder.resolve("large.conf"),
            """
            kernel = "swiotlb=65536,force"
            devices.emmc0 {
              max-segment = 512 KiB
              jobs.load { cpus = "0", block = 512 KiB, count = 3 }
            }
            """);
    assertThat(ran(scenario))
        .contains("too-large: emmc0 maps up to 512 KiB at a time, larger than 256 KiB")
        .contains("no swiotlb= helps, limit its max-segment");
  }

  @Test
  void ofManyDevicesAFewAreNamed() throws IOException {
    var scenario = new StringBuilder("kernel = \"swiotlb=1024,force\"\nmemory = 8 GiB\n");
    for (var i = 0; i < 9; i++) {
      scenario
          .append("devices.d")
          .append(i)
          .append(" { bus-limit = 1 GiB, jobs.load { cpus = \"0\", count = 1 } }\n");
    }
    assertThat(ran(Files.writeString(folder.resolve("many.conf"), scenario)))
        .contains("not-reachable: 5 more devices alike");
  }

  @Test
  void whereBouncingIsForbiddenThatIsWhatHelps() {
    assertThat(ran("simulations/swiotlb-none.conf"))
        .contains("not-reachable: swiotlb=noforce forbids bouncing: leave it out");
  }

  @Test
  void restrictedPoolsThatAreNotSearchedAreNotToBeLarger() throws IOException {
    var text =
        """
        arch = arm64
        kernel = "swiotlb=noforce"
        devices.wifi0 { restricted-pool = 4 MiB, jobs.load { cpus = "0", count = 1 } }
        """;
    assertThat(ran(Files.writeString(folder.resolve("noforce.conf"), text)))
        .contains("no-free-run: swiotlb=noforce leaves a search no areas")
        .doesNotContain("a larger swiotlb=N");
  }

  @Test
  void anUntrustedDeviceNeedsThatBouncingIsNotForbidden() throws IOException {
    var text =
        """
        kernel = "swiotlb=noforce"
        devices.dock { type = untrusted, jobs.load { cpus = "0", block = 1514, count = 1 } }
        """;
    assertThat(ran(Files.writeString(folder.resolve("dock.conf"), text)))
        .contains("no-memory: swiotlb=noforce leaves the allocator no slots: leave it out");
  }

  @Test
  void whatTheHypervisorDoesNotShareNoLargerPoolBrings() throws IOException {
    var text =
        """
        kernel { release = "7.3", dynamic = off }
        encryption { kind = tdx, shared-limit = 512 KiB }
        devices.a { jobs.load { cpus = "0", count = 1 } }
        """;
    assertThat(ran(Files.writeString(folder.resolve("limit.conf"), text)))
        .contains("no-free-run: ")
        .contains("; a hypervisor that refuses to share must share more (encryption.shared-limit");
  }

  @Test
  void slotsThatAreFreeMayBeLent() throws IOException {
    var text =
        """
        kernel { cmdline = "swiotlb=4096,force", dynamic = off }
        design { placement = lending, lending.lent-percent = 100 }
        devices.a { jobs.load { cpus = "0", count = 1, context = interrupt, retries = 0 } }
        """;
    assertThat(ran(Files.writeString(folder.resolve("lent.conf"), text)))
        .contains(
            "lent: free slots were lent (design.placement = lending) and could not be waited for");
  }

  @Test
  void noCoherentPoolCanBeLargerWhereTheKernelIsBuiltWithoutAny() throws IOException {
    var text =
        """
        encryption.kind = secure-execution
        devices.a { jobs.load { cpus = "0", count = 1, coherent = true, context = interrupt } }
        """;
    assertThat(ran(Files.writeString(folder.resolve("none.conf"), text)))
        .contains("this kernel is built without coherent pools")
        .doesNotContain("a larger");
  }

  @Test
  void whereNothingFailsNothingIsSaid() {
    assertThat(ran("simulations/first-growth.conf")).doesNotContain(HEADING);
  }
}
