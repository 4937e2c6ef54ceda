package swiotlb.kernel.page;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which coherent pools a machine has, and in which order a request asks them (kernel releases,
 * section 2). A request that no pool of its order serves fails.
 *
 * @param existing zones that have a pool
 * @param asksNormalLast whether a request for low memory may ask the pool of the normal zone if no
 *     lower one exists, and a DMA32 request that alone; before, it asked the lower ones or nothing
 */
public record CoherentZones(Set<Zone> existing, boolean asksNormalLast) {
  /** Immutable from the start. */
  public CoherentZones {
    existing = Set.copyOf(existing);
  }

  /**
   * Up to release 6.18: a DMA pool only where that zone has memory, the other two always.
   *
   * @param withMemory zones that have some
   */
  public static CoherentZones always(Set<Zone> withMemory) {
    var zones =
        Arrays.stream(Zone.values()).filter(z -> z != Zone.DMA || withMemory.contains(z)).toList();
    return new CoherentZones(Set.copyOf(zones), false);
  }

  /**
   * From release 6.19 on: a pool only where the zone has memory.
   *
   * @param withMemory zones that have some
   */
  public static CoherentZones withMemory(Set<Zone> withMemory) {
    return new CoherentZones(withMemory, true);
  }

  /** A kernel that is built without coherent pools. */
  public static CoherentZones none() {
    return new CoherentZones(Set.of(), true);
  }

  /** The zones, lowest first. */
  public List<Zone> inOrder() {
    return Arrays.stream(Zone.values()).filter(existing::contains).toList();
  }

  /**
   * Zones whose pools a request asks, one after the other.
   *
   * @param wish the zone that it would like best: {@link Zone#NORMAL} for a transient pool
   */
  public List<Zone> order(Zone wish) {
    return switch (wish) {
      case NORMAL -> existing(Zone.NORMAL, Zone.DMA32, Zone.DMA);
      case DMA32 -> ofDma32();
      case DMA -> ofDma();
    };
  }

  private List<Zone> ofDma32() {
    var low = existing(Zone.DMA32, Zone.DMA);
    if (asksNormalLast) {
      return low.isEmpty() ? existing(Zone.NORMAL) : low;
    }
    return existing.contains(Zone.DMA32) ? low : List.of();
  }

  private List<Zone> ofDma() {
    if (existing.contains(Zone.DMA)) {
      return List.of(Zone.DMA);
    }
    if (asksNormalLast && existing.contains(Zone.DMA32)) {
      return List.of(Zone.DMA32);
    }
    return existing(Zone.NORMAL, Zone.DMA32);
  }

  private List<Zone> existing(Zone... zones) {
    return Stream.of(zones).filter(existing::contains).toList();
  }
}
