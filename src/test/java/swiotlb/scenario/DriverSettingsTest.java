package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.workload.Buffer;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.synthetic.Placement;
import swiotlb.workload.synthetic.RequestStream;

/** What a scenario says of a driver: interrupts, lists of buffers and mishaps. */
class DriverSettingsTest {
  @TempDir private Path folder;

  private DriverSpec driver(String settings) {
    return new ScenarioText(folder).device("devices.d { " + settings + " }\n").driver();
  }

  /** The sizes of the buffers of the first request of the only job. */
  private List<Long> firstRequest(String settings) {
    var driver = driver(settings);
    var job = driver.jobs().get(0);
    var buffers = Placement.buffersFor(job, driver);
    var filled =
        new RequestStream(job, driver, 1, "d/j/0#0", MemoryLayout.x86(2L << 30)).next(buffers);
    return buffers.subList(0, filled).stream().map(Buffer::bytes).toList();
  }

  // Interrupts.

  @Test
  void interruptsGoToTheCpuOfTheRequestUnlessTheyAreBound() {
    assertThat(driver("jobs.j.count = 1").irqCpus()).isEmpty();
  }

  @Test
  void interruptsCanBeBoundToCpus() {
    assertThat(driver("irq = \"1-3\", jobs.j.count = 1").irqCpus()).containsExactly(1, 2, 3);
  }

  // Lists of buffers.

  @Test
  void aRequestIsOneBuffer() {
    assertThat(firstRequest("jobs.j { count = 1, block = 64 KiB }")).containsExactly(65536L);
  }

  @Test
  void aRequestThatIsLargerThanAMappingIsCut() {
    assertThat(firstRequest("jobs.j { count = 1, block = 600 KiB }"))
        .containsExactly(262144L, 262144L, 90112L);
  }

  @Test
  void alignmentLeavesLessForAMapping() {
    assertThat(firstRequest("min-align = 4 KiB, jobs.j { count = 1, block = 256 KiB }"))
        .containsExactly(258048L, 4096L);
  }

  @Test
  void aDriverCanCutFiner() {
    assertThat(firstRequest("max-segment = 48 KiB, jobs.j { count = 1, block = 64 KiB }"))
        .containsExactly(49152L, 16384L);
  }

  @Test
  void aDriverThatDoesNotAskMapsWhatNobodyCanServe() {
    assertThat(firstRequest("max-segment = 1 MiB, jobs.j { count = 1, block = 600 KiB }"))
        .containsExactly(614400L);
  }

  @Test
  void aBufferInPiecesIsMappedPieceByPiece() {
    assertThat(firstRequest("jobs.j { count = 1, block = 10 KiB, segment = 4 KiB }"))
        .containsExactly(4096L, 4096L, 2048L);
  }

  @Test
  void extraBuffersComeFirstAndGrowWithThePieces() {
    var list =
        "extra-buffers = [{ bytes = 16, direction = to-device },"
            + " { bytes = 32, per-segment = 16, direction = to-device }], ";
    assertThat(firstRequest(list + "jobs.j { count = 1, block = 8 KiB, segment = 4 KiB }"))
        .containsExactly(16L, 64L, 4096L, 4096L);
  }

  @Test
  void anExtraBufferHasItsOwnDirection() {
    var driver =
        driver("extra-buffers = [{ bytes = 1, direction = from-device }], jobs.j.count = 1");
    assertThat(driver.extraBuffers())
        .containsExactly(new DriverSpec.ExtraBuffer(1, 0, Direction.FROM_DEVICE));
  }

  // Mishaps.

  @Test
  void nothingGoesWrongUnlessItIsSaid() {
    assertThat(driver("jobs.j.count = 1").mishaps()).isEqualTo(DriverSpec.Mishaps.NONE);
  }

  @Test
  void resetsAreMomentsOfARun() {
    assertThat(driver("resets = [10 ms, 200 us], jobs.j.count = 1").mishaps().resetAtNs())
        .containsExactly(10_000_000L, 200_000L);
  }

  @Test
  void aRemovalIsAMoment() {
    assertThat(driver("removed = 3 ms, jobs.j.count = 1").mishaps().removedAtNs())
        .isEqualTo(3_000_000);
  }

  @Test
  void aLeakIsEachSoManiethRequest() {
    assertThat(driver("leak-every = 7, jobs.j.count = 1").mishaps().leakEvery()).isEqualTo(7);
  }

  // Mistakes.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "irq = submiter|irq is \"submiter\"; write CPUs such as \"0-3\", \"0,2\" or all, or submitter",
        "irq = \"2-9\"|irq is \"2-9\", but the machine has CPUs 0 to 3",
        "extra-buffers = 5|extra-buffers is no list of buffers such as [{ bytes = 16,",
        "extra-buffers = [5]|extra-buffers is no list of buffers such as",
        "extra-buffers = [{ bytes = 16 }]|extra-buffers is no list of buffers such as",
        "extra-buffers = [{ bytes = 0, direction = to-device }]|bytes can be 1 to 65536",
        "extra-buffers = [{ bytes = 16, direction = up }]|direction to-device, from-device or bidir",
        "extra-buffers = [{ bytes = 1, per-segment = -1, direction = to-device }]|per-segment 0 to",
        "extra-buffers = [{ bytes = 1, direction = to-device, count = 2 }]|is no list of buffers",
        "resets = 10 ms|resets is 10 ms, not a list of times such as [10 ms, 20 ms]",
        "resets = [10 ms, soon]|not a list of times such as",
        "resets = [10]|resets is [10], not a list of times such as [10 ms, 20 ms]",
        "resets = [0 ms]|not a list of times such as",
        "resets = [-1 ms]|not a list of times such as",
        "removed = 5|removed is 5 without a unit",
        "leak-every = -1|leak-every is -1; it can be 0 to",
        "max-segment = 512, jobs.k { count = 1, block = 16 MiB }|max-segment and the segment of job"
            + " k cut its requests into more than 4096 pieces; make them larger",
        "jobs.k { count = 1, block = 16 MiB, segment = 512 }|max-segment and the segment of job k",
      })
  void mistakesAreToldWithTheirLineAndWhatWouldBeRight(String settings, String problem) {
    assertThat(
            new ScenarioText(folder)
                .problems("cpus = 4\ndevices.d { jobs.j.count = 1, " + settings + " }\n"))
        .anyMatch(p -> p.startsWith("s.conf:2: devices.d.") && p.contains(problem));
  }
}
