package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.input.ScenarioException;

class ScenarioReaderTest {
  private static final String DEVICE = "devices.d { jobs.j { count = 10 } }\n";

  @TempDir private Path folder;

  private Scenario read(String text) {
    return new ScenarioText(folder).read(text);
  }

  private Path file(String text) {
    return new ScenarioText(folder).file(text);
  }

  private List<String> problems(String text) {
    return new ScenarioText(folder).problems(text);
  }

  @Test
  void aDeviceWithAJobIsEnough() {
    var scenario = read("kernel = \"swiotlb=force\"\n" + DEVICE);
    assertThat(scenario.name()).isEqualTo("s");
    assertThat(scenario.cpus()).isEqualTo(4);
    assertThat(scenario.defaultPoolBytes()).isEqualTo(64L << 20);
    assertThat(scenario.devices().get(0).limits().dmaMask()).isEqualTo(0xffff_ffffL);
  }

  @Test
  void theCommandLineOfTheKernelIsReadAsAnOperatorWritesIt() {
    var scenario =
        read("kernel = \"quiet swiotlb=512,4,force coherent_pool=1M root=/dev/sda\"\n" + DEVICE);
    assertThat(scenario.kernel().swiotlb().force()).isTrue();
    assertThat(scenario.kernel().coherentPoolBytes()).isEqualTo(1L << 20);
    assertThat(scenario.boot().slots()).isEqualTo(512);
  }

  @Test
  void valuesOfTheScenariosOwnAreKeptByTheirPath() {
    var reader = new ScenarioReader();
    reader.read(
        file("vars { n = 4, published { test = small } }\ncpus = ${vars.n}\n" + DEVICE), Map.of());
    assertThat(reader.variable("n")).contains("4");
    assertThat(reader.variable("published.test")).contains("small");
    assertThat(reader.variable("published")).isEmpty();
    assertThat(reader.variable("none")).isEmpty();
  }

  @Test
  void anotherSeedIsAllThatDiffers() {
    var scenario = read(DEVICE);
    assertThat(scenario.withSeed(9).seed()).isEqualTo(9);
    assertThat(scenario.withSeed(9).withSeed(scenario.seed())).isEqualTo(scenario);
  }

  @Test
  void zeroAreasOnTheCommandLineAreOne() {
    var scenario = read("cpus = 24, kernel = \"swiotlb=512,0,force\"\n" + DEVICE);
    assertThat(scenario.defaultPoolAreas()).isEqualTo(1);
    assertThat(scenario.boot().defaultAreas()).isEqualTo(1);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceWithItsLine() {
    assertThat(
            problems(
                """
                cpu = 4
                cpus = many
                memory = 2 GB of it
                mode = dreaming
                devices.d {
                  dma-bits = 65
                  colour = red
                  jobs.j { block = 0, depth = 0, think-time = 10 }
                }
                """))
        .anyMatch(
            p -> p.startsWith("s.conf:1: unknown setting cpu; is cpus meant? known are about,"))
        .anyMatch(p -> p.startsWith("s.conf:2: cpus is many, not a whole number"))
        .anyMatch(p -> p.startsWith("s.conf:3: memory is 2 GB of it, not a size such as 64 KiB"))
        .anyMatch(
            p -> p.startsWith("s.conf:4: mode is \"dreaming\"; it can be concurrent or virtual"))
        .anyMatch(p -> p.startsWith("s.conf:6: devices.d.dma-bits is 65; it can be 12 to 64"))
        .anyMatch(
            p -> p.startsWith("s.conf:7: unknown setting devices.d.colour; known in devices.d are"))
        .anyMatch(p -> p.startsWith("s.conf:8: devices.d.jobs.j.block is 0; it can be 1 to"))
        .anyMatch(p -> p.startsWith("s.conf:8: devices.d.jobs.j.depth is 0; it can be 1 to 65536"))
        .anyMatch(p -> p.startsWith("s.conf:8: devices.d.jobs.j.think-time is 10 without a unit"))
        .hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void oneMistakeDoesNotHideAnother() {
    assertThat(
            problems(
                "kernel = \"swiotlb=99999999\"\ndevices.d.jobs.j { count = 1, cpus = \"7\" }\n"))
        .hasSize(2)
        .anyMatch(p -> p.startsWith("s.conf:1: kernel.cmdline cannot be used"))
        .anyMatch(p -> p.startsWith("s.conf:2: devices.d.jobs.j.cpus is \"7\", but the machine"));
  }

  @Test
  void aScenarioWithoutADeviceIsRefused() {
    assertThat(problems("cpus = 2\n"))
        .singleElement()
        .asString()
        .contains("devices names no device; add one such as");
  }

  @Test
  void anEmptyFileIsAScenarioWithoutADevice() {
    assertThat(problems("")).singleElement().asString().contains("names no device");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "devices.d { }|devices.d.jobs names no job",
        "devices.d { jobs.j { } }|devices.d.jobs.j.count and duration are both 0",
        "devices.d { jobs.j { count = 1, cpus = \"0-9\" } }|but the machine has CPUs 0 to 3",
        "devices.d { jobs.j { count = 1, cpus = \"a\" } }|write CPUs such as",
        "devices.d { jobs.j { count = 1, block = [] } }|is an empty list",
        "devices.d { jobs.j { count = 1, block = [4096] } }|has an entry that is not { bytes = 4 KiB",
        "devices.d { jobs.j { count = 1, read-percent = 101 } }|it can be 0 to 100",
        "devices.d { jobs.j { count = 1, context = dream } }|it can be interrupt or process",
        "devices.d { min-align = 3, jobs.j { count = 1 } }|is 3 bytes, not a power of two",
        "devices.d { restricted-pool = 3000, jobs.j { count = 1 } }|must be multiples of a slot",
        "devices.D-1 { jobs.j { count = 1 } }|is no name; use small letters",
        "devices.d = 5|devices.d is no group of settings",
        "devices = [1]|devices is no group of settings",
        "boot = 7, devices.d { jobs.j { count = 1 } }|boot is no group of settings",
        "boot { address = 5 }, kernel = \"swiotlb=force\", devices.d { jobs.j { count = 1 } }|is not on a page",
        "platform = moon, devices.d { jobs.j { count = 1 } }|there is no such file in conf/platforms, which has confidential-vm-snp",
        "kernel = \"swiotlb=99999999999\", devices.d { jobs.j { count = 1 } }|at most 16777216 make sense",
        "kernel = \"coherent_pool=9999999G\", devices.d { jobs.j { count = 1 } }|is larger than any machine",
        "runs = 0, devices.d { jobs.j { count = 1 } }|runs is 0; it can be 1 to",
        "invariants = 7, devices.d { jobs.j { count = 1 } }|not true or false",
        "cpus = 99999999999999999999, devices.d { jobs.j { count = 1 } }|cpus",
        "cpus = null, devices.d { jobs.j { count = 1 } }|cpus is null; give it a value",
        "cpus = 2.7, devices.d { jobs.j { count = 1 } }|cpus is 2.7, not a whole number",
        "cpus = 3d, devices.d { jobs.j { count = 1 } }|cpus is 3d, not a whole number",
        "seed = 12345678901234567890, devices.d { jobs.j { count = 1 } }|not a whole number",
        "devices.d { jobs.j { count = 1, block = [{ bytes = 4 KiB, wieght = 3 }] } }|has an entry that is not",
        "devices.d { jobs.j { count = 1, think-time = -1 ms } }|think-time is -1 ms; it can be 0 to",
        "devices.d { jobs.j { count = 1, think-time = 9999999 days } }|think-time is",
        "boot { address = 0x3ffffffff000 }, kernel = \"swiotlb=force\", devices.d { jobs.j { count = 1 } }|no 32-bit memory to spare",
        "devices.d { restricted-pool = 1 MiB, restricted-pool-address = 0x3ffffffff000, jobs.j { count = 1 } }|not all of them in memory; there is memory below 0x80000000",
        "kernel = \"coherent_pool=4G\", devices.d { jobs.j { count = 1 } }|coherent pools of 4294967296 bytes each, but the machine has 2147483648",
        "devices.d { restricted-pool = 3 GiB, jobs.j { count = 1 } }|restricted-pool of 3221225472 bytes finds no free range",
        "design.wait { timeout = 0 }, devices.d { jobs.j { count = 1 } }|design.wait.timeout is 0; it can be 1 to",
        "design { exhaustion = pray }, devices.d { jobs.j { count = 1 } }|it can be reserve (reserves its slots before",
      })
  void impossibleValuesAreNamedWithTheirLine(String text, String problem) {
    assertThat(problems(text)).anyMatch(p -> p.startsWith("s.conf:1: ") && p.contains(problem));
  }

  @Test
  void poolsDoNotShareMemory() {
    var two =
        """
        devices.a { restricted-pool = 1 MiB, jobs.j { count = 1 } }
        devices.b { restricted-pool = 1 MiB%s, jobs.j { count = 1 } }
        """;
    var scenario = read(two.formatted(""));
    assertThat(scenario.reservedRanges()).hasSize(3);
    assertThat(scenario.reservedRanges().get(1).overlaps(scenario.reservedRanges().get(2)))
        .isFalse();
    assertThat(problems(two.formatted(", restricted-pool-address = 0x20080000")))
        .singleElement()
        .asString()
        .startsWith(
            "s.conf:2: devices.b.restricted-pool-address lets the pool at 0x20080000 share");
  }

  @Test
  void brokenSyntaxIsNamedWithItsLine() {
    assertThat(problems("cpus = 4\ndevices { d {\n"))
        .singleElement()
        .asString()
        .startsWith("s.conf:")
        .contains("cannot be read as HOCON");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> new ScenarioReader().read(folder.resolve("none.conf"), Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("none.conf: cannot be read; name a scenario file");
  }

  @Test
  void overridesLieOverTheFileAndAreNamedInErrors() {
    var file = file(DEVICE);
    var overridden =
        new ScenarioReader().read(file, Map.of("cpus", "2", "devices.d.jobs.j.block", "64 KiB"));
    assertThat(overridden.cpus()).isEqualTo(2);
    assertThat(overridden.devices().get(0).jobs().get(0).blocks().get(0).bytes()).isEqualTo(65536);
    assertThatThrownBy(() -> new ScenarioReader().read(file, Map.of("cpus", "none")))
        .hasMessageContaining("--set cpus: cpus is none, not a whole number");
    assertThatThrownBy(() -> new ScenarioReader().read(file, Map.of("devices.d.speed", "9")))
        .hasMessageContaining("--set devices.d.speed: unknown setting devices.d.speed");
  }

  @Test
  void everySettingIsShownWithWhereItCameFrom() {
    var reader = new ScenarioReader();
    var file = file("cpus = 2\n" + DEVICE);
    reader.read(file, Map.of("seed", "9"));
    assertThat(reader.resolved())
        .contains(
            new Setting("cpus", "2", file + ":1"),
            new Setting("memory", "2 GiB", "default"),
            new Setting("seed", "9", "--set seed"),
            new Setting("devices.d.jobs.j.count", "10", file + ":2"));
  }

  @Test
  void blocksCanHaveWeights() {
    var scenario =
        read(
            "devices.d.jobs.j { count = 1, block = [{ bytes = 4 KiB, weight = 3 }, { bytes = 64 KiB }] }");
    assertThat(scenario.devices().get(0).jobs().get(0).blocks()).hasSize(2);
  }

  @Test
  void aTextIsReadLikeAFile() {
    var text = "cpus = 2, kernel = \"swiotlb=512,force\", devices.a.jobs.load.count = 1";
    var scenario = new ScenarioReader().read("mine", text, Map.of("seed", "7"));
    assertThat(scenario.name()).isEqualTo("mine");
    assertThat(scenario.cpus()).isEqualTo(2);
    assertThat(scenario.seed()).isEqualTo(7);
  }

  @Test
  void whatIsWrongInATextIsToldByItsNameAndLine() {
    assertThatThrownBy(() -> new ScenarioReader().read("mine", "\ncpus = many", Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("mine:2: cpus is many");
    assertThatThrownBy(() -> new ScenarioReader().read("mine", "cpus = {", Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("mine");
  }

  @Test
  void countersAreNotSampledMoreOftenThanEachMicrosecond() {
    assertThatThrownBy(
            () -> new ScenarioReader().read("mine", "counters-interval = 1 ns", Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("mine:1: counters-interval is 1 ns; it can be 1000");
  }
}
