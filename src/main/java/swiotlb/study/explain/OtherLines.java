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

  OtherLines(MachineWords machine) {
    this.machine = machine;
    this.pool = new PoolAdvice(machine);
    this.advice = new LineAdvice(machine);
    this.reach = new ReachLines(machine);
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

  private static Optional<Explanation> certain(
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
      default -> ofBoot(found);
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
                "At boot a coherent pool of %d KiB could not be had; a smaller one or none is there.",
                found.number(0))
            : "There is no coherent pool that serves this request: none of the device's zone, none within its reach, or none at all in this kernel.",
        refused
            ? new Advice(
                Fix.ASK_LESS,
                "Ask for less by coherent_pool=, or leave it out.",
                "coherent_pool=128K")
            : advice.further(
                "Lines of boot tell which coherent pools there are (\"DMA: preallocated\"). A driver that asks where it may wait needs none; no swiotlb= helps."));
  }

  // Boot.

  private Optional<Explanation> ofBoot(Found found) {
    return switch (found.shape()) {
      case NOT_DECRYPTED, NOT_UNENCRYPTED ->
          certain(
              found,
              found.shape() == Shape.NOT_DECRYPTED ? Cause.DISABLED : Cause.NO_MEMORY,
              NO_OTHER,
              found.shape() == Shape.NOT_DECRYPTED
                  ? "The hypervisor did not let the guest share the default pool: from 7.3 on it is put out of use, all its slots count as in use, and every mapping that must bounce fails."
                  : "The guest's hypervisor did not give the pool its address in shared memory.",
              advice.sharing());
      case REFUSED, NOT_REMAPPED ->
          certain(
              found,
              Cause.NO_MEMORY,
              NO_OTHER,
              formatted(
                  "At boot %s for the default pool %s; the kernel asks for half as much, down to 1 MiB. A line \"adjusted\" or \"mapped\" tells what came of it.",
                  bytes(found.number(0)),
                  found.shape() == Shape.REFUSED
                      ? "could not be had in one piece below the limit (4 GiB on most machines)"
                      : "could not be made contiguous by Xen"),
              less());
      case HALVED ->
          certain(
              found,
              Cause.NO_MEMORY,
              NO_OTHER,
              formatted(
                  "The default pool has %s, since the %s that were asked for could not be had in one piece below the limit.",
                  slots(found.number(1)), slots(found.number(0))),
              less());
      case LESS_LATE ->
          certain(
              found,
              Cause.NO_MEMORY,
              NO_OTHER,
              formatted(
                  "The pool was made after boot, from the page allocator, and got %d MiB, less than asked: 4 MiB is the most that comes in one piece then.",
                  found.number(0)),
              less());
      case INIT_FAILED ->
          certain(
              found,
              Cause.NO_MEMORY,
              NO_OTHER,
              "Memory for the pool, or for its table of slots, was refused at boot: there is no pool, and none ever grows.",
              less());
      case NO_LOW_MEMORY -> Optional.of(noLowMemory(found));
      case RESTRICTED_NOT_DECRYPTED, RESTRICTED_NOT_LINEAR, NOT_PAGE_ALIGNED ->
          Optional.of(restricted(found));
      default -> Optional.empty();
    };
  }

  private static Advice less() {
    return new Advice(
        Fix.ASK_LESS,
        "Ask for what fits: on x86 with 2 GiB or more below 4 GiB 1 GiB fits mostly (524288 slots); memory that crashkernel= or"
            + " huge pages reserve there is missing. What was got may be enough: only \"buffer is full\" says that it is not.",
        "swiotlb=524288");
  }

  private Explanation noLowMemory(Found found) {
    var isOff = machine.isForcedOff();
    return new Explanation(
        found.line(),
        found.device(),
        isOff ? Cause.FORCED_OFF : Cause.NO_MEMORY,
        isOff ? List.of() : List.of(Cause.FORCED_OFF),
        isOff ? Sure.CERTAIN : Sure.LIKELY,
        isOff
            ? "There is no pool, as swiotlb=noforce on the command line wants."
            : "A pool was wanted, and there is none: its memory was refused (lines before it say so), or swiotlb=noforce is written.",
        isOff ? pool.dropNoforce() : less());
  }

  private Explanation restricted(Found found) {
    var evidence =
        switch (found.shape()) {
          case RESTRICTED_NOT_DECRYPTED ->
              "The hypervisor did not let the guest share the region of the device's restricted pool: the device has none.";
          case RESTRICTED_NOT_LINEAR ->
              "The region of the device's restricted pool lies where the kernel has no plain mapping of memory: the device has none.";
          default ->
              "Memory was asked from a restricted pool whose region does not begin on a page; no page of it can be given.";
        };
    var isShared = found.shape() == Shape.RESTRICTED_NOT_DECRYPTED;
    return new Explanation(
        found.line(),
        found.device(),
        Cause.RESTRICTED,
        isShared ? List.of(Cause.DISABLED) : List.of(),
        Sure.CERTAIN,
        evidence,
        isShared
            ? advice.sharing()
            : new Advice(
                Fix.CHANGE_RESTRICTED_POOL,
                "Change the region in the device tree: it begins on a page, in ordinary memory, without no-map.",
                ""));
  }
}
