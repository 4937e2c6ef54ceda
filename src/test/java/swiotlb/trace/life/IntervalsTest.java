package swiotlb.trace.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.MapTime;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.trace.life.Interval.Kind;
import swiotlb.trace.record.Recorded;
import swiotlb.trace.record.Transfers;
import swiotlb.trace.store.TraceMessage;

class IntervalsTest {

  private static List<Interval> intervals(List<TraceMessage> messages) {
    var found = new ArrayList<Interval>();
    var intervals = new Intervals(true, found::add);
    messages.forEach(intervals::read);
    return found;
  }

  private static long total(Kind kind, List<Interval> all) {
    return all.stream().filter(i -> i.kind() == kind).mapToLong(Interval::ns).sum();
  }

  @Test
  void theLifeOfAMappingIsItsIntervals() {
    var about = Recorded.messages("load-spike").stream().filter(m -> m.mapping() == 0).toList();
    assertThat(intervals(about))
        .extracting(i -> i.kind() + " " + i.startNs() + "-" + i.endNs() + " " + i.actor())
        .containsExactlyInAnyOrder(
            "SEARCH 0-297 /allocator/pool-0/area-0",
            "COPY_IN 297-8539 /device-eth0",
            "TRANSFER 8539-79574 /device-eth0",
            "LOOK_UP 159772-159782 /device-eth0",
            "COPY_BACK 159782-168024 /device-eth0",
            "RELEASE 168024-168321 /allocator/pool-0/area-0");
  }

  /** Independent evidence: the devices add up the same times without any trace. */
  @ParameterizedTest
  @ValueSource(strings = {"load-spike", "first-growth", "many-cpus-few-areas"})
  void theIntervalsAddUpToWhatTheDevicesReport(String name) {
    var overrides =
        name.equals("many-cpus-few-areas")
            ? new String[] {"devices.nvme0.jobs.load.count", "50"}
            : new String[0];
    var all = intervals(Recorded.messages(name, overrides));
    var settings =
        overrides.length == 0
            ? java.util.Map.<String, String>of()
            : java.util.Map.of(overrides[0], overrides[1]);
    var scenario =
        new ScenarioReader().read(java.nio.file.Path.of("simulations", name + ".conf"), settings);
    var time =
        ScenarioRun.run(scenario, ScenarioRun.Options.plain())
            .runs()
            .get(0)
            .get(RunFigures.DEVICES)
            .stream()
            .map(device -> device.get(DeviceFigures.MAP_TIME))
            .collect(Collectors.toList());
    assertThat(total(Kind.COPY_IN, all))
        .isEqualTo(time.stream().mapToLong(t -> t.get(MapTime.COPY_IN)).sum());
    assertThat(total(Kind.COPY_BACK, all))
        .isEqualTo(time.stream().mapToLong(t -> t.get(MapTime.COPY_BACK)).sum());
    assertThat(total(Kind.LOOK_UP, all))
        .isEqualTo(time.stream().mapToLong(t -> t.get(MapTime.LOOK_UP)).sum());
    assertThat(total(Kind.SEARCH, all))
        .isEqualTo(time.stream().mapToLong(t -> t.get(MapTime.SEARCH)).sum());
    assertThat(total(Kind.RELEASE, all))
        .isEqualTo(time.stream().mapToLong(t -> t.get(MapTime.RELEASE)).sum());
    assertThat(total(Kind.LOCK_WAIT, all))
        .isEqualTo(time.stream().mapToLong(t -> t.get(MapTime.LOCK_WAIT)).sum());
    assertThat(total(Kind.TRANSIENT, all))
        .isEqualTo(time.stream().mapToLong(t -> t.get(MapTime.TRANSIENT)).sum());
  }

  @Test
  void growthIsWhatTheWorkerTakesAndTheWaitForIt() {
    var all = intervals(Recorded.messages("load-spike"));
    assertThat(all.stream().filter(i -> i.kind() == Kind.GROWTH).map(Interval::ns))
        .containsExactly(314_000L, 314_000L);
    assertThat(all.stream().filter(i -> i.kind() == Kind.GROWTH_QUEUED).map(Interval::ns))
        .containsExactly(5_000L, 5_000L);
  }

  @Test
  void sleepingForAPoolIsAnIntervalToo() {
    var overrides =
        new String[] {"design.exhaustion", "wait", "devices.sata0.jobs.load.context", "process"};
    var messages = Recorded.messages("first-growth", overrides);
    var served = messages.stream().filter(m -> m.type().equals("MapClient.Mapped"));
    assertThat(total(Kind.POOL_WAIT, intervals(messages)))
        .isPositive()
        .isEqualTo(served.mapToLong(m -> m.fields().number("cost.waitNs")).sum());
  }

  @Test
  void waitingForTheThrottleIsAnIntervalOfTheDevice() {
    var messages = Recorded.messages("designs/throttle");
    var throttled = messages.stream().filter(m -> m.type().equals("MapClient.Throttled")).toList();
    var waits = intervals(messages).stream().filter(i -> i.kind() == Kind.THROTTLE_WAIT).toList();
    assertThat(waits).isNotEmpty().hasSameSizeAs(throttled);
    assertThat(waits).allSatisfy(i -> assertThat(i.actor()).startsWith("/device-"));
    assertThat(waits.stream().map(Interval::startNs))
        .containsExactlyInAnyOrderElementsOf(throttled.stream().map(m -> m.sentNs()).toList());
  }

  @Test
  void onRealThreadsTheWayOfAMessageIsNoWorkOfItsSender() {
    var found = new ArrayList<Interval>();
    var intervals = new Intervals(false, found::add);
    Recorded.messages("load-spike").forEach(intervals::read);
    assertThat(found)
        .extracting(Interval::kind)
        .contains(Kind.TRANSFER, Kind.GROWTH)
        .doesNotContain(Kind.SEARCH, Kind.RELEASE, Kind.LOCK_WAIT, Kind.TRANSIENT);
  }

  @Test
  void aTransferWhoseEndIsPutOffIsTheSame() {
    var told = List.of(Transfers.done(1, 0, 90, 30), Transfers.done(2, 92, 110, 50));
    assertThat(intervals(told))
        .extracting(i -> i.startNs() + "-" + i.endNs())
        .containsExactly("30-90");
  }

  @Test
  void whereInterruptsPutTransfersOffThereAreAsManyAsBuffersThatWereMapped() {
    var messages = Recorded.messages("many-cpus-few-areas", "devices.nvme0.jobs.load.count", "50");
    var done = messages.stream().filter(m -> m.type().equals("Device.TransferDone"));
    var transfers = intervals(messages).stream().filter(i -> i.kind() == Kind.TRANSFER);
    var mapped = messages.stream().filter(m -> m.type().equals("MapClient.Mapped")).count();
    assertThat(done.count()).isGreaterThan(mapped);
    assertThat(transfers.count()).isEqualTo(mapped);
  }

  @Test
  void sharingPagesWithTheHypervisorTakesTimeInEncryptedMemory() {
    assertThat(intervals(Recorded.messages("confidential-spike")))
        .anyMatch(i -> i.kind() == Kind.PAGE_STATE && i.ns() > 1_000);
  }
}
