package swiotlb.study.size;

import swiotlb.kernel.page.Zone;

/**
 * A coherent atomic pool after boot.
 *
 * @param zone whose memory it has
 * @param wishBytes the least that should be left in it
 * @param bytes of its memory, if a block of them is free
 */
public record CoherentSize(Zone zone, long wishBytes, long bytes) {
  /** What the kernel calls its zone. */
  public String label() {
    return zone.label();
  }
}
