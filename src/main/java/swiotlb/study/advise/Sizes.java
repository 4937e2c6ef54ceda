package swiotlb.study.advise;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import swiotlb.scenario.Scenario;

/**
 * The sizes that a boot of a machine gives: powers of two, at least a slot set for each area, as
 * far as memory reaches. A size that the kernel takes for none written is written with a slot set
 * less, which it rounds up; one that it cuts is none of them.
 */
final class Sizes {
  private static final int MOST_SLOTS = 1 << 24;

  private final Workload workload;
  private final boolean isDynamic;
  private final int setSlots;
  private final int usualAreas;
  private final int mostSlots;
  private final Map<AskedSize, Boolean> known = new HashMap<>();

  /**
   * Of a machine.
   *
   * @param mostSlots that are of interest
   */
  Sizes(Workload workload, Scenario unsized, boolean isDynamic, long mostSlots) {
    this.workload = workload;
    this.isDynamic = isDynamic;
    this.setSlots = unsized.units().setSlots();
    this.usualAreas = Math.max(1, unsized.boot().defaultAreas());
    this.mostSlots = (int) Math.min(MOST_SLOTS, mostSlots);
  }

  /**
   * With the areas that the kernel would take, as far as they fit; absent if a boot gives others.
   */
  Optional<AskedSize> of(long slots, long coherentBytes) {
    if (slots < setSlots || slots > mostSlots) {
      return Optional.empty();
    }
    return of((int) slots, Math.min(usualAreas, (int) slots / setSlots), coherentBytes);
  }

  /** Absent if a boot gives others. */
  Optional<AskedSize> of(int slots, int areas, long coherentBytes) {
    if (areas < 1 || (long) areas * setSlots > slots) {
      return Optional.empty();
    }
    var size = new AskedSize(slots, areas, coherentBytes);
    return Stream.of(size, size.written(slots - setSlots))
        .filter(asked -> asked.writtenSlots() > 0)
        .filter(asked -> known.computeIfAbsent(asked.withCoherent(0), this::isBooted))
        .findFirst();
  }

  private boolean isBooted(AskedSize size) {
    var booted = workload.booted(new Boot(Optional.of(size), isDynamic, Map.of()));
    return booted
        .defaultPool()
        .filter(pool -> pool.slots() == size.slots() && pool.areas() == size.areas())
        .isPresent();
  }

  /** The smallest of at least so many slots. */
  Optional<AskedSize> from(long slots, long coherentBytes) {
    for (long next = setSlots; next <= mostSlots; next *= 2) {
      var size = next < slots ? Optional.<AskedSize>empty() : of(next, coherentBytes);
      if (size.isPresent()) {
        return size;
      }
    }
    return Optional.empty();
  }

  /** The next larger one. */
  Optional<AskedSize> above(AskedSize size) {
    return from(2L * size.slots(), size.coherentBytes());
  }

  /** The next smaller one. */
  Optional<AskedSize> below(AskedSize size) {
    for (var next = size.slots() / 2; next >= setSlots; next /= 2) {
      var lower = of(next, size.coherentBytes());
      if (lower.isPresent()) {
        return lower;
      }
    }
    return Optional.empty();
  }
}
