package swiotlb.study.explain;

import static swiotlb.study.explain.Said.bytes;
import static swiotlb.study.explain.Said.formatted;

import java.util.List;
import swiotlb.study.explain.Explanation.Advice;
import swiotlb.study.explain.Shape.Found;

/** Explains lines about memory that a device does not reach. */
final class ReachLines {
  private static final int ENCRYPTION_BITS_FROM = 45;

  private final MachineWords machine;
  private final PoolAdvice pool;

  ReachLines(MachineWords machine) {
    this.machine = machine;
    this.pool = new PoolAdvice(machine);
  }

  Explanation explain(Found found) {
    return switch (found.shape()) {
      case BOUNCE_OUT_OF_REACH ->
          said(
              found,
              Cause.UNREACHABLE,
              List.of(),
              "Slots were found, but " + beyond(found) + ": the pool itself lies out of reach.",
              within());
      case BUFFER_OUT_OF_REACH, OVERFLOW_OLD -> buffer(found);
      case COHERENT_MASK_OLD ->
          said(
              found,
              Cause.UNREACHABLE,
              List.of(Cause.EXHAUSTED),
              formatted(
                  "Coherent memory was had at 0x%x, above the device's mask 0x%x.",
                  hex(found, 1), hex(found, 0)),
              within());
      case NO_MASK ->
          said(
              found,
              Cause.UNREACHABLE,
              List.of(),
              "The driver maps for a device that never got a DMA mask, so that nothing counts as within its reach.",
              new Advice(
                  Fix.MEND_DRIVER,
                  "The driver must set a mask (dma_set_mask_and_coherent()) before it maps; no swiotlb= helps.",
                  ""));
      default ->
          said(
              found,
              Cause.UNREACHABLE,
              List.of(),
              "The region that the device tree gives the device lies above what its bus lets through.",
              new Advice(
                  Fix.CHANGE_RESTRICTED_POOL,
                  "Put the region lower, or correct dma-ranges of the bus; no swiotlb= helps.",
                  ""));
    };
  }

  private static Explanation said(
      Found found, Cause cause, List<Cause> also, String evidence, Advice advice) {
    return new Explanation(
        found.line(),
        found.device(),
        cause,
        also,
        Sure.CERTAIN,
        evidence
            + (found.shape() == Shape.BOUNCE_OUT_OF_REACH
                    || found.shape() == Shape.BUFFER_OUT_OF_REACH
                ? " The kernel says so once a boot, for all devices together: others may be concerned."
                : ""),
        advice);
  }

  private Explanation buffer(Found found) {
    var isOff = machine.isForcedOff();
    var hasPool = machine.bootSlots().isPresent() && !isOff;
    return said(
        found,
        isOff ? Cause.FORCED_OFF : Cause.UNREACHABLE,
        List.of(isOff ? Cause.UNREACHABLE : Cause.NO_MEMORY),
        "The buffer itself is out of reach, and was not bounced: "
            + beyond(found)
            + (isOff
                ? "; the command line says swiotlb=noforce."
                : hasPool
                    ? "; there is a pool, so that the driver forbids to bounce it (from 7.0 on), or the pool is out of reach as well."
                    : "; as a rule there is no pool then, which the line itself does not tell."),
        isOff ? pool.dropNoforce() : hasPool ? within() : pool.make());
  }

  private static long hex(Found found, int value) {
    return found.hex(value);
  }

  private static String beyond(Found found) {
    var last = found.hex(0) + found.number(1) - 1;
    var mask = found.hex(2);
    var limit = found.has(3) ? found.hex(3) : 0;
    var reach = limit != 0 && Long.compareUnsigned(limit, mask) < 0 ? limit : mask;
    var text =
        formatted(
            "%s at 0x%x end at 0x%x, above %s 0x%x",
            bytes(found.number(1)),
            found.hex(0),
            last,
            reach == mask ? "the device's mask" : "the limit of its bus",
            reach);
    if (Long.compareUnsigned(last, reach) <= 0) {
      return formatted(
          "%s at 0x%x lie within the mask 0x%x, so that something else is out of reach, such as the address of encrypted memory or an offset of the bus",
          bytes(found.number(1)), found.hex(0), mask);
    }
    return found.hex(0) >>> ENCRYPTION_BITS_FROM != 0 && found.hex(0) >>> 52 == 0
        ? text + " (the address may carry the bit of encrypted memory)"
        : text;
  }

  private Advice within() {
    return new Advice(
        Fix.WITHIN_REACH,
        "A larger pool alone does not help: it must lie lower. "
            + (machine.grows().orElse(false)
                ? "A pool that was added later lies higher than the first one: swiotlb=N with as much as is needed keeps it from being added. "
                : "")
            + "Without swiotlb=any and patches of its kind the default pool lies below 4 GiB, or below what firmware says that all devices reach. A device with fewer bits needs a restricted pool of its own in the device tree, or an IOMMU; one that has more bits than its driver says needs a better driver (dma_set_mask()).",
        "");
  }
}
