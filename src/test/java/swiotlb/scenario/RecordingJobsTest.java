package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.ScenarioException;
import swiotlb.workload.Context;
import swiotlb.workload.JobSpec;
import swiotlb.workload.TimedRequest;

/** Jobs that take their requests from a recording. */
class RecordingJobsTest {
  private static final String SMALL =
      Path.of("simulations/recordings/ahci-small-growing").toAbsolutePath().toString();

  private static Scenario read(String more) {
    var text =
        "kernel = \"swiotlb=512,force\", cpus = 4, devices.a.jobs.load.recording = \"%s\"%n%s";
    return new ScenarioReader().read("recorded", text.formatted(SMALL, more), Map.of());
  }

  private static List<JobSpec> jobs(Scenario scenario) {
    return scenario.devices().get(0).jobs();
  }

  @Test
  void everyMappingIsARequestOfTheJobOfItsCpuAndContext() {
    var jobs = jobs(read(""));
    assertThat(jobs.stream().mapToLong(JobSpec::count).sum()).isEqualTo(5003);
    assertThat(jobs).allMatch(JobSpec::isTimed).allMatch(job -> job.cpus().size() == 1);
    assertThat(jobs).extracting(JobSpec::name).doesNotHaveDuplicates();
    assertThat(jobs).extracting(JobSpec::context).contains(Context.INTERRUPT);
  }

  @Test
  void requestsStandInTheOrderOfTheirTimesAndTheFirstOfAllBeginsAtOnce() {
    for (var job : jobs(read(""))) {
      assertThat(job.timed()).extracting(TimedRequest::atNs).isSorted();
      assertThat(job.timed()).allMatch(request -> request.heldNs() >= 0 && request.bytes() > 0);
    }
    assertThat(jobs(read("")).stream().mapToLong(job -> job.timed().get(0).atNs()).min())
        .hasValue(0);
  }

  @Test
  void aRecordingOfAFileThatIsNoneIsToldWithItsLine() {
    assertThatThrownBy(() -> read("devices.a.jobs.load.recording = nowhere"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("recorded:2: devices.a.jobs.load.recording cannot be used: ")
        .hasMessageContaining("nowhere");
  }

  @Test
  void ofBouncesAloneItIsSaidHowLongTheyAreHeld() {
    var text =
        "kernel = \"swiotlb=512,force\", cpus = 4, devices.a.jobs.load { recording = \"%s\" %s }";
    var bounces =
        Path.of("src/test/resources/cases/recordings/6.1.176-tracefs-mixed-dd").toAbsolutePath();
    var held =
        new ScenarioReader()
            .read("b", text.formatted(bounces, ", recording-held = 2 ms"), Map.of());
    assertThat(jobs(held))
        .isNotEmpty()
        .allMatch(job -> job.timed().stream().allMatch(r -> r.heldNs() == 2_000_000));
    assertThatThrownBy(() -> new ScenarioReader().read("b", text.formatted(bounces, ""), Map.of()))
        .hasMessageContaining("say how long each buffer was held (recording-held = 1 ms)");
    assertThatThrownBy(() -> read("devices.a.jobs.load.recording-held = 1 ms"))
        .hasMessageContaining("recording-held does not count: the recording tells");
  }

  @Test
  void aRecordingIsNoFileOfBlockRequests() {
    var from = "devices.a.jobs.load.from = \"%s/trace.txt.gz\"".formatted(SMALL);
    assertThatThrownBy(() -> new ScenarioReader().read("f", from, Map.of()))
        .hasMessageContaining("from is a recording of a kernel; write it as recording = FILE");
  }

  @Test
  void namesCountFromTheFolderOfTheScenarioInOverridesToo(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("s.conf"),
            "kernel = \"swiotlb=512,force\", devices.a.jobs.load.recording = none");
    var copy = Files.createDirectory(folder.resolve("mine"));
    Files.copy(Path.of(SMALL, "trace.txt.gz"), copy.resolve("trace.txt.gz"));
    var overrides = Map.of("devices.a.jobs.load.recording", "mine");
    assertThat(jobs(new ScenarioReader().read(file, overrides))).allMatch(JobSpec::isTimed);
  }

  @Test
  void namesInATextCountFromTheWorkingDirectory() {
    var text =
        "kernel = \"swiotlb=512,force\", devices.a.jobs.load.recording ="
            + " \"simulations/recordings/ahci-small-growing\"";
    assertThat(jobs(new ScenarioReader().read("text", text, Map.of())))
        .isNotEmpty()
        .allMatch(JobSpec::isTimed);
  }

  @Test
  void aDeviceThatWasNotRecordedIsToldWithThoseThatWere() {
    assertThatThrownBy(() -> read("devices.a.jobs.load.recording-device = eth7"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("recorded:2: devices.a.jobs.load.recording-device is none of the");
  }

  @Test
  void aPathThatCannotBeOneIsTold() {
    assertThatThrownBy(() -> read("devices.a.jobs.load.recording = \"a\\u0000b\""))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("recorded:2: devices.a.jobs.load.recording cannot be used: ");
  }

  @Test
  void aMachineHasTheRecordedCpus() {
    assertThatThrownBy(() -> read("cpus = 2"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("is of a machine with 4 CPUs; set cpus = 4");
  }

  @Test
  void nothingIsMappedBesideWhatWasRecorded() {
    assertThatThrownBy(() -> read("devices.a.type = virtio-blk"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("extra-buffers cannot be added to a recording");
  }

  @Test
  void costsOfThePlatformCanBeTheScenariosOwn() {
    var scenario = read("costs.worker-start = 10 ms");
    assertThat(scenario.platform().workerStartNs()).isEqualTo(10_000_000);
    assertThat(scenario.platform().about()).endsWith("; some of them are the scenario's own");
    assertThatThrownBy(() -> read("costs.worker-strat = 10 ms"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("recorded:2: unknown setting costs.worker-strat");
  }

  @Test
  void whatTheRecordingSaysIsNotSaidAgain() {
    assertThatThrownBy(() -> read("devices.a.jobs.load { count = 7, depth = 3 }"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("recorded:2: devices.a.jobs.load.count does not count beside a")
        .hasMessageContaining("devices.a.jobs.load.depth does not count beside a recording");
  }

  @Test
  void aDeviceOfNothingButRecordingsHasNoQueueAndTakesNoTimeOfItsOwn() {
    var own =
        Map.of(
            "queue-depth",
            "4",
            "service-time",
            "1 ms",
            "bandwidth",
            "1 MiB",
            "max-segment",
            "4 KiB");
    own.forEach(
        (key, value) ->
            assertThatThrownBy(() -> read("devices.a.%s = %s".formatted(key, value)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(
                    "recorded:2: devices.a.%s does not count where recordings say when", key));
  }

  @Test
  void besideAJobThatIsDrawnTheDeviceHasBoth() {
    var scenario = read("devices.a { queue-depth = 4, jobs.drawn.count = 1 }");
    assertThat(scenario.devices().get(0).driver().queueDepth()).isEqualTo(4);
  }
}
