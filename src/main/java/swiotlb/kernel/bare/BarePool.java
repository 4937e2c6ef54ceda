package swiotlb.kernel.bare;

import java.util.List;
import java.util.stream.IntStream;
import swiotlb.kernel.slot.AreaSlots;
import swiotlb.kernel.slot.PoolGeometry;

/**
 * A lasting pool with the slots of its areas. Equal to another in the same state.
 *
 * @param number by which buffers name it
 */
public record BarePool(int number, PoolGeometry geometry, List<AreaSlots> owners) {

  /** Immutable but for the slots. */
  public BarePool {
    owners = List.copyOf(owners);
  }

  /** A pool with all its slots free. */
  static BarePool free(int number, PoolGeometry geometry) {
    return new BarePool(
        number,
        geometry,
        IntStream.range(0, geometry.owners()).mapToObj(i -> new AreaSlots(geometry, i)).toList());
  }

  /** The same pool, its slots independent from now on. */
  BarePool copy() {
    return new BarePool(number, geometry, owners.stream().map(AreaSlots::copy).toList());
  }

  /** Who has the slots of an area. */
  public AreaSlots ownerOfArea(int area) {
    return owners.get(geometry.ownerOf(area));
  }

  /** Who has a slot. */
  AreaSlots ownerOfSlot(int slot) {
    return ownerOfArea(geometry.areaOfSlot(slot));
  }

  /** Slots in use, by the counts of the areas. */
  long used() {
    return IntStream.range(0, geometry.areas()).mapToLong(a -> ownerOfArea(a).used(a)).sum();
  }
}
