package swiotlb.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Ending;
import swiotlb.figures.Latencies;
import swiotlb.figures.RunResult;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.figures.TimeSpent;
import swiotlb.scenario.Scenario;

/** Results as JSON, as {@code result.schema.json} beside this class says. */
public final class ResultJson {
  private ResultJson() {}

  /**
   * The results of a scenario, ending in a line break.
   *
   * @param ending how it ended
   * @param version of the program
   */
  public static String of(Scenario scenario, List<RunResult> runs, Ending ending, String version) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("scenario", scenario.name());
    root.put("seed", scenario.seed());
    root.put("mode", scenario.mode().name().toLowerCase(Locale.ROOT));
    root.put("version", version);
    root.put("depends_on_timing", scenario.mode() == Scenario.Mode.CONCURRENT);
    var list = root.putArray("runs");
    runs.forEach(run -> list.add(run(run)));
    root.put("interrupted", ending.interrupted());
    var broken = root.putArray("broken_invariants");
    ending.broken().forEach(broken::add);
    var failure = ending.failure();
    if (failure == null) {
      root.putNull("failure");
    } else {
      root.putObject("failure")
          .put("actor", failure.actor())
          .put("time_ns", failure.timeNs())
          .put("message", failure.message())
          .put("what", failure.what());
    }
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot fail to be written", e);
    }
  }

  private static ObjectNode run(RunResult run) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("io_tlb_nslabs", run.ioTlbNslabs());
    node.put("io_tlb_used", run.ioTlbUsed());
    node.put("io_tlb_used_hiwater", run.ioTlbUsedHiwater());
    node.put("io_tlb_transient_nslabs", run.ioTlbTransientNslabs());
    node.put("maps", run.maps());
    node.put("unmaps", run.unmaps());
    var failures = node.putObject("failures");
    run.failures().forEach(failures::put);
    var evidence = node.putObject("failure_evidence");
    run.evidence()
        .forEach(
            (reason, e) ->
                evidence
                    .putObject(reason)
                    .put("used_slots", e.usedSlots())
                    .put("total_slots", e.totalSlots())
                    .put("largest_free_run", e.largestFreeRun() < 0 ? null : e.largestFreeRun()));
    node.put("transient_maps", run.transientMaps());
    node.put("direct_maps", run.directMaps());
    node.put("dynamic_pools", run.dynamicPools());
    node.put("requests", run.requests());
    node.put("given_up", run.givenUp());
    node.put("bandwidth_mib_s", Math.round(run.bandwidthMibPerSecond() * 10) / 10.0);
    percentiles(node.putObject("map_latency_ns"), run.mapLatency());
    time(node.putObject("map_time_ns"), run.time());
    node.put("virtual_ns", run.virtualNs());
    node.put("deliveries", run.deliveries());
    node.put("longest_mailbox", run.longestMailbox());
    node.put("longest_mailbox_of", run.longestMailboxOf());
    var growth = node.putArray("growth");
    for (var step : run.growth()) {
      growth
          .addObject()
          .put("time_ns", step.timeNs())
          .put("event", step.event())
          .put("slots", step.slots())
          .put("areas", step.areas());
    }
    var restricted = node.putArray("restricted");
    for (var pool : run.restricted()) {
      restricted
          .addObject()
          .put("device", pool.device())
          .put("io_tlb_nslabs", pool.ioTlbNslabs())
          .put("io_tlb_used", pool.ioTlbUsed())
          .put("io_tlb_used_hiwater", pool.ioTlbUsedHiwater());
    }
    var devices = node.putArray("devices");
    run.devices().forEach(device -> devices.add(device(device, run.virtualNs())));
    var areas = node.putArray("areas");
    for (var area : run.areas()) {
      areas
          .addObject()
          .put("pool", area.pool())
          .put("area", area.area())
          .put("lock_acquisitions", area.acquisitions())
          .put("lock_contended", area.contended())
          .put("lock_wait_ns", area.waitNs());
    }
    var shared = run.sharedMemory();
    if (shared.isPresent()) {
      shared(node.putObject("shared_memory"), shared.get());
    } else {
      node.putNull("shared_memory");
    }
    node.put("buddyinfo", run.buddyinfo());
    var log = node.putArray("log");
    node.put("unlogged_lines", run.unloggedLines());
    run.log().forEach(l -> log.addObject().put("time_ns", l.timeNs()).put("text", l.text()));
    return node;
  }

  private static ObjectNode device(DeviceFigures device, long runNs) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("device", device.device());
    node.put("maps", device.maps());
    node.put("direct_maps", device.directMaps());
    node.put("transient_maps", device.transientMaps());
    node.put("failed_maps", device.failedMaps());
    node.put("requests", device.requests());
    node.put("given_up", device.givenUp());
    node.put("bytes", device.bytes());
    node.put("most_in_flight", device.mostInFlight());
    node.put("average_slots", Math.round(device.averageSlots(runNs) * 10) / 10.0);
    node.put("most_slots", device.mostSlots());
    node.put("leaked_slots", device.leakedSlots());
    percentiles(node.putObject("lifetime_ns"), device.lifetime());
    percentiles(node.putObject("map_latency_ns"), device.mapLatency());
    time(node.putObject("map_time_ns"), device.time());
    return node;
  }

  private static void percentiles(ObjectNode node, Latencies latencies) {
    node.put("p50", latencies.percentile(50));
    node.put("p90", latencies.percentile(90));
    node.put("p99", latencies.percentile(99));
    node.put("p999", latencies.percentile(99.9));
    node.put("max", latencies.max());
  }

  private static void time(ObjectNode node, TimeSpent time) {
    node.put("cpu_wait", time.cpuWaitNs());
    node.put("lock_wait", time.lockWaitNs());
    node.put("search", time.searchNs());
    node.put("growth_wait", time.growthWaitNs());
    node.put("transient", time.transientNs());
    node.put("copy_in", time.copyInNs());
    node.put("copy_back", time.copyBackNs());
    node.put("look_up", time.lookUpNs());
    node.put("release", time.releaseNs());
  }

  private static void shared(ObjectNode node, SharedMemoryFigures shared) {
    node.put("shared_bytes", shared.sharedBytes());
    node.put("calls", shared.calls());
    node.put("refusals", shared.refusals());
    node.put("spent_ns", shared.spentNs());
    node.put("leaked_pages", shared.leakedPages());
    node.put("coherent_bytes", shared.coherentBytes());
    node.put("coherent_hiwater_bytes", shared.coherentHiwaterBytes());
    node.put("coherent_refused", shared.coherentRefused());
    node.put("coherent_expansions", shared.coherentExpansions());
  }
}
