package swiotlb.cli.advise;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.study.advise.Advice;
import swiotlb.study.advise.AskedSize;
import swiotlb.study.advise.Judged;
import swiotlb.study.advise.KernelAdvice;
import swiotlb.study.advise.Margin;
import swiotlb.study.advise.SizePoint;

/** Advice as JSON, as {@code advise.schema.json} says. */
final class AdviceJson {
  private final Advice advice;
  private final AdviceWords words;

  private AdviceJson(Advice advice, Map<String, List<String>> remedies) {
    this.advice = advice;
    this.words = new AdviceWords(advice, remedies);
  }

  /**
   * Of some advice.
   *
   * @param remedies what helps against each reason of a failure, as results name it
   */
  static ObjectNode of(Advice advice, Map<String, List<String>> remedies, String version) {
    return new AdviceJson(advice, remedies).document(version);
  }

  private ObjectNode document(String version) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("version", version);
    root.put("workload", advice.workload().name());
    root.put("verdict", verdict());
    root.put("answer", words.answer());
    advice.own().ifPresentOrElse(own -> put(root, own), () -> putNone(root));
    root.put("confidence", advice.objectives().confidence());
    root.put("seed", advice.seed());
    bounds(root.putObject("bounds"));
    advice
        .unbounded()
        .ifPresent(
            grows ->
                root.putObject("unbounded")
                    .put("why", grows.why().name().toLowerCase(Locale.ROOT))
                    .put("device", advice.workload().device(grows.device()))
                    .put("slots_per_second", grows.slotsPerSecond())
                    .put("held_slots", grows.heldSlots()));
    var kernels = root.putArray("kernels");
    advice.own().ifPresent(own -> kernel(kernels.addObject(), own));
    advice.other().ifPresent(other -> kernel(kernels.addObject(), other));
    costs(root.putArray("cost_ranges"));
    root.put("machines", advice.machines());
    var assumed = root.putArray("assumed");
    advice.workload().assumed().forEach(assumed::add);
    advice.remarks().forEach(assumed::add);
    return root;
  }

  private String verdict() {
    return advice.unbounded().isPresent()
        ? "unbounded"
        : advice.withoutPool() ? "no_pool" : advice.isGood() ? "enough" : "not_all";
  }

  private void put(ObjectNode root, KernelAdvice own) {
    put(root, own.size());
    if (!advice.isGood()) {
      root.putNull("cmdline");
    }
    root.put("coherent_pool_bytes", own.coherentBytes());
    root.put("default_bytes", own.unsizedBytes());
    root.put("saved_bytes", own.savedBytes());
    objectives(root.putArray("objectives"), own.point(), own);
    margin(root.putObject("margin"), own.margin().orElseThrow());
    points(root.putArray("curve"), own.curve(), own);
    points(root.putArray("areas_tried"), own.areas(), own);
  }

  private void put(ObjectNode to, AskedSize size) {
    to.put("swiotlb_slots", size.slots());
    to.put("areas", size.areas());
    to.put("cmdline", size.parameters(advice.workload().words()));
  }

  private void putNone(ObjectNode root) {
    for (var name :
        List.of("swiotlb_slots", "areas", "cmdline", "coherent_pool_bytes", "saved_bytes")) {
      root.putNull(name);
    }
    root.put("default_bytes", Math.round(advice.unsized().poolBytes()));
    objectives(root.putArray("objectives"), advice.unsized(), null);
    root.putNull("margin");
    root.putArray("curve");
    root.putArray("areas_tried");
  }

  private static void objectives(ArrayNode to, SizePoint point, @Nullable KernelAdvice kernel) {
    for (var one : point.objectives()) {
      var node = to.addObject();
      node.put("name", one.name());
      node.put("limit", one.limit());
      number(node, "mean", one.mean());
      number(node, "bound", one.bound());
      node.put("met", one.isMet());
      node.put("counts", kernel == null || !kernel.leftOut().containsKey(one.name()));
    }
  }

  private static void number(ObjectNode to, String name, double value) {
    if (Double.isFinite(value)) {
      to.put(name, value);
    } else {
      to.putNull(name);
    }
  }

  private void margin(ObjectNode to, Margin margin) {
    to.put("growth_factor", margin.factor());
    to.put("met", margin.isMet());
    to.put("holds_up_to", margin.holdsUpTo());
    margin.size().ifPresent(size -> put(to, size));
    var breaks = to.putArray("breaks");
    margin
        .breaks()
        .ifPresent(
            point -> {
              point.unmet().stream().map(Judged::name).forEach(breaks::add);
              failures(to.putArray("failures"), point);
            });
  }

  private void failures(ArrayNode to, SizePoint point) {
    point
        .failed()
        .forEach(
            (kind, count) ->
                to.addObject()
                    .put("device", advice.workload().device(kind.device()))
                    .put("reason", kind.reason())
                    .put("count", count));
  }

  private static void points(ArrayNode to, List<SizePoint> points, KernelAdvice kernel) {
    for (var point : points) {
      var node = to.addObject();
      node.put("slots", point.bootedSlots());
      node.put("areas", point.bootedAreas());
      node.put("boot_bytes", (long) point.bootedSlots() * kernel.slotBytes());
      node.put("memory_bytes", Math.round(point.poolBytes()));
      node.put("used_slots", point.usedSlots());
      number(node, "failures", point.objective(Judged.FAILURES).mean());
      number(node, "transient_share", point.objective(Judged.TRANSIENT_SHARE).mean());
      number(node, "p99_map_ns", point.objective(Judged.P99_MAP).mean());
      node.put("machines", point.machines());
      node.put("machines_that_met", point.machinesThatMet());
      node.put("met", point.isMet());
    }
  }

  private void bounds(ObjectNode to) {
    var bounds = advice.bounds();
    to.put("in_flight_slots", bounds.inFlightSlots());
    to.put("largest_slots", bounds.largestSlots());
    to.put("sufficient_slots", bounds.sufficientSlots());
  }

  private void kernel(ObjectNode to, KernelAdvice kernel) {
    to.put("dynamic", kernel.isDynamic());
    put(to, kernel.size());
    to.put("coherent_pool_bytes", kernel.coherentBytes());
    to.put("uses_coherent_pools", kernel.usesCoherent());
    to.put("default_bytes", kernel.unsizedBytes());
    to.put("saved_bytes", kernel.savedBytes());
    to.put("machines", kernel.point().machines());
    to.put("machines_that_met", kernel.point().machinesThatMet());
    to.put("least_share", advice.objectives().leastShare(kernel.point().machines()));
    objectives(to.putArray("objectives"), kernel.point(), kernel);
    var beyondHelp = to.putArray("beyond_help");
    kernel.beyondHelp().stream()
        .sorted()
        .forEach(
            kind ->
                beyondHelp
                    .addObject()
                    .put("device", advice.workload().device(kind.device()))
                    .put("reason", kind.reason()));
    var remarks = to.putArray("remarks");
    kernel.remarks().forEach(remarks::add);
  }

  private void costs(ArrayNode to) {
    for (var range : advice.costs().ranges()) {
      to.addObject()
          .put("setting", range.setting())
          .put("grade", range.grade().name())
          .put("written", range.isWritten())
          .put("low", range.low())
          .put("value", range.value())
          .put("high", range.high());
    }
  }
}
