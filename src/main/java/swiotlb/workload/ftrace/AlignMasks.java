package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import swiotlb.kernel.slot.Slots;

/**
 * What a recording's addresses tell of the devices' min_align_mask: the bits in which every bounce
 * address agrees with the original one.
 *
 * <p>Bits below a slot, or below a page for a buffer of a page and more, are 0 in every bounce
 * address of a device without a mask: an original address that has one of them, and agrees in it,
 * proves that there is a mask; one that does not agree disproves it. Buffers that agree anyhow tell
 * nothing by their addresses alone; but a mask also decides which slots are passed over. So where
 * several masks are possible, the one counts under which more mappings lie where they were
 * recorded.
 */
public final class AlignMasks {
  /** What drivers ask for: a page, a slot and parts of it, 16 KiB, 64 KiB, each less one. */
  private static final long[] MASKS = {
    Slots.PAGE_BYTES - 1,
    16 * Slots.PAGE_BYTES - 1,
    4 * Slots.PAGE_BYTES - 1,
    Slots.SLOT_BYTES - 1,
    Slots.SLOT_BYTES / 2 - 1,
    Slots.SLOT_BYTES / 4 - 1
  };

  private AlignMasks() {}

  /** The masks that are possible by device, the likelier first; 0 is none. */
  public static Map<String, List<Long>> possible(Collection<RecordedMapping> mappings) {
    var byDevice = new TreeMap<String, List<RecordedMapping>>();
    for (var m : mappings) {
      if (m.hasAddress()) {
        byDevice.computeIfAbsent(m.device(), d -> new ArrayList<>()).add(m);
      }
    }
    var masks = new TreeMap<String, List<Long>>();
    byDevice.forEach((device, own) -> masks.put(device, possibleFor(own)));
    return masks;
  }

  private static List<Long> possibleFor(List<RecordedMapping> mappings) {
    var masks = new ArrayList<Long>();
    if (mappings.stream().noneMatch(AlignMasks::provesOne)) {
      masks.add(0L);
    }
    for (var mask : MASKS) {
      if (mappings.stream().allMatch(m -> agrees(m, mask))
          && mappings.stream().noneMatch(m -> reachesBeyond(m, mask))) {
        masks.add(mask);
      }
    }
    return masks.isEmpty() ? List.of(0L) : List.copyOf(masks);
  }

  /** The likeliest masks by addresses alone; 0 is left out. */
  public static Map<String, Long> of(Collection<RecordedMapping> mappings) {
    var masks = new TreeMap<String, Long>();
    possible(mappings)
        .forEach(
            (device, possible) -> {
              if (possible.get(0) != 0) {
                masks.put(device, possible.get(0));
              }
            });
    return masks;
  }

  /**
   * Chooses among the possible masks of each device.
   *
   * @param score how many mappings lie where they were recorded under given masks
   * @return the masks by device; absent where none fits better than another and none is possible
   */
  public static Map<String, Long> chosen(
      Map<String, List<Long>> possible, ToLongFunction<Map<String, Long>> score) {
    var masks = new TreeMap<String, Long>();
    possible.forEach((device, some) -> masks.put(device, some.get(0)));
    var known = new LinkedHashMap<String, Long>();
    possible.forEach(
        (device, some) -> {
          if (some.size() == 1) {
            known.put(device, some.get(0));
            return;
          }
          var best = score.applyAsLong(masks);
          var isTold = some.get(0) != 0;
          for (var mask : some.subList(1, some.size())) {
            var tried = new TreeMap<>(masks);
            tried.put(device, mask);
            var reached = score.applyAsLong(tried);
            isTold |= reached != best;
            if (reached > best) {
              best = reached;
              masks.put(device, mask);
            }
          }
          if (isTold) {
            known.put(device, masks.getOrDefault(device, 0L));
          }
        });
    return known;
  }

  private static boolean agrees(RecordedMapping m, long mask) {
    return ((m.address() ^ m.originalAddress()) & mask) == 0;
  }

  private static boolean provesOne(RecordedMapping m) {
    return reachesBeyond(m, 0);
  }

  /** Whether a bounce address has low bits that no mask up to this one gives it. */
  private static boolean reachesBeyond(RecordedMapping m, long mask) {
    return (m.address() & (Slots.SLOT_BYTES - 1) & ~mask) != 0;
  }
}
