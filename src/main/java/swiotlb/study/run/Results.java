package swiotlb.study.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import swiotlb.actor.device.DeviceReport;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Pool;
import swiotlb.figures.AreaFigures;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.Latencies;
import swiotlb.figures.RunResult;
import swiotlb.figures.RunResult.Evidence;
import swiotlb.figures.RunResult.GrowthEntry;
import swiotlb.figures.RunResult.KernelLine;
import swiotlb.figures.RunResult.RestrictedCounters;
import swiotlb.scenario.Scenario;

/** Puts the results of a run together from what the actors report. */
final class Results {
  private static final String DEFAULT = "allocator";
  private static final int LOGGED_FAILURES = 5;
  private static final String RESTRICTED = "restricted-";

  private final Scenario scenario;
  private final GrowthLog growthLog = new GrowthLog();
  private long beganNs;
  private long jobsEndedNs;
  private long forgottenBefore;

  Results(Scenario scenario) {
    this.scenario = scenario;
  }

  void begin(long nowNs) {
    beganNs = nowNs;
  }

  /** The default allocator's growth has made a step. */
  void grew(GrowthStep step) {
    growthLog.note(step);
  }

  void jobsEnded(long nowNs) {
    jobsEndedNs = nowNs;
  }

  /**
   * The result of the run.
   *
   * @param atRest what the actors say of themselves now that all is at rest
   */
  RunResult result(List<DeviceReport> reports, AtRest atRest) {
    var states = atRest.allocators();
    var byDevice = reports.stream().sorted(Comparator.comparing(DeviceReport::device)).toList();
    var latency = new Latencies();
    var failures = new TreeMap<String, Long>();
    var evidence = new TreeMap<String, Evidence>();
    var log = new ArrayList<KernelLine>();
    for (var report : byDevice) {
      latency.add(report.mapLatency());
      report.failures().forEach((reason, n) -> failures.merge(reason.id(), n, Long::sum));
      report
          .evidence()
          .forEach(
              (reason, e) ->
                  evidence.merge(
                      reason.id(),
                      new Evidence(e.usedSlots(), e.totalSlots(), e.largestFreeRun()),
                      (old, now) -> now.usedSlots() < old.usedSlots() ? now : old));
      report.log().forEach(line -> log.add(new KernelLine(line.timeNs(), line.text())));
    }
    var state = states.get(DEFAULT);
    if (state == null) {
      throw new IllegalStateException("the default allocator did not report");
    }
    var growth = growth();
    var failedGrowths = growth.stream().filter(g -> "failed".equals(g.event())).toList();
    failedGrowths.stream()
        .limit(LOGGED_FAILURES)
        .forEach(
            g ->
                log.add(
                    new KernelLine(g.timeNs(), "software IO TLB: Failed to allocate new pool")));
    log.sort(Comparator.comparingLong(KernelLine::timeNs));
    return new RunResult(
        state.list().slots(),
        state.usedSlots(),
        state.hiwaterSlots(),
        state.transientSlots(),
        sum(byDevice, DeviceReport::maps),
        sum(byDevice, DeviceReport::unmaps),
        Collections.unmodifiableMap(failures),
        Collections.unmodifiableMap(evidence),
        sum(byDevice, DeviceReport::transientMaps),
        sum(byDevice, DeviceReport::directMaps),
        Math.max(0, state.pools().size() - (scenario.defaultPool().isPresent() ? 1 : 0)),
        sum(byDevice, DeviceReport::requests),
        sum(byDevice, DeviceReport::givenUp),
        sum(byDevice, DeviceReport::bytes),
        latency,
        jobsEndedNs - beganNs,
        0,
        0,
        "",
        growth,
        restricted(states),
        byDevice.stream().map(this::figures).toList(),
        areas(atRest.pools()),
        atRest.sharedMemory(),
        atRest.buddyinfo(),
        List.copyOf(log),
        sum(byDevice, DeviceReport::unloggedLines)
            + Math.max(0, failedGrowths.size() - LOGGED_FAILURES)
            + forgottenInThisRun());
  }

  private DeviceFigures figures(DeviceReport report) {
    return new DeviceFigures(
        report.device(),
        report.maps(),
        report.directMaps(),
        report.transientMaps(),
        report.failures().values().stream().mapToLong(Long::longValue).sum(),
        report.requests(),
        report.givenUp(),
        report.bytes(),
        report.mostInFlight(),
        report.slots().most(),
        report.slots().slotNsAt(jobsEndedNs),
        report.slots().leaked(),
        report.slots().lifetime(),
        report.mapLatency(),
        report.time());
  }

  private static List<AreaFigures> areas(List<Pool.State> pools) {
    var figures = new ArrayList<AreaFigures>();
    for (var pool : pools) {
      for (var owner : pool.areas()) {
        for (var i = 0; i < owner.usedSlots().size(); i++) {
          figures.add(
              new AreaFigures(
                  pool.number(),
                  owner.firstArea() + i,
                  owner.lockAcquisitions().get(i),
                  owner.lockContended().get(i),
                  owner.lockWaitNs().get(i)));
        }
      }
    }
    figures.sort(Comparator.comparingInt(AreaFigures::pool).thenComparingInt(AreaFigures::area));
    return List.copyOf(figures);
  }

  private long forgottenInThisRun() {
    var before = forgottenBefore;
    forgottenBefore = growthLog.forgotten();
    return forgottenBefore - before;
  }

  private List<GrowthEntry> growth() {
    return growthLog.steps().stream()
        .filter(step -> step.timeNs() >= beganNs)
        .map(Results::entry)
        .toList();
  }

  private static GrowthEntry entry(GrowthStep step) {
    return new GrowthEntry(
        step.timeNs(), step.event().name().toLowerCase(Locale.ROOT), step.slots(), step.areas());
  }

  private static List<RestrictedCounters> restricted(Map<String, Allocator.State> states) {
    return states.entrySet().stream()
        .filter(e -> e.getKey().startsWith(RESTRICTED))
        .map(
            e ->
                new RestrictedCounters(
                    e.getKey().substring(RESTRICTED.length()),
                    e.getValue().list().slots(),
                    e.getValue().usedSlots(),
                    e.getValue().hiwaterSlots()))
        .toList();
  }

  private static long sum(List<DeviceReport> reports, ToLongFunction<DeviceReport> of) {
    return reports.stream().mapToLong(of).sum();
  }
}
