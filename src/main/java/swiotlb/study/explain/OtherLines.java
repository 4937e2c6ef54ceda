package swiotlb.study.explain;

import static swiotlb.study.explain.Said.bytes;
import static swiotlb.study.explain.Said.formatted;
import static swiotlb.study.explain.Said.slots;

import java.util.List;
import java.util.Optional;
import swiotlb.kernel.slot.Slots;
import swiotlb.study.explain.Explanation.Advice;
import swiotlb.study.explain.Shape.Found;

/** Explains every line of a fault that is not "swiotlb buffer is full" with its three numbers. */
final class OtherLines {
  private static final List<Cause> NO_OTHER = List.of();

  private final MachineWords machine;
  private final PoolAdvice pool;
  private final LineAdvice advice;
  private final ReachLines reach;
  private final BootLines boot;

  OtherLines(MachineWords machine) {
    this.machine = machine;
    this.pool = new PoolAdvice(machine);
    this.advice = new LineAdvice(machine);
    this.reach = new ReachLines(machine);
    this.boot = new BootLines(machine);
  }

  /** What a line means; empty if it tells of no fault. */
  Optional<Explanation> explain(Found found) {
    return switch (found.shape()) {
      case FULL_OLD -> Optional.of(old(found, found.number(0), found.device()));
      case OUT_OF_SPACE ->
          Optional.of(
              old(found, found.number(0), found.has(1) ? found.values().get(1) : found.device()));
      case COHERENT_OLD -> Optional.of(old(found, found.number(1), found.values().get(0)));
      case PANIC ->
          certain(
              found,
              Cause.EXHAUSTED,
              List.of(Cause.TOO_LARGE, Cause.NO_MEMORY),
              "Before 5.0 a kernel stops where a mapping failed and its driver would not notice: rather than let a device read or write anywhere. The line before it says how large the mapping was.",
              pool.larger(Slots.DEFAULT_POOL_SLOTS, "the pool had no room"));
      case NO_POOL -> Optional.of(noPool(found));
      case IOMMU_INACTIVE ->
          certain(
              found,
              Cause.NO_MEMORY,
              NO_OTHER,
              "A buffer does not fill whole pages of an IOMMU that does not trust its device, so that its ends must bounce; and there is no pool.",
              pool.make());
      case BOUNCE_OUT_OF_REACH,
          BUFFER_OUT_OF_REACH,
          OVERFLOW_OLD,
          COHERENT_MASK_OLD,
          NO_MASK,
          BEYOND_RANGE ->
          Optional.of(reach.explain(found));
      default -> ofPools(found);
    };
  }

  static Optional<Explanation> certain(
      Found found, Cause cause, List<Cause> also, String evidence, Advice advice) {
    return said(found, cause, also, Sure.CERTAIN, evidence, advice);
  }

  private static Optional<Explanation> said(
      Found found, Cause cause, List<Cause> also, Sure sure, String evidence, Advice advice) {
    return Optional.of(
        new Explanation(found.line(), found.device(), cause, also, sure, evidence, advice));
  }

  /** Before 4.20 the line has no slots. */
  private Explanation old(Found found, long bytes, String device) {
    if (bytes > Slots.MAX_MAPPING_BYTES) {
      return new Explanation(
          found.line(),
          device,
          Cause.TOO_LARGE,
          NO_OTHER,
          Sure.CERTAIN,
          formatted(
              "It asked for %s; no mapping can have more than %s, whatever the pool has.",
              bytes(bytes), bytes(Slots.MAX_MAPPING_BYTES)),
          advice.segment(device));
    }
    var total = machine.bootSlots().orElse(Slots.DEFAULT_POOL_SLOTS);
    return new Explanation(
        found.line(),
        device,
        Cause.EXHAUSTED,
        List.of(Cause.NO_CONTIGUOUS_RUN, Cause.NO_MEMORY),
        Sure.POSSIBLE,
        formatted(
            "It asked for %s, %s in one run. Kernels before 4.20 do not say how many slots there are and how many in use: full, in pieces, or no pool at all look alike.%s",
            bytes(bytes),
            slots(Slots.ofBytes(bytes)),
            machine.bootSlots().isPresent()
                ? " The pool had " + slots(total) + " at boot."
                : " That there are " + slots(total) + ", the usual size, is assumed."),
        pool.larger(total, "full is likelier than the others"));
  }

  private Explanation noPool(Found found) {
    var isOff = machine.isForcedOff();
    return new Explanation(
        found.line(),
        found.device(),
        isOff ? Cause.FORCED_OFF : Cause.NO_MEMORY,
        isOff
            ? List.of(Cause.NO_MEMORY)
            : machine.commandLine().isPresent() ? NO_OTHER : List.of(Cause.FORCED_OFF),
        Sure.CERTAIN,
        "A buffer must bounce (forced, encrypted or under Xen), and there is no pool: "
            + (isOff
                ? "the command line says swiotlb=noforce."
                : "none was made at boot, or its memory was refused; lines of boot tell which."),
        pool.make());
  }

  // Growth, coherent pools, drivers.

  private Optional<Explanation> ofPools(Found found) {
    return switch (found.shape()) {
      case NOT_GROWN ->
          certain(
              found,
              Cause.GROWTH_LIMITED,
              NO_OTHER,
              "A worker wanted to add a pool and found no memory, not even 1 MiB in one piece within the devices' reach."
                  + (machine.freePages().isEmpty() ? "" : " Free pages: " + machine.freePages()),
              pool.larger(
                  machine.bootSlots().orElse(Slots.DEFAULT_POOL_SLOTS),
                  "what is there from boot on need not be grown"));
      case NO_PAGES -> Optional.of(noPages(found));
      case COHERENT_EXHAUSTED ->
          certain(
              found,
              Cause.EXHAUSTED,
              NO_OTHER,
              formatted(
                  "Not the bounce buffers are used up, but the coherent pool from which memory comes that may not be waited for; %s asked.",
                  found.values().get(0).strip()),
              advice.coherent(0));
      case COHERENT_SMALL_OLD ->
          certain(
              found,
              Cause.EXHAUSTED,
              NO_OTHER,
              formatted(
                  "Not the bounce buffers are used up, but the coherent pool of %d KiB from which memory comes that may not be waited for.",
                  found.number(0)),
              advice.coherent(found.number(0)));
      case COHERENT_NONE, COHERENT_NONE_OLD, COHERENT_REFUSED, COHERENT_UNSUPPORTED ->
          Optional.of(noCoherentPool(found));
      case LOST_TO_SHARING ->
          certain(
              found,
              Cause.LEAK,
              NO_OTHER,
              formatted(
                  "The hypervisor refused to change whether memory is shared (%s): the kernel gives such memory up for ever, on purpose.",
                  found.values().get(0)),
              advice.sharing());
      case SYNC_BEYOND, SYNC_BEFORE, INVALID_SIZES ->
          said(
              found,
              Cause.UNKNOWN,
              NO_OTHER,
              Sure.CERTAIN,
              "It is no lack of slots: the driver synchronises or unmaps more than it has mapped. The copy is cut or left out, and data may be lost.",
              advice.driver(
                  "Mend the driver, or take a release in which it is mended; no swiotlb= helps."));
      case ALIGNMENT ->
          certain(
              found,
              Cause.TOO_LARGE,
              NO_OTHER,
              formatted(
                  "The device behind an IOMMU wants an alignment above a page; what that takes is missing from the %s that a mapping can have, so that the largest ones fail.",
                  bytes(Slots.MAX_MAPPING_BYTES)),
              advice.segment(found.device()));
      default -> boot.explain(found);
    };
  }

  private Explanation noPages(Found found) {
    var isOurs = machine.grows().orElse(false);
    var evidence =
        formatted(
            "A worker (%s) was refused a block of order %d, %s.",
            found.values().get(0),
            found.number(1),
            found.number(1) < Slots.DEFAULT_POOL_SLOTS
                ? bytes((long) Slots.PAGE_BYTES << Math.min(found.number(1), 40))
                : "more than there is");
    return new Explanation(
        found.line(),
        "",
        isOurs ? Cause.GROWTH_LIMITED : Cause.UNKNOWN,
        isOurs ? NO_OTHER : List.of(Cause.GROWTH_LIMITED),
        isOurs ? Sure.LIKELY : Sure.POSSIBLE,
        evidence
            + (isOurs
                ? " This kernel grows its pools by workers; a refused step is halved and tried again."
                : " Whether it grew the software IO TLB, the line does not tell; the stack below it does (swiotlb_dyn_alloc, swiotlb_alloc_pool)."),
        isOurs
            ? pool.larger(
                machine.bootSlots().orElse(Slots.DEFAULT_POOL_SLOTS),
                "what is there from boot on need not be grown")
            : advice.further("Look at the stack below the line."));
  }

  private Explanation noCoherentPool(Found found) {
    var refused = found.shape() == Shape.COHERENT_REFUSED;
    return new Explanation(
        found.line(),
        found.device(),
        Cause.NO_MEMORY,
        refused ? NO_OTHER : List.of(Cause.UNREACHABLE),
        Sure.CERTAIN,
        refused
            ? formatted(
                "At boot there was no memory for a coherent pool in one of the zones, from %d KiB down to a page: it has none.",
                found.number(0))
            : "There is no coherent pool that serves this request: none of the device's zone, none within its reach, or none at all in this kernel.",
        refused
            ? advice.further(
                "A smaller coherent_pool= does not help: the kernel asks for less by itself. It matters only if \"DMA pool exhausted\" or \"Failed to get suitable pool\" follows; a kernel for crash dumps, or a machine without memory in that zone, can do without.")
            : advice.further(
                "Lines of boot tell which coherent pools there are (\"DMA: preallocated\"). A driver that asks where it may wait needs none; no swiotlb= helps."));
  }
}
