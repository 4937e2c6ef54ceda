package swiotlb.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import swiotlb.metrics.Ending;
import swiotlb.metrics.RunResult;
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
    node.put("bandwidth_mib_s", Math.round(run.bandwidthMibPerSecond() * 10) / 10.0);
    var latency = node.putObject("map_latency_ns");
    latency.put("p50", run.mapLatency().percentile(50));
    latency.put("p90", run.mapLatency().percentile(90));
    latency.put("p99", run.mapLatency().percentile(99));
    latency.put("p999", run.mapLatency().percentile(99.9));
    latency.put("max", run.mapLatency().max());
    node.put("virtual_ns", run.virtualNs());
    node.put("deliveries", run.deliveries());
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
    var log = node.putArray("log");
    node.put("unlogged_lines", run.unloggedLines());
    run.log().forEach(l -> log.addObject().put("time_ns", l.timeNs()).put("text", l.text()));
    return node;
  }
}
