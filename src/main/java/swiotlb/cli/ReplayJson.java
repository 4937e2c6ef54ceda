package swiotlb.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import swiotlb.study.conform.replay.Replay;
import swiotlb.study.conform.replay.WhatIf;
import swiotlb.workload.ftrace.Recording;

/** What {@code replay} finds, as JSON. */
final class ReplayJson {
  private ReplayJson() {}

  static ObjectNode of(Recording recording, Replay.Result result) {
    var root = JsonNodeFactory.instance.objectNode();
    var score = result.score();
    root.put("maps", result.maps());
    root.put("compared", score.compared());
    root.put("equal", score.equal());
    root.put("equal_at_once", score.equalAtOnce());
    root.put("learned", score.learned());
    root.put("divergences", score.divergences());
    var adopted = root.putObject("adopted");
    adopted.put("in_pools", score.adopted().inPools());
    adopted.put("transient_maps", score.adopted().transientMaps());
    adopted.put("failed_maps", score.adopted().failedMaps());
    adopted.put("not_possible", score.adopted().notPossible());
    reading(root, recording);
    counts(root.putObject("recorded"), result.recorded());
    counts(root.putObject("simulated"), result.simulated());
    var machine = result.machine();
    var inferred = root.putObject("inferred");
    inferred.put("probes", recording.hasProbes());
    inferred.put("cpus", recording.cpus());
    inferred.put("cpus_known", recording.host().cpusAreKnown());
    inferred.put("static", machine.isStatic());
    inferred.put("default_slots", machine.defaultSlots());
    inferred.put("default_areas", machine.defaultAreas());
    inferred.put("default_pool", hex(machine.place().start()));
    inferred.put("default_pool_by", machine.place().source().name().toLowerCase(Locale.ROOT));
    if (machine.place().isDoubtful()) {
      inferred.put("default_pool_lowest", hex(machine.place().lowest()));
      inferred.put("default_pool_highest", hex(machine.place().highest()));
    }
    var masks = inferred.putObject("min_align_mask");
    machine.minAlignMasks().forEach(masks::put);
    var boundaries = inferred.putObject("segment_boundary_mask");
    machine.boundaryMasks().forEach(boundaries::put);
    var pools = inferred.putArray("dynamic_pools");
    for (var growth : result.growths()) {
      pools
          .addObject()
          .put("start", hex(growth.pool().start()))
          .put("slots", growth.pool().slots())
          .put("areas", growth.pool().areas())
          .put("position", Math.max(0, Math.round(Math.ceil(growth.published()))));
    }
    var first = result.first();
    if (first != null) {
      root.putObject("first_divergence")
          .put("mapping", first.mapping().index())
          .put("cpu", first.mapping().cpu())
          .put("bytes", first.mapping().sizeBytes())
          .put("time_ns", first.mapping().requestNs())
          .put("recorded", first.expected())
          .put("simulated", first.got());
    }
    return root;
  }

  static ObjectNode ofBounces(Recording recording) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("maps", 0);
    reading(root, recording);
    var devices = root.putObject("bounces");
    BouncesText.byDevice(recording)
        .forEach(
            (device, of) ->
                devices
                    .putObject(device)
                    .put("bounces", of.bounces())
                    .put("forced", of.forced())
                    .put("bytes", of.bytes())
                    .put("smallest_bytes", of.sizes().firstKey())
                    .put("largest_bytes", of.sizes().lastKey()));
    return root;
  }

  private static void reading(ObjectNode root, Recording recording) {
    root.put("bounced", recording.bounces().size());
    root.put("lines", recording.reading().lines());
    root.put("unreadable_lines", recording.reading().unreadable());
    root.put("lost_lines", recording.reading().lost().lines());
    root.put("lost_anywhere", recording.reading().lost().isAnywhere());
    root.put("missing_releases", recording.reading().lost().missing());
    root.put("time_goes_back", recording.reading().order().goesBack());
    root.put("cut_off_after_line", recording.reading().cutOffAfter());
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }

  static void counts(ObjectNode node, Replay.Counts counts) {
    put(node, "transient_maps", counts.transientMaps());
    put(node, "failed_maps", counts.failedMaps());
    put(node, "growth_work_queued", counts.workQueued());
    put(node, "growths", counts.growths());
    put(node, "io_tlb_nslabs", counts.nslabs());
    put(node, "io_tlb_used_hiwater", counts.hiwater());
  }

  private static void put(ObjectNode node, String key, long value) {
    if (value < 0) {
      node.putNull(key);
    } else {
      node.put(key, value);
    }
  }

  static void outcome(ObjectNode node, String cmdline, WhatIf.Outcome outcome) {
    node.put("cmdline", cmdline);
    node.put("maps", outcome.maps());
    node.put("transient_maps", outcome.transientMaps());
    var failures = node.putObject("failures");
    outcome.failures().forEach(failures::put);
    node.put("growths", outcome.growths());
    node.put("io_tlb_nslabs", outcome.nslabs());
    node.put("io_tlb_used_hiwater", outcome.hiwater());
  }
}
