package swiotlb.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.figures.AreaFigures;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.EvidenceFigures;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.KernelFigures;
import swiotlb.figures.KernelLine;
import swiotlb.figures.Latencies;
import swiotlb.figures.MapTime;
import swiotlb.figures.Measured;
import swiotlb.figures.RestrictedFigures;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SharedMemoryFigures;

/** Results made up for reports. */
final class Results {
  static final Head HEAD =
      new Head(
          "first-growth",
          1,
          true,
          true,
          false,
          2048,
          List.of("first-growth: grows", "4 CPUs"),
          Map.of());

  /** The same on real threads. */
  static final Head REAL =
      new Head("first-growth", 1, false, true, false, 2048, List.of("4 CPUs"), Map.of());

  private Results() {}

  static Measured quiet() {
    return run(Map.of(), List.of(), List.of(), List.of(), 0);
  }

  static Measured growing(GrowthStep... growth) {
    return quiet().with(RunFigures.GROWTH, List.of(growth));
  }

  static Measured run(
      Map<String, Long> failures,
      List<GrowthStep> growth,
      List<Measured> restricted,
      List<KernelLine> log,
      long unlogged) {
    return RunFigures.ALL
        .measure()
        .put(RunFigures.IO_TLB_NSLABS, 512L)
        .put(RunFigures.IO_TLB_USED, 0L)
        .put(RunFigures.IO_TLB_USED_HIWATER, 300L)
        .put(RunFigures.IO_TLB_TRANSIENT_NSLABS, 0L)
        .put(RunFigures.MAPS, 1000L)
        .put(RunFigures.UNMAPS, 1000L)
        .put(RunFigures.FAILURES, new TreeMap<>(failures))
        .put(RunFigures.FAILURE_EVIDENCE, evidence(failures))
        .put(RunFigures.TRANSIENT_MAPS, 7L)
        .put(RunFigures.DIRECT_MAPS, 3L)
        .put(RunFigures.DYNAMIC_POOLS, (long) growth.size())
        .put(RunFigures.REQUESTS, 990L)
        .put(RunFigures.GIVEN_UP, 10L)
        .put(RunFigures.BANDWIDTH, 128.0)
        .put(RunFigures.MAP_LATENCY, latencies())
        .put(RunFigures.MAP_TIME, time())
        .put(RunFigures.VIRTUAL_NS, 500_000_000L)
        .put(RunFigures.DELIVERIES, 4_321L)
        .put(RunFigures.LONGEST_MAILBOX, 17L)
        .put(RunFigures.LONGEST_MAILBOX_OF, "/allocator")
        .put(RunFigures.GROWTH, growth)
        .put(RunFigures.RESTRICTED, restricted)
        .put(RunFigures.DEVICES, List.of(device("disk")))
        .put(RunFigures.AREAS, List.of(area(0, 0, 1000, 250, 70_000), area(0, 1, 10, 0, 0)))
        .put(RunFigures.FAILED_ALIKE, List.of())
        .put(RunFigures.FAILED_OTHERWISE, 0L)
        .put(RunFigures.SHARED_MEMORY, Optional.of(shared()))
        .put(RunFigures.COHERENT_POOLS, Optional.empty())
        .put(RunFigures.THROTTLE, Optional.empty())
        .put(RunFigures.BUDDYINFO, "Node 0, zone    DMA32      1      2")
        .put(RunFigures.LOG, log)
        .put(RunFigures.KERNEL_SHOWS, kernelShows("6.12", 300))
        .put(RunFigures.UNLOGGED_LINES, unlogged)
        .build();
  }

  static Measured device(String name) {
    return DeviceFigures.ALL
        .measure()
        .put(DeviceFigures.DEVICE, name)
        .put(DeviceFigures.MAPS, 1000L)
        .put(DeviceFigures.DIRECT_MAPS, 3L)
        .put(DeviceFigures.TRANSIENT_MAPS, 7L)
        .put(DeviceFigures.FAILED_MAPS, 20L)
        .put(DeviceFigures.REQUESTS, 990L)
        .put(DeviceFigures.GIVEN_UP, 10L)
        .put(DeviceFigures.BYTES_MOVED, 64L << 20)
        .put(DeviceFigures.THROUGHPUT, 128.04)
        .put(DeviceFigures.IOPS, 1980.0)
        .put(DeviceFigures.MOST_IN_FLIGHT, 32L)
        .put(DeviceFigures.AVERAGE_SLOTS, 64.0)
        .put(DeviceFigures.MOST_SLOTS, 128L)
        .put(DeviceFigures.LEAKED_SLOTS, 2L)
        .put(DeviceFigures.LIFETIME, latencies())
        .put(DeviceFigures.MAP_LATENCY, latencies())
        .put(DeviceFigures.MAP_TIME, time())
        .build();
  }

  static Measured time() {
    return noTime()
        .with(MapTime.CPU_WAIT, 1_000L)
        .with(MapTime.LOCK_WAIT, 2_000L)
        .with(MapTime.SEARCH, 3_000L)
        .with(MapTime.TRANSIENT, 500L)
        .with(MapTime.COPY_IN, 10_000L)
        .with(MapTime.COPY_BACK, 3_500L);
  }

  static Measured noTime() {
    return MapTime.sum(List.of());
  }

  static Measured area(long pool, long area, long acquisitions, long contended, long waitNs) {
    return AreaFigures.ALL
        .measure()
        .put(AreaFigures.POOL, pool)
        .put(AreaFigures.AREA, area)
        .put(AreaFigures.ACQUISITIONS, acquisitions)
        .put(AreaFigures.CONTENDED, contended)
        .put(AreaFigures.WAIT_NS, waitNs)
        .build();
  }

  static Measured shared() {
    return SharedMemoryFigures.ALL
        .measure()
        .put(SharedMemoryFigures.SHARED_BYTES, 1L << 20)
        .put(SharedMemoryFigures.CALLS, 3L)
        .put(SharedMemoryFigures.REFUSALS, 1L)
        .put(SharedMemoryFigures.SPENT_NS, 4_000_000L)
        .put(SharedMemoryFigures.LEAKED_PAGES, 2L)
        .put(SharedMemoryFigures.COHERENT_BYTES, 1L << 19)
        .put(SharedMemoryFigures.COHERENT_HIWATER_BYTES, 8192L)
        .put(SharedMemoryFigures.COHERENT_REFUSED, 5L)
        .put(SharedMemoryFigures.COHERENT_EXPANSIONS, 6L)
        .build();
  }

  static Measured restricted(String device, long slots, long used, long hiwater) {
    return RestrictedFigures.ALL
        .measure()
        .put(RestrictedFigures.DEVICE, device)
        .put(RestrictedFigures.IO_TLB_NSLABS, slots)
        .put(RestrictedFigures.IO_TLB_USED, used)
        .put(RestrictedFigures.IO_TLB_USED_HIWATER, hiwater)
        .build();
  }

  private static Latencies latencies() {
    var latencies = new Latencies();
    latencies.record(1_500);
    return latencies;
  }

  private static Map<String, Measured> evidence(Map<String, Long> failures) {
    var evidence = new TreeMap<String, Measured>();
    failures.keySet().forEach(reason -> evidence.put(reason, evidence()));
    return evidence;
  }

  private static Measured evidence() {
    return EvidenceFigures.ALL
        .measure()
        .put(EvidenceFigures.USED_SLOTS, 100L)
        .put(EvidenceFigures.TOTAL_SLOTS, 512L)
        .put(EvidenceFigures.LARGEST_FREE_RUN, Optional.of(7L))
        .build();
  }

  static Measured kernelShows(String release, long hiwater) {
    return KernelFigures.ALL
        .measure()
        .put(KernelFigures.RELEASE, release)
        .put(KernelFigures.IO_TLB_USED, 0L)
        .put(KernelFigures.IO_TLB_USED_HIWATER, hiwater)
        .put(KernelFigures.BOUNCED_FORCE, 12L)
        .put(KernelFigures.BOUNCED_NORMAL, 34L)
        .put(KernelFigures.UNSHARED_SLOTS, 0L)
        .put(KernelFigures.DISABLED_SLOTS, 0L)
        .build();
  }
}
