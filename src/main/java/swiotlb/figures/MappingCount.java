package swiotlb.figures;

/**
 * What became of the bounce buffers that a device wanted since it is there, over all runs.
 *
 * @param wanted that an area or the allocator was asked for
 * @param got of those
 * @param gotTransient of those, in transient pools
 * @param refused of those that were wanted
 * @param givenBack of those that were got
 * @param failed mappings that failed: what was refused, what nobody was asked for since it could
 *     not be had, and what was got and lies beyond the device's reach
 * @param heldUp requests that had to wait for the allocator or for the throttle
 */
public record MappingCount(
    long wanted,
    long got,
    long gotTransient,
    long refused,
    long givenBack,
    long failed,
    long heldUp) {

  /** That were wanted, and of which nobody has said yet whether they are to be had. */
  public long unanswered() {
    return wanted - got - refused;
  }

  /** That it has now. */
  public long live() {
    return got - givenBack;
  }
}
