package swiotlb.study.advise;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import swiotlb.scenario.Encryption;
import swiotlb.scenario.Platform;
import swiotlb.scenario.Scenario;

/** A figure of what work costs that can be otherwise than the platform says. */
enum CostFigure {
  LOCK("lock", Platform::lockNs),
  LOCK_HANDOVER("lock-handover", Platform::lockHandoverNs),
  SEARCH_STEP("search-step-ps", Platform::searchStepPs),
  SLOT_MARK("slot-mark-ps", Platform::slotMarkPs),
  MAP("map", Platform::mapNs),
  UNMAP("unmap", Platform::unmapNs),
  AREA_MOVED("area-moved", p -> p.sharing().areaMovedNs()),
  COUNTERS("counters-per-cpu", p -> p.sharing().countersPerCpuNs()),
  POOL_LIST("pool-list", p -> p.sharing().poolListNs()),
  COPY("copy-bandwidth", Platform::copyBytesPerSecond),
  COPY_FIXED("copy-fixed", Platform::copyFixedNs),
  COPY_WARM("copy-warm.bandwidth", p -> p.warmCopy().bytesPerSecond()),
  POOL_STEP("pool-step", Platform::poolStepNs),
  INTERRUPT("interrupt", Platform::interruptNs),
  WORKER_START("worker-start", Platform::workerStartNs),
  WORKER_TAIL("worker-tail.mean", p -> p.workerTail().meanNs()),
  PAGE_ALLOCATION("page-allocation", Platform::pageAllocationNs),
  PREPARE("prepare-per-mib", Platform::preparePerMibNs),
  TRANSIENT_SETUP("transient-setup", Platform::transientSetupNs),
  GRACE_PERIOD("grace-period.mean", p -> p.gracePeriod().meanNs()),
  SHARE(Encryption::sharePerPageNs, "share-per-page"),
  UNSHARE(Encryption::unsharePerPageNs, "unshare-per-page"),
  SHARING_CALL(Encryption::perCallNs, "per-call"),
  ENCRYPTED_COPY(Encryption::copyPercent, "copy-percent");

  private static final List<CostFigure> COUNTED =
      List.of(SEARCH_STEP, SLOT_MARK, COPY, COPY_WARM, ENCRYPTED_COPY);

  private final String setting;

  @SuppressWarnings("ImmutableEnumChecker") // It keeps nothing.
  private final ToDoubleFunction<Scenario> of;

  private final boolean isOfEncryption;

  CostFigure(String setting, ToDoubleFunction<Platform> of) {
    this.setting = setting;
    this.of = scenario -> of.applyAsDouble(scenario.platform());
    this.isOfEncryption = false;
  }

  CostFigure(ToDoubleFunction<Encryption> of, String setting) {
    this.setting = setting;
    this.of = scenario -> of.applyAsDouble(scenario.encryption());
    this.isOfEncryption = true;
  }

  /** As platforms and kinds of encryption name it. */
  String setting() {
    return setting;
  }

  /** Whose it is: the name of the platform, or the kind of encryption. */
  String owner(Scenario scenario) {
    return isOfEncryption ? scenario.encryption().kind() : scenario.platform().name();
  }

  /** In ns, ps, bytes a second or percent. */
  double of(Scenario scenario) {
    return of.applyAsDouble(scenario);
  }

  /** A value with its unit. */
  String text(double value) {
    var number = String.format(Locale.ROOT, "%d", Math.max(1, Math.round(value)));
    return COUNTED.contains(this) ? number : number + " ns";
  }

  /** The settings of a scenario that make it so, and keep what must be less or more. */
  Map<String, String> settings(Scenario scenario, double value) {
    var settings = new TreeMap<String, String>();
    var platform = scenario.platform();
    if (this == GRACE_PERIOD) {
      var grace = platform.gracePeriod();
      settings.put("costs.grace-period.least", text(Math.min((double) grace.leastNs(), value)));
      settings.put("costs.grace-period.most", text(Math.max((double) grace.mostNs(), value)));
    } else if (this == WORKER_TAIL) {
      settings.put(
          "costs.worker-tail.most", text(Math.max((double) platform.workerTail().mostNs(), value)));
    }
    settings.put((isOfEncryption ? "encryption.costs." : "costs.") + setting, text(value));
    return settings;
  }
}
