package swiotlb.study.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import swiotlb.actor.device.DeviceReport;
import swiotlb.actor.device.FailureLog;
import swiotlb.actor.machine.Machine;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.Pool;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.figures.AreaFigures;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.EvidenceFigures;
import swiotlb.figures.FailureFigures;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.KernelFigures;
import swiotlb.figures.KernelLine;
import swiotlb.figures.Latencies;
import swiotlb.figures.MapTime;
import swiotlb.figures.Measured;
import swiotlb.figures.RestrictedFigures;
import swiotlb.figures.RunFigures;
import swiotlb.figures.Sums;
import swiotlb.kernel.text.KernelLog;
import swiotlb.kernel.text.LogLimit;
import swiotlb.scenario.Scenario;

/** Puts the figures of a run together from what the actors report. */
final class Results {
  private final Scenario scenario;
  private final GrowthLog growthLog = new GrowthLog();
  private final LogLimit growthLimit = new LogLimit();
  private boolean isPoolToldOf;
  private long beganNs;
  private long jobsEndedNs;
  private final List<KernelLine> growthLines = new ArrayList<>();
  private long growthUnlogged;

  Results(Scenario scenario) {
    this.scenario = scenario;
  }

  void begin(long nowNs) {
    beganNs = nowNs;
    growthLog.forgetBefore(nowNs);
  }

  /** The default allocator's growth has made a step. */
  void grew(GrowthStep step) {
    growthLog.note(step);
    if (step.event() == GrowthStep.Event.FAILED) {
      logFailed(step.timeNs());
    }
  }

  private void logFailed(long atNs) {
    growthLimit
        .leftOutBefore(atNs)
        .ifPresent(n -> growthLines.add(line(atNs, KernelLog.SUPPRESSED_GROWTH.line(n))));
    if (growthLimit.writes()) {
      growthLines.add(line(atNs, KernelLog.NOT_GROWN.line()));
    } else {
      growthUnlogged++;
    }
  }

  void jobsEnded(long nowNs) {
    jobsEndedNs = nowNs;
  }

  /**
   * The figures of the run; those of messages are known to its engine only, and none yet.
   *
   * @param atRest what the actors say of themselves now that all is at rest
   */
  Measured result(List<DeviceReport> reports, AtRest atRest, Machine machine) {
    var byDevice = reports.stream().sorted(Comparator.comparing(DeviceReport::device)).toList();
    var run = RunFigures.ALL.measure();
    putCounters(run, atRest);
    putMappings(run, byDevice);
    putGrowthAndLog(run, machine);
    return run.put(RunFigures.VIRTUAL_NS, jobsEndedNs - beganNs)
        .put(RunFigures.DELIVERIES, 0L)
        .put(RunFigures.LONGEST_MAILBOX, 0L)
        .put(RunFigures.LONGEST_MAILBOX_OF, "")
        .put(RunFigures.RESTRICTED, restricted(atRest.allocators()))
        .put(RunFigures.AREAS, areas(atRest.pools()))
        .put(RunFigures.SHARED_MEMORY, atRest.sharedMemory())
        .put(RunFigures.COHERENT_POOLS, atRest.coherentPools())
        .put(RunFigures.THROTTLE, atRest.throttle())
        .put(RunFigures.BUDDYINFO, atRest.buddyinfo())
        .put(
            RunFigures.KERNEL_SHOWS, kernelShows(byDevice, machine.counters(AllocatorName.DEFAULT)))
        .build();
  }

  private void putCounters(Measured.Builder run, AtRest atRest) {
    var state = atRest.allocators().get(AllocatorName.DEFAULT.actor());
    if (state == null) {
      throw new IllegalStateException("the default allocator did not report");
    }
    var pools = state.pools().size() - (scenario.defaultPool().isPresent() ? 1 : 0);
    run.put(RunFigures.IO_TLB_NSLABS, state.list().slots())
        .put(RunFigures.IO_TLB_USED, state.usedSlots())
        .put(RunFigures.IO_TLB_USED_HIWATER, state.hiwaterSlots())
        .put(RunFigures.IO_TLB_TRANSIENT_NSLABS, state.transientSlots())
        .put(RunFigures.DYNAMIC_POOLS, (long) Math.max(0, pools));
  }

  private Measured kernelShows(List<DeviceReport> reports, SlotCounters counters) {
    var rules = scenario.rules();
    var bounces = Bounces.of(scenario, reports);
    return KernelFigures.ALL
        .measure()
        .put(KernelFigures.RELEASE, rules.release().toString())
        .put(KernelFigures.IO_TLB_USED, counters.shownUsed())
        .put(KernelFigures.IO_TLB_USED_HIWATER, counters.shownHiwater())
        .put(KernelFigures.BOUNCED_FORCE, bounces.forced())
        .put(KernelFigures.BOUNCED_NORMAL, bounces.normal())
        .put(KernelFigures.UNSHARED_SLOTS, counters.unsharedSlots())
        .put(KernelFigures.DISABLED_SLOTS, counters.disabledSlots())
        .build();
  }

  private void putMappings(Measured.Builder run, List<DeviceReport> byDevice) {
    var latency = new Latencies();
    var failures = new TreeMap<String, Long>();
    for (var report : byDevice) {
      latency.add(report.mapLatency());
      report.failures().forEach((reason, n) -> failures.merge(reason.id(), n, Sums::plus));
    }
    var devices = byDevice.stream().map(this::device).toList();
    var times = devices.stream().map(device -> device.get(DeviceFigures.MAP_TIME)).toList();
    run.put(RunFigures.MAPS, sum(byDevice, DeviceReport::maps))
        .put(RunFigures.UNMAPS, sum(byDevice, DeviceReport::unmaps))
        .put(RunFigures.FAILURES, Collections.unmodifiableMap(failures))
        .put(RunFigures.FAILURE_EVIDENCE, evidence(byDevice))
        .put(RunFigures.TRANSIENT_MAPS, sum(byDevice, DeviceReport::transientMaps))
        .put(RunFigures.DIRECT_MAPS, sum(byDevice, DeviceReport::directMaps))
        .put(RunFigures.REQUESTS, sum(byDevice, DeviceReport::requests))
        .put(RunFigures.GIVEN_UP, sum(byDevice, DeviceReport::givenUp))
        .put(RunFigures.BANDWIDTH, mibPerSecond(sum(byDevice, DeviceReport::bytes)))
        .put(RunFigures.MAP_LATENCY, latency)
        .put(RunFigures.MAP_TIME, MapTime.sum(times))
        .put(RunFigures.DEVICES, devices);
  }

  private static Measured alike(FailureLog.Kind kind, FailureLog.Seen seen) {
    return FailureFigures.ALL
        .measure()
        .put(FailureFigures.DEVICE, kind.device())
        .put(FailureFigures.BYTES, kind.bytes())
        .put(FailureFigures.REASON, kind.reason().id())
        .put(FailureFigures.COUNT, seen.count())
        .put(FailureFigures.FIRST_NS, seen.firstNs())
        .put(FailureFigures.LAST_NS, seen.lastNs())
        .build();
  }

  private void putGrowthAndLog(Measured.Builder run, Machine machine) {
    var failures = machine.failures().take();
    var growth = growthLog.steps().stream().filter(step -> step.timeNs() >= beganNs).toList();
    var log = new ArrayList<KernelLine>();
    if (!isPoolToldOf && machine.counters(AllocatorName.DEFAULT).disabledSlots() > 0) {
      log.add(new KernelLine(0, KernelLog.NOT_DECRYPTED.line()));
      isPoolToldOf = true;
    }
    failures.lines().forEach(line -> log.add(new KernelLine(line.timeNs(), line.text())));
    log.addAll(growthLines);
    var unlogged = Sums.plus(failures.unlogged(), growthUnlogged);
    growthLines.clear();
    growthUnlogged = 0;
    log.sort(Comparator.comparingLong(KernelLine::timeNs));
    run.put(RunFigures.GROWTH, growth)
        .put(RunFigures.LOG, List.copyOf(log))
        .put(RunFigures.UNLOGGED_LINES, unlogged)
        .put(
            RunFigures.FAILED_ALIKE,
            failures.kinds().entrySet().stream()
                .map(kind -> alike(kind.getKey(), kind.getValue()))
                .toList())
        .put(RunFigures.FAILED_OTHERWISE, failures.ofOtherKinds());
  }

  private static KernelLine line(long atNs, String text) {
    return new KernelLine(atNs, text);
  }

  private double mibPerSecond(long bytes) {
    return perSecond(bytes / 1048576.0);
  }

  /** Of something that happened from the beginning of the run to the end of its jobs. */
  private double perSecond(double number) {
    var ns = jobsEndedNs - beganNs;
    return ns == 0 ? 0 : number / (ns / 1e9);
  }

  private Measured device(DeviceReport report) {
    var slots = report.slots();
    return DeviceFigures.ALL
        .measure()
        .put(DeviceFigures.DEVICE, report.device())
        .put(DeviceFigures.MAPS, report.maps())
        .put(DeviceFigures.DIRECT_MAPS, report.directMaps())
        .put(DeviceFigures.TRANSIENT_MAPS, report.transientMaps())
        .put(DeviceFigures.FAILED_MAPS, report.failures().values().stream().reduce(0L, Sums::plus))
        .put(DeviceFigures.REQUESTS, report.requests())
        .put(DeviceFigures.GIVEN_UP, report.givenUp())
        .put(DeviceFigures.BYTES_MOVED, report.bytes())
        .put(DeviceFigures.THROUGHPUT, mibPerSecond(report.bytes()))
        .put(DeviceFigures.IOPS, perSecond((double) report.requests()))
        .put(DeviceFigures.MOST_IN_FLIGHT, (long) report.mostInFlight())
        .put(DeviceFigures.AVERAGE_SLOTS, slots.average(beganNs, jobsEndedNs))
        .put(DeviceFigures.MOST_SLOTS, slots.most())
        .put(DeviceFigures.LEAKED_SLOTS, slots.leaked())
        .put(DeviceFigures.LIFETIME, slots.lifetime())
        .put(DeviceFigures.MAP_LATENCY, report.mapLatency())
        .put(DeviceFigures.MAP_TIME, time(report.time()))
        .build();
  }

  private static Measured time(DeviceReport.TimeSpent time) {
    return MapTime.ALL
        .measure()
        .put(MapTime.CPU_WAIT, time.cpuWaitNs())
        .put(MapTime.LOCK_WAIT, time.lockWaitNs())
        .put(MapTime.SEARCH, time.searchNs())
        .put(MapTime.GROWTH_WAIT, time.slotsWaitNs())
        .put(MapTime.TRANSIENT, time.transientNs())
        .put(MapTime.COPY_IN, time.copyInNs())
        .put(MapTime.COPY_BACK, time.copyBackNs())
        .put(MapTime.LOOK_UP, time.lookUpNs())
        .put(MapTime.RELEASE, time.releaseNs())
        .build();
  }

  /** For each reason the failure at the lowest use; of several, that of the first device. */
  private static Map<String, Measured> evidence(List<DeviceReport> byDevice) {
    var lowest = new TreeMap<String, DeviceReport.Evidence>();
    for (var report : byDevice) {
      report
          .evidence()
          .forEach(
              (reason, e) ->
                  lowest.merge(
                      reason.id(), e, (old, now) -> now.usedSlots() < old.usedSlots() ? now : old));
    }
    var evidence = new TreeMap<String, Measured>();
    lowest.forEach((reason, e) -> evidence.put(reason, measured(e)));
    return Collections.unmodifiableMap(evidence);
  }

  private static Measured measured(DeviceReport.Evidence e) {
    var run = e.largestFreeRun();
    return EvidenceFigures.ALL
        .measure()
        .put(EvidenceFigures.USED_SLOTS, e.usedSlots())
        .put(EvidenceFigures.TOTAL_SLOTS, e.totalSlots())
        .put(EvidenceFigures.LARGEST_FREE_RUN, run < 0 ? Optional.empty() : Optional.of((long) run))
        .build();
  }

  private static List<Measured> areas(List<Pool.State> pools) {
    var areas = new ArrayList<Measured>();
    for (var pool : pools) {
      for (var owner : pool.areas()) {
        for (var i = 0; i < owner.usedSlots().size(); i++) {
          areas.add(
              AreaFigures.ALL
                  .measure()
                  .put(AreaFigures.POOL, (long) pool.number())
                  .put(AreaFigures.AREA, (long) owner.firstArea() + i)
                  .put(AreaFigures.ACQUISITIONS, owner.lockAcquisitions().get(i))
                  .put(AreaFigures.CONTENDED, owner.lockContended().get(i))
                  .put(AreaFigures.WAIT_NS, owner.lockWaitNs().get(i))
                  .build());
        }
      }
    }
    areas.sort(
        Comparator.<Measured>comparingLong(area -> area.get(AreaFigures.POOL))
            .thenComparingLong(area -> area.get(AreaFigures.AREA)));
    return List.copyOf(areas);
  }

  private static List<Measured> restricted(Map<String, Allocator.State> states) {
    return states.entrySet().stream()
        .filter(e -> !AllocatorName.ofActor(e.getKey()).isDefault())
        .map(e -> restricted(AllocatorName.ofActor(e.getKey()).restricted(), e.getValue()))
        .toList();
  }

  private static Measured restricted(String device, Allocator.State state) {
    return RestrictedFigures.ALL
        .measure()
        .put(RestrictedFigures.DEVICE, device)
        .put(RestrictedFigures.IO_TLB_NSLABS, state.list().slots())
        .put(RestrictedFigures.IO_TLB_USED, state.usedSlots())
        .put(RestrictedFigures.IO_TLB_USED_HIWATER, state.hiwaterSlots())
        .build();
  }

  private static long sum(List<DeviceReport> reports, ToLongFunction<DeviceReport> of) {
    return reports.stream().mapToLong(of).reduce(0, Sums::plus);
  }
}
