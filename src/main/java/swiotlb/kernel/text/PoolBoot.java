package swiotlb.kernel.text;

import java.util.List;
import java.util.Optional;
import swiotlb.kernel.page.BootMemory;
import swiotlb.kernel.slot.PoolGeometry;

/**
 * A kernel boots, as far as its default pool goes (specification, section 2; release notes, section
 * 1): whether there is one, what was wished for, and what there was room for.
 *
 * @param rule of the machine and its kernel
 * @param parameters as they were written
 * @param cpus possible CPUs
 * @param whyNone why no pool is made, and what would make one; empty if one is wanted
 * @param wish what it would have had with memory without end
 * @param sizing what it had
 * @param notes what became of the wish, in sentences
 */
public record PoolBoot(
    DefaultPoolRule rule,
    KernelParameters parameters,
    int cpus,
    Optional<String> whyNone,
    BootSizing wish,
    BootSizing sizing,
    List<String> notes) {
  /** Immutable from the start. */
  public PoolBoot {
    notes = List.copyOf(notes);
  }

  /**
   * Boots.
   *
   * @param memory of the machine, of which nothing is taken yet
   * @param largestReservation the largest block of boot memory in bytes
   */
  public static PoolBoot of(
      DefaultPoolRule rule,
      KernelParameters parameters,
      int cpus,
      BootMemory memory,
      long largestReservation) {
    var swiotlb = parameters.swiotlb();
    var reason = rule.whyNone(parameters);
    if (reason.isPresent()) {
      var none = BootSizing.none(swiotlb);
      return new PoolBoot(rule, parameters, cpus, reason, none, none, List.of());
    }
    var wishBytes = rule.confidentialBytes();
    var asked = rule.parameter(swiotlb);
    var wish = BootSizing.atBoot(asked, cpus, wishBytes, Long.MAX_VALUE);
    var room = memory.largestPoolBytes(rule.limit(swiotlb));
    var sizing = BootSizing.atBoot(asked, cpus, wishBytes, Math.min(largestReservation, room));
    var where =
        largestReservation < room
            ? "into the largest reservation"
            : rule.where(swiotlb, memory.hasUpperPart());
    var notes =
        BootNotes.of(swiotlb, wish, sizing, wishBytes > 0, asked.slots() != swiotlb.slots(), where);
    return new PoolBoot(rule, parameters, cpus, Optional.empty(), wish, sizing, notes);
  }

  /** Whether there is a pool. */
  public boolean hasPool() {
    return sizing.slots() > 0;
  }

  /**
   * What is wrong with a pool whose slots do not divide into its areas, and what would be right;
   * kernels make such a pool, which is not simulated.
   */
  public Optional<String> uneven() {
    return !hasPool() || sizing.slots() % sizing.areas() == 0
        ? Optional.empty()
        : Optional.of(
            "%d slots do not make %d equal areas; write AREAS and SLOTS in one swiotlb=, or fewer areas"
                .formatted(sizing.slots(), sizing.areas()));
  }

  /**
   * What the kernel says of it.
   *
   * @param pool what it made; absent: none
   */
  public List<String> log(Optional<PoolGeometry> pool) {
    return whyNone.isPresent()
        ? List.of()
        : BootLog.of(rule, parameters, cpus, adjustedSlots(), wish, sizing, pool);
  }

  /** What the architecture wishes before areas count, in slots; absent if it is as written. */
  public Optional<Integer> adjustedSlots() {
    var swiotlb = parameters.swiotlb();
    var asked = rule.parameter(swiotlb);
    return asked.slots() != swiotlb.slots()
        ? Optional.of(asked.slots())
        : BootSizing.confidentialSlots(swiotlb, rule.confidentialBytes());
  }
}
