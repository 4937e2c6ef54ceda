package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.workload.ftrace.RecordedHost;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/** Recordings of Debian's kernels by today's tools, most of them begun after boot. */
class CaseRecordingsTest {
  private static final Map<String, Recording> READ = new ConcurrentHashMap<>();

  private static Recording read(String name) {
    return READ.computeIfAbsent(
        name,
        n -> RecordingReader.read(Path.of("src/test/resources/cases/recordings").resolve(n), true));
  }

  private static Replay.Result followed(Recording recording) {
    return Replay.follow(recording, recording.cmdline());
  }

  /** The same, where nothing tells where the default pool lies. */
  private static Recording withoutBootLog(String name) {
    var recording = read(name);
    var host = recording.host();
    return recording.of(
        new RecordedHost(
            host.cpus(),
            host.cpusAreKnown(),
            host.cmdline(),
            host.release(),
            Optional.empty(),
            OptionalInt.empty(),
            Map.of(),
            Map.of(),
            Optional.empty()));
  }

  private static double share(Replay.Result result) {
    return (double) result.score().equal() / result.score().compared();
  }

  @ParameterizedTest
  @CsvSource({
    "7.3.4-tracefs-ahci-nvme-virtio-dd,9020,0.999,195",
    "6.12.117-tracecmd3.1.6-mixed-dd,4400,0.999,195",
    "7.3.4-tracecmd3.4-mixed-dd,8360,0.998,195",
    "7.3.4-tracecmd3.4-mixed-dd-optl,8360,0.998,195",
    "7.3.4-perf7.3.4-mixed-dd,9080,0.999,195",
    "7.3.4-tracefs-nvme-unaligned64M,4071,0.999,658",
    "7.3.4-tracefs-e1000e-virtionet-ping,1159,0.995,671",
    "7.3.4-tracefs-piix-normal,8300,0.999,64",
    "6.12.117-recorder-piix-normal2M,475,0.99,64",
    "6.12.117-recorder-ahci-fio32deep,1024,0.999,2048",
    "6.12.117-recorder-ahci-fio32deep-atonce,1024,0.999,2048",
    "6.18.15-tracefs-nvme-leak,24795,0.999,512",
    "7.3.4dynamic-trace_event-ahci-growing,2302,0.999,1920",
    "7.3.4dynamic-tracefs-ahci-midboot,5280,0.96,704"
  })
  void mappingsLieWhereTheyWereRecorded(String name, long maps, double least, long hiwater) {
    var result = followed(read(name));
    assertThat(result.maps()).isEqualTo(maps);
    assertThat(result.score().compared()).isEqualTo(maps);
    assertThat(share(result)).isGreaterThanOrEqualTo(least);
    assertThat(result.simulated().hiwater()).isEqualTo(hiwater);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7.3.4-tracefs-ahci-nvme-virtio-dd",
        "6.12.117-tracecmd3.1.6-mixed-dd",
        "7.3.4-tracecmd3.4-mixed-dd",
        "7.3.4-perf7.3.4-mixed-dd",
        "7.3.4-tracefs-ahci-exhausted64k",
        "7.3.4-tracefs-nvme-unaligned64M",
        "7.3.4-tracefs-e1000e-virtionet-ping",
        "6.18.15-tracefs-nvme-leak",
        "7.3.4dynamic-trace_event-ahci-growing",
        "7.3.4dynamic-tracefs-ahci-midboot"
      })
  void theDefaultPoolIsFoundWhereTheKernelSaysItIs(String name) {
    var told = read(name).host().bootPool().orElseThrow();
    var result = followed(withoutBootLog(name));
    assertThat(result.machine().place().source()).isEqualTo(PoolPlace.Source.INFERRED);
    assertThat(result.machine().place().start()).isEqualTo(told.start());
    assertThat(share(result)).isGreaterThan(0.99);
  }

  @Test
  void aBoundaryThatBuffersDoNotCrossIsFound() {
    var result = followed(read("6.12.117-recorder-piix-normal2M"));
    assertThat(result.machine().boundaryMasks())
        .containsExactly(Map.entry("0000:00:01.1", 0xffffL));
    assertThat(result.recorded().hiwater()).isEqualTo(64);
  }

  @Test
  void whereAllIsExplainedNoBoundaryIsNamed() {
    assertThat(followed(read("7.3.4-tracefs-piix-normal")).machine().boundaryMasks()).isEmpty();
  }

  @Test
  void aRecordingBegunWithinAJobThatExhaustsItsPoolIsFollowed() {
    var result = followed(read("7.3rc7-recorder-ahci-nvme-exhausted-midjob"));
    assertThat(result.score().compared()).isEqualTo(5239);
    assertThat(share(result)).isGreaterThanOrEqualTo(0.99);
    assertThat(result.machine().isStatic()).isTrue();
    assertThat(result.machine().defaultPool().start()).isEqualTo(0x1ef00000L);
    assertThat(result.machine().boundaryMasks()).isEmpty();
    assertThat(result.recorded().failedMaps()).isEqualTo(2);
    assertThat(result.simulated().failedMaps()).isEqualTo(2);
    assertThat(result.recorded().hiwater()).isEqualTo(512);
    assertThat(result.simulated().hiwater()).isEqualTo(512);
  }

  /** Said to be full on a slow console, while another CPU met the slots of the failed list. */
  @Test
  void theSlotsOfAListThatFailsAreHeldUntilTheNextLineOfItsCpu() {
    var result = followed(read("7.3rc7-recorder-ahci-nvme-failed-list"));
    assertThat(result.score().compared()).isEqualTo(936);
    assertThat(result.score().equal()).isGreaterThanOrEqualTo(935);
    assertThat(result.simulated().failedMaps()).isEqualTo(1);
  }

  @Test
  void listsThatFailedInAFullPoolAreFoundWithoutALineOfTheirOwn() {
    var recording = read("7.3.4-tracefs-ahci-exhausted64k");
    var result = followed(recording);
    assertThat(recording.bounces()).hasSize(3178);
    assertThat(recording.mappings().stream().filter(m -> m.hasAddress()).count()).isEqualTo(3102);
    assertThat(result.recorded().failedMaps()).isEqualTo(75);
    assertThat(result.simulated().failedMaps()).isEqualTo(75);
    assertThat(result.simulated().hiwater()).isEqualTo(512);
    assertThat(share(result)).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void failuresAreDecidedAsTheKernelDid() {
    var result = followed(read("6.18.15-tracefs-nvme-leak"));
    assertThat(result.recorded().failedMaps()).isEqualTo(2225);
    assertThat(result.simulated().failedMaps()).isEqualTo(2225);
  }

  @Test
  void theMaskOfADeviceShowsInWhatIsPassedOver() {
    assertThat(followed(read("7.3.4-tracefs-nvme-unaligned64M")).machine().minAlignMasks())
        .containsExactly(Map.entry("0000:00:01.0", 0xfffL));
  }

  @Test
  void lossesBetweenTheLinesAreCounted() {
    var recording = read("6.12.117-tracepipe64K-mixed-lost");
    assertThat(recording.reading().lost().lines()).isEqualTo(2555);
    assertThat(recording.losses()).hasSize(6);
    assertThat(recording.losses().get(0).afterBounces()).isEqualTo(3169);
    var score = followed(recording).score();
    assertThat(score.beforeLoss()).isEqualTo(new Replay.BeforeLoss(3169, 3169, 195));
    assertThat(score.equal()).isGreaterThan(score.compared() * 99 / 100);
    assertThat(followed(recording).simulated().hiwater()).isBetween(195L, 215L);
  }

  @Test
  void whatWasMappedBeforeIsKnownByItsRelease() {
    var result = followed(read("7.3.4-tracefs-e1000e-virtionet-ping"));
    assertThat(result.machine().earlier()).isEqualTo(61);
  }

  @Test
  void aStreamOfOneCpuHasTheAreasOfTheBootLog() {
    var result = followed(read("7.3.4-tracecmd3.4stream-nvme-dd"));
    assertThat(result.machine().defaultAreas()).isEqualTo(4);
    assertThat(share(result)).isEqualTo(1);
  }

  @Test
  void aStreamOfOneCpuTellsItsAreasWithoutIt() {
    var result = followed(withoutBootLog("7.3.4-tracecmd3.4stream-nvme-dd"));
    assertThat(result.machine().place().start()).isEqualTo(0x7c58_5000L);
    assertThat(result.machine().defaultAreas()).isEqualTo(4);
  }

  @Test
  void aKernelWithoutEventsOfMappingsHasBouncesOnly() {
    var recording = read("6.1.176-tracefs-mixed-dd");
    assertThat(recording.mappings()).isEmpty();
    assertThat(recording.bounces()).hasSize(9180);
  }

  @ParameterizedTest
  @CsvSource({
    "7.3.4dynamic-trace_event-ahci-growing,24,2048,3",
    "7.3.4dynamic-tracefs-ahci-midboot,0,3072,5"
  })
  void poolsThatGrewBeforeOrMeanwhileAreFound(
      String name, long transientMaps, long nslabs, int pools) {
    var result = followed(read(name));
    assertThat(result.recorded().transientMaps()).isEqualTo(transientMaps);
    assertThat(result.simulated().transientMaps()).isEqualTo(transientMaps);
    assertThat(result.simulated().nslabs()).isEqualTo(nslabs);
    assertThat(result.growths()).hasSize(pools);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void transientBuffersOfOneRangeAreNotTakenForAPool(boolean usesProbes) {
    var recording =
        RecordingReader.read(
            Path.of("src/test/resources/cases/recordings/6.12.117-probes-ahci-16deep-thp-growing"),
            usesProbes);
    var result = followed(recording);
    assertThat(result.score().compared()).isEqualTo(8607);
    assertThat(share(result)).isGreaterThanOrEqualTo(usesProbes ? 1 : 0.95);
    assertThat(result.growths()).hasSize(2);
    assertThat(result.simulated().nslabs()).isEqualTo(1536);
  }

  @ParameterizedTest
  @CsvSource({"r15-trace-late-start.txt,30", "r26-perf-script.txt,18"})
  void whereNothingIsSaidOfThePoolItsSizeIsFoundToo(String name, long maps) {
    var recording = RecordingReader.read(Path.of("src/test/resources/cases/reports", name), true);
    var result = Replay.follow(recording, "");
    assertThat(result.score().compared()).isEqualTo(maps);
    assertThat(result.score().equal()).isEqualTo(maps);
    assertThat(result.simulated().transientMaps()).isZero();
    assertThat(result.machine().place().start()).isEqualTo(0x7850_0000L);
    assertThat(result.machine().defaultSlots()).isEqualTo(512);
  }

  @ParameterizedTest
  @CsvSource({
    "7.3.4-tracefs-nvme-unaligned64M,32768,0",
    "7.3.4dynamic-tracefs-ahci-midboot,512,5",
    "7.3.4-tracefs-ahci-exhausted64k,512,0"
  })
  void theSizeAndThePoolsThatGrewAreFoundWithThePlace(String name, int slots, int grown) {
    var told = read(name).host().bootPool().orElseThrow();
    var result = Replay.follow(withoutBootLog(name), "");
    assertThat(result.machine().place().start()).isEqualTo(told.start());
    assertThat(result.machine().defaultSlots()).isEqualTo(slots);
    assertThat(result.growths()).hasSize(grown);
    assertThat(share(result)).isGreaterThan(0.99);
  }

  @Test
  void whereProbesTellThePlaceOfThePoolItsSizeIsFoundToo() {
    var result = Replay.follow(read("6.12.117-probes-ahci-16deep-thp-growing"), "");
    assertThat(result.machine().defaultSlots()).isEqualTo(512);
    assertThat(share(result)).isEqualTo(1);
  }

  @Test
  void aWrongPlaceAgreesWithLittle() {
    var recording = read("7.3.4-tracefs-ahci-nvme-virtio-dd");
    var elsewhere =
        recording
            .host()
            .as(
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(new RecordedHost.BootPool(0x7c58_5000L - (1 << 16), 1 << 20)),
                Optional.empty());
    assertThat(share(followed(recording.of(elsewhere)))).isLessThan(0.9);
  }
}
