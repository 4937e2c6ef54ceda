package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;

/** Reads what work costs: the settings of a platform, and over them those of the scenario. */
final class PlatformReader {
  private static final int MOST_PS = 1_000_000_000;
  private static final long MOST_BYTES = 1L << 50;

  /** A device that is off by more than its own speed is no noise. */
  private static final int MOST_NOISE_PERCENT = 100;

  private PlatformReader() {}

  /**
   * The platform of a scenario.
   *
   * @param settings of the scenario
   * @param defaults of a platform
   */
  static Platform read(Settings settings, Config defaults, Findings findings) {
    var name = settings.text("platform");
    var preset = Presets.named("platforms", name);
    if (preset.isEmpty()) {
      settings.problem("platform", Presets.unknown("platforms", name));
    }
    var own = settings.value("costs") instanceof ConfigObject object ? object : null;
    if (own == null) {
      settings.problem("costs", "is no group of settings { … }");
    }
    var costs = own == null ? ConfigFactory.empty() : own.toConfig();
    var isChanged = !costs.isEmpty();
    var given = costs.withFallback(preset.orElse(ConfigFactory.empty()));
    var path = isChanged ? "costs" : "platform";
    var p = new Settings(path, given.origin(), given, defaults, findings);
    return new Platform(
        name,
        p.text("about") + (isChanged ? "; some of them are the scenario's own" : ""),
        p.nanos("lock", 0),
        p.nanos("lock-handover", 0),
        p.number("search-step-ps", 0, MOST_PS),
        p.number("slot-mark-ps", 0, MOST_PS),
        p.nanos("map", 0),
        p.nanos("unmap", 0),
        sharing(p),
        p.bytes("copy-bandwidth", 1, MOST_BYTES),
        p.nanos("copy-fixed", 0),
        warmCopy(p.part("copy-warm")),
        p.nanos("pool-step", 0),
        p.nanos("interrupt", 0),
        p.nanos("worker-start", 0),
        workerTail(p.part("worker-tail")),
        p.nanos("page-allocation", 0),
        p.nanos("page-allocation-per-order", 0),
        p.nanos("prepare-per-mib", 0),
        p.nanos("transient-setup", 0),
        gracePeriod(p.part("grace-period")),
        p.decimal("run-noise-percent", 0, MOST_NOISE_PERCENT));
  }

  private static Platform.Sharing sharing(Settings p) {
    return new Platform.Sharing(
        p.nanos("area-moved", 0), p.nanos("counters-per-cpu", 0), p.nanos("pool-list", 0));
  }

  private static Platform.WarmCopy warmCopy(Settings warm) {
    return new Platform.WarmCopy(
        warm.bytes("area", 0, MOST_BYTES), warm.bytes("bandwidth", 1, MOST_BYTES));
  }

  private static Platform.WorkerTail workerTail(Settings tail) {
    var mean = tail.nanos("mean", 0);
    return new Platform.WorkerTail(
        tail.integer("per-mille", 0, 1000), mean, tail.nanos("most", mean));
  }

  private static Platform.GracePeriod gracePeriod(Settings grace) {
    var least = grace.nanos("least", 0);
    var mean = grace.nanos("mean", least);
    return new Platform.GracePeriod(least, mean, grace.nanos("most", mean));
  }
}
