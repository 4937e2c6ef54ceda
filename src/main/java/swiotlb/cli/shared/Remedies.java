package swiotlb.cli.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.Arch;
import swiotlb.report.Quantities;
import swiotlb.scenario.Scenario;

/** What helps against each reason why mappings fail, in the settings of a scenario. */
public final class Remedies {
  /** A bus that lets less through than this was hardly meant so. */
  private static final long LEAST_SENSIBLE_REACH = 1L << 20;

  /** A smaller DMA zone has no room for a pool. */
  private static final long LEAST_DMA_ZONE = 64L << 20;

  private static final int MOST_DEVICES = 4;

  private final Scenario scenario;

  private Remedies(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Sentences by reason, as results name it. */
  public static Map<String, List<String>> of(Scenario scenario) {
    var remedies = new Remedies(scenario);
    var byReason = new TreeMap<String, List<String>>();
    for (var reason : FailureReason.values()) {
      byReason.put(reason.id(), remedies.against(reason));
    }
    return byReason;
  }

  private List<String> against(FailureReason reason) {
    return switch (reason) {
      case NO_MEMORY ->
          List.of(
              scenario.kernel().swiotlb().noforce()
                  ? "swiotlb=noforce leaves the allocator no slots: leave it out"
                  : "the allocator has no slots: give it some, with swiotlb=force or iommu=soft in"
                      + " kernel, or with memory above what the device reaches");
      case TOO_LARGE -> tooLarge();
      case NO_FREE_RUN -> List.of(noFreeRun());
      case LENT ->
          List.of(
              "free slots were lent (design.placement = lending) and could not be waited for, or did"
                  + " not return: context = process, less lent (lent-percent), or design.placement ="
                  + " pools");
      case NO_ACCEPTABLE_START ->
          List.of(
              "free runs begin where the device accepts none: a lower min-align or alloc-align, a"
                  + " larger segment-boundary, or "
                  + larger());
      case TRANSIENT_REFUSED ->
          List.of(
              "all was full, and no pages could be had at once: "
                  + larger()
                  + (scenario.encryption().encrypted() && scenario.hasCoherentPools()
                      ? ", or a larger coherent_pool="
                      : "")
                  + ", so that it need not be asked"
                  + whereSharingIsRefused());
      case TRANSIENT_DOES_NOT_FIT ->
          List.of(
              "all was full, and the pages that could be had begin where the device does not accept"
                  + " it: "
                  + larger()
                  + ", or a lower min-align");
      case NOT_REACHABLE -> notReachable();
      case COHERENT_POOL_EXHAUSTED ->
          List.of(
              scenario.hasCoherentPools()
                  ? "coherent memory that may not be waited for comes from pools of one size: a"
                      + " larger coherent_pool=N in kernel, a lower depth, or context = process; no"
                      + " swiotlb= helps"
                  : "this kernel is built without coherent pools, so that coherent memory must be"
                      + " waited for: context = process; no swiotlb= or coherent_pool= helps");
      case COHERENT_REFUSED ->
          List.of(
              "no block of pages is free for coherent memory, and 4 MiB is the largest: smaller"
                  + " blocks, context = process, or pages.cma; no swiotlb= helps");
      case MUST_NOT_BOUNCE ->
          List.of(
              "the driver forbids to bounce it (require-coherent): nothing may force it, and"
                  + " buffers must lie within the device's dma-bits and bus-limit");
      case THROTTLED_FOR_EVER ->
          List.of(
              "a mapping that was never unmapped (leak-every) keeps the one semaphore of the throttle:"
                  + " whoever waits for it waits for ever, and the kernel would hang; mend the leak,"
                  + " or design.exhaustion = transient");
      case SHARED_REFUSED ->
          List.of(
              "before 7.3 buffers that are shared already (shared-buffers) are taken in encrypted"
                  + " guests only, and behind an IOMMU never: leave the setting out there");
    };
  }

  private String noFreeRun() {
    if (scenario.kernel().swiotlb().noforce() && scenario.dynamic()) {
      return "swiotlb=noforce leaves a search no areas, so that restricted pools are not searched"
          + " either: leave it out";
    }
    var mayBeBuiltToGrow =
        !scenario.dynamic()
            && scenario.devices().stream().anyMatch(d -> d.restrictedPool().isEmpty());
    return "no free run is long enough, and nothing may be added: "
        + larger()
        + ", a lower depth, or smaller blocks (max-segment)"
        + (mayBeBuiltToGrow ? "; kernel.dynamic = on would add pools" : "")
        + whereSharingIsRefused();
  }

  /** No pool becomes larger than the hypervisor lets it. */
  private String whereSharingIsRefused() {
    var encryption = scenario.encryption();
    return encryption.encrypted()
            && (encryption.sharedLimitBytes() > 0 || encryption.refusedPerMille() > 0)
        ? "; a hypervisor that refuses to share must share more (encryption.shared-limit,"
            + " refused-per-mille)"
        : "";
  }

  private String larger() {
    var hasOwn = scenario.devices().stream().anyMatch(d -> d.restrictedPool().isPresent());
    return "a larger swiotlb=N" + (hasOwn ? " (restricted-pool of a device that has one)" : "");
  }

  // Too large.

  private List<String> tooLarge() {
    var lines = new ArrayList<String>();
    for (var device : scenario.devices()) {
      var most = device.limits().maxMappingBytes();
      if (device.driver().maxSegmentBytes() > most) {
        lines.add(
            formatted(
                "%s maps up to %s at a time, larger than %s: no swiotlb= helps, limit its"
                    + " max-segment (0 is what the kernel allows)",
                device.name(),
                Quantities.bytes(device.driver().maxSegmentBytes()),
                Quantities.bytes(most)));
      }
    }
    if (lines.isEmpty()) {
      lines.add(
          formatted(
              "larger than %s, padding included: no swiotlb= helps, limit max-segment, or map less"
                  + " at a time",
              Quantities.bytes(scenario.units().maxMappingBytes())));
    }
    return few(lines);
  }

  // Beyond reach.

  private List<String> notReachable() {
    var lines = new ArrayList<String>();
    for (var device : scenario.devices()) {
      var pool = device.restrictedPool().or(scenario::defaultPool);
      if (pool.isPresent() && !reaches(device, pool.get())) {
        lines.add(beyond(device, pool.get()) + inPieces(device));
      }
    }
    if (lines.isEmpty()) {
      lines.add(
          scenario.kernel().swiotlb().noforce()
              ? "swiotlb=noforce forbids bouncing: leave it out, or the device reaches only what lies"
                  + " below its dma-bits and bus-limit"
              : "it lies where the device does not reach: a larger swiotlb=N, so that no pool is"
                  + " added above, or more dma-bits or bus-limit, if the device has them");
    }
    return few(lines);
  }

  /** Firmware of boards tells the kernel what all devices reach. */
  private String zoneFor(Scenario.Device device) {
    var reached = device.limits().reach() + 1;
    return scenario.arch() == Arch.ARM64 && reached >= LEAST_DMA_ZONE
        ? formatted("dma-zone = %s (as firmware of boards says) or ", Quantities.bytes(reached))
        : "";
  }

  /** Whoever does not ask how much the kernel maps at a time fails with more, whatever the pool. */
  private static String inPieces(Scenario.Device device) {
    var most = device.limits().maxMappingBytes();
    var largest =
        device.jobs().stream()
            .filter(job -> !job.isCoherent())
            .mapToLong(
                job ->
                    job.buffers().segmentBytes() == 0
                        ? job.largestBlock()
                        : Math.min(job.buffers().segmentBytes(), job.largestBlock()))
            .max()
            .orElse(0);
    return largest > most && device.driver().maxSegmentBytes() <= most
        ? formatted(
            "; its %s at a time are cut into pieces of %s here (max-segment): whole they are too"
                + " large whatever swiotlb= is",
            Quantities.bytes(largest), Quantities.bytes(device.driver().maxSegmentBytes()))
        : "";
  }

  private static boolean reaches(Scenario.Device device, PoolGeometry pool) {
    return device.limits().reaches(pool.start(), pool.bytes());
  }

  private String beyond(Scenario.Device device, PoolGeometry pool) {
    var limits = device.limits();
    if (pool.start() < limits.busOffset()) {
      return formatted(
          "the pool of %s at 0x%x lies below its bus-offset 0x%x: boot.address puts it above, or restricted-pool gives the device one of its own",
          device.name(), pool.start(), limits.busOffset());
    }
    var isOfBus = limits.busDmaLimit() != 0 && limits.reach() == limits.busDmaLimit();
    var limit = isOfBus ? "the bus limit" : "the address bits (dma-bits)";
    var remedy =
        limits.reach() < LEAST_SENSIBLE_REACH
            ? "no pool lies so low; a bus-limit without a unit counts bytes, write one such as 3 GiB"
            : device.restrictedPool().isPresent()
                ? "restricted-pool-address puts it below"
                : zoneFor(device)
                    + "boot.address puts it below, or restricted-pool gives the device one of its own";
    return formatted(
        "the pool of %s at 0x%x lies above %s 0x%x: %s",
        device.name(), pool.start(), limit, limits.reach(), remedy);
  }

  /** The first few; of many devices the others are counted. */
  private static List<String> few(List<String> lines) {
    if (lines.size() <= MOST_DEVICES) {
      return lines;
    }
    var few = new ArrayList<>(lines.subList(0, MOST_DEVICES));
    few.add(Quantities.count(lines.size() - MOST_DEVICES, "more device") + " alike");
    return few;
  }

  private static String formatted(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
