package swiotlb.kernel.text;

import java.util.Optional;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.Slots;

/**
 * How large the default pool becomes, and the two defaults that later searches and growth use
 * (specification, section 2).
 *
 * @param slots of the default pool; 0 if there is none
 * @param areas of the default pool; 0 if there is none
 * @param defaultSlots what a dynamic pool wants
 * @param defaultAreas rounds of each search, and what a dynamic pool wants
 */
public record BootSizing(int slots, int areas, int defaultSlots, int defaultAreas) {

  /** What a guest with encrypted memory asks for: 6 % of its memory, 64 MiB to 1 GiB. */
  public static long confidentialBytes(long memoryBytes) {
    return confidentialBytes(memoryBytes, Slots.DEFAULT_POOL_SLOTS);
  }

  /** The same of a build with another default pool, which is the least it asks for. */
  public static long confidentialBytes(long memoryBytes, int defaultSlots) {
    return Math.max(Slots.toBytes(defaultSlots), Math.min(1L << 30, memoryBytes * 6 / 100));
  }

  /** The slots of that, settled if areas are written; absent if it does not count. */
  public static Optional<Integer> confidentialSlots(
      SwiotlbParameter parameter, long confidentialBytes) {
    if (confidentialBytes == 0 || !parameter.hasDefaultSlots()) {
      return Optional.empty();
    }
    var slots = (int) Slots.roundUpToSlotSet(Slots.ofBytes(confidentialBytes));
    return Optional.of(parameter.areas() == 0 ? slots : slots(slots, parameter.areas()));
  }

  /**
   * Set-up at boot.
   *
   * @param cpus possible CPUs
   * @param confidentialBytes what an encrypted guest asks for; 0 if it does not
   * @param largestReservation the largest block of boot memory in bytes
   */
  public static BootSizing atBoot(
      SwiotlbParameter parameter, int cpus, long confidentialBytes, long largestReservation) {
    var wish = wish(parameter, cpus, confidentialBytes);
    if (parameter.noforce() || wish.defaultSlots == 0) {
      return wish;
    }
    var slots = (long) wish.defaultSlots;
    while (Slots.toBytes(slots) > largestReservation) {
      if (slots <= Slots.MIN_POOL_SLOTS) {
        return wish;
      }
      slots = Slots.roundUpToSlotSet(slots / 2);
    }
    var areas = PoolQuest.areasThatFit(wish.defaultAreas, (int) slots);
    return new BootSizing((int) slots, areas, (int) slots, wish.defaultAreas);
  }

  /**
   * A kernel that makes no pool at boot: areas stay what was written, and none are searched where
   * none were.
   */
  public static BootSizing none(SwiotlbParameter parameter) {
    return new BootSizing(0, 0, parameter.slots(), parameter.areas());
  }

  /**
   * Set-up after boot, from the page allocator.
   *
   * @param bytes asked for
   * @param largestOrder the largest page order to be had
   */
  public static BootSizing late(
      SwiotlbParameter parameter, int cpus, long confidentialBytes, long bytes, int largestOrder) {
    var wish = wish(parameter, cpus, confidentialBytes);
    if (parameter.noforce()) {
      return wish;
    }
    var order = Math.min(lateOrder(bytes), largestOrder);
    var slots = order < 0 ? 0 : 2L << order;
    if (slots <= Slots.MIN_POOL_SLOTS) {
      return wish;
    }
    var areas = PoolQuest.areasThatFit(wish.defaultAreas, (int) slots);
    return new BootSizing((int) slots, areas, wish.defaultSlots, wish.defaultAreas);
  }

  /** The page order that late set-up asks for first. */
  public static int lateOrder(long bytes) {
    return Slots.pageOrder(Slots.roundUpToSlotSet(bytes >> Slots.SLOT_SHIFT));
  }

  /**
   * What the command line and the guest wish for. Areas that are written out settle slots and areas
   * while the command line is read: before {@code noforce} ends sizing, and before an encrypted
   * guest looks whether the slots are still the default. Slots that are written after them are
   * settled no more.
   */
  private static BootSizing wish(SwiotlbParameter parameter, int cpus, long confidentialBytes) {
    var written = parameter.areas();
    if (parameter.noforce()) {
      return none(parameter);
    }
    var asked = confidentialSlots(parameter, confidentialBytes).orElse(parameter.slots());
    var areas = written == 0 ? areas(cpus) : written;
    return new BootSizing(0, 0, written == 0 ? slots(asked, areas) : asked, areas);
  }

  /** Areas become a power of two; none at all are one. */
  static int areas(long wish) {
    return (int) Slots.roundUpToPowerOfTwo(Math.max(1, wish));
  }

  /** Slots become a power of two, and enough for a slot set in each area. */
  static int slots(long wish, int areas) {
    return (int) Slots.roundUpToPowerOfTwo(Math.max(wish, (long) areas * Slots.SLOT_SET_SLOTS));
  }
}
