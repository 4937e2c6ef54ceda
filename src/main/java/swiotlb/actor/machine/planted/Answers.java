package swiotlb.actor.machine.planted;

import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;

/** Answers that no area has given. */
final class Answers {
  private Answers() {}

  /** That a buffer was given back, although it was not. */
  static MapClient.Unmapped unmapped(Area.Unmap unmap) {
    return new MapClient.Unmapped(unmap.mapping(), 0, 0, new Area.Left(0, 0, 0, 0));
  }
}
