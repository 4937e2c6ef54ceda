package swiotlb.actor.pool;

import java.util.Arrays;
import swiotlb.kernel.slot.PoolGeometry;

/**
 * Which CPU had each area last: what it read and wrote there is in its caches, and another CPU has
 * to fetch it. A buffer is taken to be given back by the CPU that mapped it. State of one owner of
 * areas.
 */
final class AreaUsers {
  private static final int NOBODY = -1;

  private final long movedNs;
  private final int firstArea;
  private final int firstSlot;
  private final int[] lastOfArea;
  private final int[] cpuOfSlot;

  /**
   * Areas that nobody has used.
   *
   * @param movedNs what one costs more that another CPU had last
   * @param areas how many the owner has, from the first on
   */
  AreaUsers(long movedNs, PoolGeometry pool, int firstArea, int areas) {
    this.movedNs = movedNs;
    this.firstArea = firstArea;
    this.firstSlot = firstArea * pool.areaSlots();
    this.lastOfArea = new int[movedNs == 0 ? 0 : areas];
    this.cpuOfSlot = new int[movedNs == 0 ? 0 : areas * pool.areaSlots()];
    Arrays.fill(lastOfArea, NOBODY);
  }

  /**
   * A CPU searches an area.
   *
   * @return what that costs more than if it had had the area last
   */
  long searchedBy(int area, int cpu) {
    if (movedNs == 0) {
      return 0;
    }
    var last = lastOfArea[area - firstArea];
    lastOfArea[area - firstArea] = cpu;
    return last == cpu || last == NOBODY ? 0 : movedNs;
  }

  /** The CPU that searched last has a buffer there. */
  void mapped(int slot, int cpu) {
    if (movedNs > 0) {
      cpuOfSlot[slot - firstSlot] = cpu;
    }
  }

  /**
   * The CPU that has the buffer at a slot gives it back.
   *
   * @return what that costs more than if it had had the area last
   */
  long givenBack(int area, int slot) {
    return movedNs == 0 ? 0 : searchedBy(area, cpuOfSlot[slot - firstSlot]);
  }
}
