package swiotlb.study.conform.replay;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.input.InputException;
import swiotlb.kernel.text.Release;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.workload.ftrace.AlignMasks;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;

/**
 * A recording as a workload for another configuration: an ordinary scenario, whose jobs take its
 * requests with their times, CPUs, contexts and lifetimes, and bounce each, with or without force.
 * What work costs is as on any machine of its platform; the worker comes as late as it was recorded
 * to.
 */
public final class WhatIf {
  private static final long DEFAULT_WORKER_DELAY_NS = 1_000_000;

  /**
   * What came of a workload under a configuration.
   *
   * @param failures of mappings, by reason
   */
  public record Outcome(
      long maps,
      long transientMaps,
      long failedMaps,
      Map<String, Long> failures,
      long growths,
      long nslabs,
      long hiwater) {}

  /**
   * A recording and where it is.
   *
   * @param usesProbes whether the lines of the extra probes count
   * @param isDynamic whether the kernel to run has dynamic pools
   */
  public record Source(Path file, Recording recording, boolean usesProbes, boolean isDynamic) {}

  private WhatIf() {}

  /** Devices of a recording; the n-th, from 0, is {@code dn} in the scenario that is made of it. */
  public static List<String> devices(Recording recording) {
    return recording.mappings().stream().map(RecordedMapping::device).distinct().toList();
  }

  /** The time from queueing the growth work to its pool: the median of the recorded ones. */
  public static long workerDelayNs(Recording recording) {
    return recording.growth().medianDelayNs().orElse(DEFAULT_WORKER_DELAY_NS);
  }

  /**
   * Runs the workload of a recording.
   *
   * @param cmdline of the kernel to try
   * @throws InputException if the command line cannot be used
   */
  public static Outcome run(Source source, String cmdline, OptionalLong workerDelayNs) {
    var scenario = read(source, cmdline, workerDelayNs, Map.of());
    var outcome = ScenarioRun.run(scenario, ScenarioRun.Options.plain());
    var failure = outcome.ending().failure();
    if (failure != null || outcome.runs().isEmpty()) {
      throw new IllegalStateException("the recorded workload did not come to its end: " + failure);
    }
    return outcome(outcome.runs().get(0));
  }

  /**
   * The workload of a recording, to be run.
   *
   * @param cmdline of the kernel to try
   * @param overrides settings that are otherwise, by their paths
   * @throws InputException if the command line or a setting cannot be used
   */
  public static Scenario read(
      Source source, String cmdline, OptionalLong workerDelayNs, Map<String, String> overrides) {
    return new ScenarioReader()
        .knowing(source.file, source.usesProbes, source.recording)
        .read("what-if", scenario(source, cmdline, workerDelayNs), overrides);
  }

  private static Outcome outcome(Measured run) {
    return new Outcome(
        run.get(RunFigures.MAPS),
        run.get(RunFigures.TRANSIENT_MAPS),
        RunFigures.failed(run),
        run.get(RunFigures.FAILURES),
        run.get(RunFigures.DYNAMIC_POOLS),
        run.get(RunFigures.IO_TLB_NSLABS),
        run.get(RunFigures.IO_TLB_USED_HIWATER));
  }

  /**
   * The scenario, as it stands in a file.
   *
   * @throws InputException if the command line cannot be used
   */
  public static String scenario(Source source, String cmdline, OptionalLong workerDelayNs) {
    var release = release(source.recording);
    var kernel = ReplayFacts.kernel(cmdline, release);
    if (kernel.swiotlb().noforce()) {
      throw new InputException(
          "--cmdline", "noforce leaves no bounce buffers, and every recorded mapping needs one");
    }
    var recording = source.recording;
    var text = new StringBuilder();
    text.append("about = \"the requests of a recording, each held as long as it was\"\n");
    line(
        text,
        "kernel.cmdline",
        quoted(kernel.swiotlb().force() ? cmdline : forced(cmdline, release)));
    if (!release.equals(Release.DEFAULT)) {
      line(text, "kernel.release", quoted(release.toString()));
    }
    if (!source.isDynamic) {
      line(text, "kernel.dynamic", false);
    }
    line(text, "cpus", recording.cpuNumbers());
    line(text, "memory", "64 GiB");
    line(text, "costs.worker-start", workerDelayNs.orElse(workerDelayNs(recording)) + " ns");
    // The recorded delay ends with the pool: what its pages cost is part of it.
    line(text, "costs.page-allocation", "0 ns");
    line(text, "costs.prepare-per-mib", "0 ns");
    var masks = AlignMasks.of(recording.mappings());
    var devices = devices(recording);
    for (var i = 0; i < devices.size(); i++) {
      device(text, i, devices.get(i), masks.getOrDefault(devices.get(i), 0L), source);
    }
    return text.toString();
  }

  /** That of the recorded kernel, or the nearest that is simulated. */
  private static Release release(Recording recording) {
    return recording
        .host()
        .release()
        .map(
            r ->
                r.isFrom(6, 6)
                    ? (Release.NEWEST.compareTo(r) < 0 ? Release.NEWEST : r)
                    : Release.DEFAULT)
        .orElse(Release.DEFAULT);
  }

  /** Every recorded mapping bounced, so that each bounces here, too. */
  private static String forced(String cmdline, Release release) {
    var words = List.of(cmdline.trim().split("\\s+", -1));
    var more =
        words.stream().anyMatch(word -> word.startsWith("swiotlb="))
            ? cmdline.replaceAll("(?<!\\S)(swiotlb=\\S*)", "$1,force")
            : (cmdline + " swiotlb=force").trim();
    // Where a word is lost behind one that the kernel does not know, it is heard at the beginning.
    return ReplayFacts.kernel(more, release).swiotlb().force()
        ? more
        : "swiotlb=force " + cmdline.trim();
  }

  private static void device(
      StringBuilder text, int number, String recordedName, long minAlignMask, Source source) {
    text.append("devices.d").append(number).append(" {\n");
    line(text, "  min-align", minAlignMask + 1);
    line(text, "  jobs.load.recording", quoted(source.file.toAbsolutePath().toString()));
    line(text, "  jobs.load.recording-device", quoted(recordedName));
    line(text, "  jobs.load.recording-probes", source.usesProbes);
    text.append("}\n");
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(String.format(Locale.ROOT, "%s = %s\n", key, value));
  }

  private static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }
}
