package swiotlb.kernel.text;

import java.util.Optional;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.SlotUnits;
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
    return confidentialBytes(memoryBytes, Slots.toBytes(Slots.DEFAULT_POOL_SLOTS));
  }

  /** The same of a build with another default pool, which is the least it asks for. */
  public static long confidentialBytes(long memoryBytes, long defaultBytes) {
    return Math.max(defaultBytes, Math.min(1L << 30, memoryBytes * 6 / 100));
  }

  /** The slots of that, settled if areas are written; absent if it does not count. */
  public static Optional<Integer> confidentialSlots(
      SwiotlbParameter parameter, long confidentialBytes) {
    if (confidentialBytes == 0 || !parameter.hasDefaultSlots()) {
      return Optional.empty();
    }
    var units = parameter.units();
    var slots = (int) units.roundUpToSlotSet(units.ofBytes(confidentialBytes));
    return Optional.of(parameter.areas() == 0 ? slots : slots(units, slots, parameter.areas()));
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
    var units = parameter.units();
    var slots = (long) wish.defaultSlots;
    while (units.toBytes(slots) > largestReservation) {
      slots = halved(units, slots);
      if (slots == 0) {
        return wish;
      }
    }
    // Before the dynamic pools a pool of fewer slots kept all areas, however small.
    var areas =
        parameter.kernel().release().isFrom(6, 6)
            ? PoolQuest.areasThatFit(units, wish.defaultAreas, (int) slots)
            : wish.defaultAreas;
    return new BootSizing((int) slots, areas, (int) slots, wish.defaultAreas);
  }

  /**
   * What is asked for next where so many slots were refused; 0: nothing.
   *
   * <p>With slot sets larger than 1 MiB the kernel would ask for the last of them again and again;
   * here it gives up.
   */
  static long halved(SlotUnits units, long slots) {
    var half = slots <= units.minPoolSlots() ? 0 : units.roundUpToSlotSet(slots / 2);
    return half < slots ? half : 0;
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
    var units = parameter.units();
    var order = Math.min(lateOrder(units, bytes), largestOrder);
    var slots = order < 0 ? 0 : ((long) Slots.PAGE_BYTES << order) >> units.shift();
    if (slots <= units.minPoolSlots()) {
      return wish;
    }
    var areas = PoolQuest.areasThatFit(units, wish.defaultAreas, (int) slots);
    return new BootSizing((int) slots, areas, wish.defaultSlots, wish.defaultAreas);
  }

  /** The page order that late set-up asks for first. */
  public static int lateOrder(SlotUnits units, long bytes) {
    return units.pageOrder(units.roundUpToSlotSet(bytes >> units.shift()));
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
    return new BootSizing(
        0, 0, written == 0 ? slots(parameter.units(), asked, areas) : asked, areas);
  }

  /** Areas become a power of two; none at all are one. */
  static int areas(long wish) {
    return (int) Slots.roundUpToPowerOfTwo(Math.max(1, wish));
  }

  /** Slots become a power of two, and enough for a slot set in each area. */
  static int slots(SlotUnits units, long wish, int areas) {
    return (int) Slots.roundUpToPowerOfTwo(Math.max(wish, (long) areas * units.setSlots()));
  }
}
