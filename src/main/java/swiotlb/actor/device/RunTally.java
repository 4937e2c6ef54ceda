package swiotlb.actor.device;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.SearchCost;
import swiotlb.figures.Latencies;
import swiotlb.figures.Sums;
import swiotlb.kernel.slot.FailureReason;

/** Counts what a device does in a run. State of one device. */
final class RunTally {
  private final DeviceSpec device;
  private final HeldSlots held;
  private final Map<FailureReason, Long> failures = new EnumMap<>(FailureReason.class);
  private final Map<FailureReason, DeviceReport.Evidence> evidence =
      new EnumMap<>(FailureReason.class);
  private final Latencies mapLatency = new Latencies();
  private final FailureLog log;
  private long maps;
  private long unmaps;
  private long directMaps;
  private long transientMaps;
  private long requests;
  private long givenUp;
  private long bytes;
  private int mostInFlight;
  private long cpuWaitNs;
  private long lockWaitNs;
  private long searchNs;
  private long slotsWaitNs;
  private long transientNs;
  private long copyInNs;
  private long copyBackNs;
  private long lookUpNs;
  private long releaseNs;

  /** That of a run that begins now, after another one. */
  RunTally(DeviceSpec device, FailureLog log, long nowNs, @Nullable RunTally before) {
    this.device = device;
    this.log = log;
    this.held = new HeldSlots(before == null ? null : before.held, nowNs);
  }

  void inFlight(int requestsNow) {
    mostInFlight = Math.max(mostInFlight, requestsNow);
  }

  void waitedForCpu(long ns) {
    cpuWaitNs = Sums.plus(cpuWaitNs, ns);
  }

  void mapped(Mapping mapping, long latencyNs, long copiedNs, long nowNs) {
    maps++;
    copyInNs = Sums.plus(copyInNs, copiedNs);
    if (!mapping.isBounced()) {
      directMaps++;
      return;
    }
    mapLatency.record(latencyNs);
    if (mapping.isTransient()) {
      transientMaps++;
    }
    spent(mapping, mapping.cost());
    held.took(mapping.demand().slots(), nowNs);
  }

  void copiedIn(long ns) {
    copyInNs = Sums.plus(copyInNs, ns);
  }

  void lookedUp(long ns) {
    lookUpNs = Sums.plus(lookUpNs, ns);
  }

  void gaveBack(long waitedNs, long heldNs) {
    lockWaitNs = Sums.plus(lockWaitNs, waitedNs);
    releaseNs = Sums.plus(releaseNs, heldNs);
  }

  void copiedBack(long ns) {
    copyBackNs = Sums.plus(copyBackNs, ns);
  }

  void bounces(long nowNs) {
    log.bounces(nowNs);
  }

  void failed(Mapping mapping, MapClient.MapFailed failure, long nowNs) {
    failures.merge(failure.reason(), 1L, Long::sum);
    spent(mapping, failure.cost());
    if (!failure.reason().isOfCoherentMemory()) {
      var seen =
          new DeviceReport.Evidence(
              failure.usedSlots(), failure.totalSlots(), failure.largestFreeRun());
      evidence.merge(
          failure.reason(), seen, (old, now) -> now.usedSlots() < old.usedSlots() ? now : old);
    }
    log.failed(mapping, device, failure, nowNs);
  }

  void unmapped(Mapping mapping, long nowNs) {
    unmaps++;
    if (mapping.isBounced()) {
      held.gaveBack(mapping.demand().slots(), mapping.servedNs(), nowNs);
    }
  }

  void forgot(Mapping mapping) {
    held.leaked(mapping.demand().slots(), mapping.isTransient());
  }

  void completed(long moved) {
    requests++;
    bytes = Sums.plus(bytes, moved);
  }

  void gaveUp() {
    givenUp++;
  }

  private void spent(Mapping mapping, SearchCost cost) {
    lockWaitNs = Sums.plus(lockWaitNs, cost.lockWaitNs());
    searchNs = Sums.plus(searchNs, cost.searchNs());
    slotsWaitNs = Sums.plus(slotsWaitNs, Sums.plus(cost.waitNs(), mapping.throttledNs()));
    transientNs = Sums.plus(transientNs, cost.transientNs());
  }

  DeviceReport report(long nowNs) {
    return new DeviceReport(
        device.name(),
        maps,
        unmaps,
        directMaps,
        transientMaps,
        Collections.unmodifiableMap(new EnumMap<>(failures)),
        Collections.unmodifiableMap(new EnumMap<>(evidence)),
        requests,
        givenUp,
        bytes,
        mapLatency.copy(),
        new DeviceReport.TimeSpent(
            cpuWaitNs,
            lockWaitNs,
            searchNs,
            slotsWaitNs,
            transientNs,
            copyInNs,
            copyBackNs,
            lookUpNs,
            releaseNs),
        held.report(nowNs),
        mostInFlight);
  }
}
