package swiotlb.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import swiotlb.metrics.Latencies;
import swiotlb.pool.MapClient;
import swiotlb.slot.FailureReason;

/** Counts what a device does in a run. State of one device. */
final class RunTally {
  private static final int LOGGED_LINES = 5;

  private final String device;
  private final Map<FailureReason, Long> failures = new EnumMap<>(FailureReason.class);
  private final Map<FailureReason, DeviceReport.Evidence> evidence =
      new EnumMap<>(FailureReason.class);
  private final Latencies mapLatency = new Latencies();
  private final List<DeviceReport.LogLine> log = new ArrayList<>();
  private long maps;
  private long unmaps;
  private long directMaps;
  private long transientMaps;
  private long bytes;
  private long unlogged;

  RunTally(String device) {
    this.device = device;
  }

  void mapped(Mapping mapping, long latencyNs) {
    maps++;
    mapLatency.record(latencyNs);
    if (!mapping.isBounced()) {
      directMaps++;
    } else if (mapping.isTransient()) {
      transientMaps++;
    }
  }

  void failed(Mapping mapping, MapClient.MapFailed failure, long nowNs) {
    failures.merge(failure.reason(), 1L, Long::sum);
    var seen =
        new DeviceReport.Evidence(
            failure.usedSlots(), failure.totalSlots(), failure.largestFreeRun());
    evidence.merge(
        failure.reason(), seen, (old, now) -> now.usedSlots() < old.usedSlots() ? now : old);
    if (log.size() == LOGGED_LINES) {
      unlogged++;
    } else {
      log.add(new DeviceReport.LogLine(nowNs, device + ": " + KernelLog.line(mapping, failure)));
    }
  }

  void unmapped(Mapping mapping) {
    unmaps++;
    bytes += mapping.demand.sizeBytes();
  }

  DeviceReport report() {
    return new DeviceReport(
        device,
        maps,
        unmaps,
        directMaps,
        transientMaps,
        Collections.unmodifiableMap(new EnumMap<>(failures)),
        Collections.unmodifiableMap(new EnumMap<>(evidence)),
        bytes,
        mapLatency.copy(),
        List.copyOf(log),
        unlogged);
  }
}
