package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.List;
import swiotlb.kernel.slot.Slots;

/** What became of a wish for a default pool, where that is not what was asked for; in sentences. */
public final class BootNotes {
  private static final int MIB_SHIFT = 20;
  private static final int GIB_SHIFT = 30;

  private BootNotes() {}

  /**
   * Of a pool that the kernel wanted to make.
   *
   * @param wish what it would have had with memory without end
   * @param sizing what it had
   * @param encrypted whether the guest sized it by its memory
   * @param reduced whether the architecture sized it by its memory, since only small buffers bounce
   * @param where the memory was searched, such as "below 4 GiB"
   */
  public static List<String> of(
      SwiotlbParameter parameter,
      BootSizing wish,
      BootSizing sizing,
      boolean encrypted,
      boolean reduced,
      String where) {
    var notes = new ArrayList<String>();
    if (parameter.noforce()) {
      return notes;
    }
    var byMemory = encrypted && parameter.hasDefaultSlots();
    if (byMemory && parameter.asked() >= 0) {
      notes.add(
          "%s, so that they count as not written: the guest takes %s by its memory"
              .formatted(isDefault(parameter), size(wish.defaultSlots())));
    } else if (reduced && parameter.asked() >= 0) {
      notes.add(
          "%s, so that they count as not written: %s, 1 MiB for each GiB of memory, where only small buffers bounce"
              .formatted(isDefault(parameter), size(wish.defaultSlots())));
    } else if (!byMemory && parameter.asked() >= 0 && parameter.asked() != wish.defaultSlots()) {
      notes.add(
          "%s %d (%s)%s"
              .formatted(
                  parameter.asked() == 1 ? "1 slot becomes" : parameter.asked() + " slots become",
                  wish.defaultSlots(),
                  size(wish.defaultSlots()),
                  why(wish)));
    }
    if (parameter.asked() < 0
        && !byMemory
        && !reduced
        && wish.defaultSlots() != parameter.defaultSlots()) {
      notes.add(
          "no slots are written; they become %d (%s)%s"
              .formatted(wish.defaultSlots(), size(wish.defaultSlots()), why(wish)));
    }
    if (wish.defaultSlots() == 0) {
      notes.add("no slots are asked for: there is no pool, and none ever grows");
    } else if (sizing.slots() == 0) {
      notes.add(
          "%s asked, and not even 1 MiB fits %s: there is no pool, and none ever grows"
              .formatted(size(wish.defaultSlots()), where));
    } else if (sizing.slots() < wish.defaultSlots()) {
      notes.add(
          "%s asked, %s fits %s".formatted(size(wish.defaultSlots()), size(sizing.slots()), where));
    }
    if (sizing.slots() > 0 && sizing.areas() < wish.defaultAreas()) {
      notes.add(
          "%d areas become %d in that pool, a slot set for each; searches and growth keep %d"
              .formatted(wish.defaultAreas(), sizing.areas(), wish.defaultAreas()));
    }
    return notes;
  }

  private static String isDefault(SwiotlbParameter parameter) {
    return parameter.asked() == parameter.defaultSlots()
        ? "%d slots are the default".formatted(parameter.asked())
        : "%d slots become %d, the default".formatted(parameter.asked(), parameter.defaultSlots());
  }

  private static String why(BootSizing wish) {
    return wish.defaultAreas() > 1
            && wish.defaultSlots() == wish.defaultAreas() * Slots.SLOT_SET_SLOTS
        ? ": %d for each of %d areas".formatted(Slots.SLOT_SET_SLOTS, wish.defaultAreas())
        : Long.bitCount(wish.defaultSlots()) == 1
            ? ": a power of two"
            : ": a multiple of " + Slots.SLOT_SET_SLOTS;
  }

  private static String size(int slots) {
    var bytes = Slots.toBytes(slots);
    if (bytes >= 1L << GIB_SHIFT && bytes % (1L << GIB_SHIFT) == 0) {
      return (bytes >> GIB_SHIFT) + " GiB";
    }
    return bytes % (1L << MIB_SHIFT) == 0 ? (bytes >> MIB_SHIFT) + " MiB" : (bytes >> 10) + " KiB";
  }
}
