package swiotlb.kernel.slot;

/**
 * What a kernel makes of a device's buffers beyond the device's limits: by its release, and by the
 * attributes with which the driver maps them.
 *
 * @param isForced whether the device's allocator bounces by force, which is what the event {@code
 *     swiotlb_bounced} says of each bounce
 * @param requiresCoherent whether a mapping that would bounce fails instead
 * @param seesCaches whether the device sees what is in the CPUs' caches
 * @param cacheLineBytes small buffers that do not fill lines of the cache bounce if the device may
 *     write them; 0: they do not
 */
public record Attributes(
    boolean isForced,
    boolean requiresCoherent,
    Shared shared,
    boolean seesCaches,
    int cacheLineBytes) {
  /** Of a driver that says nothing, where every device is forced. */
  public static final Attributes FORCED = new Attributes(true, false, Shared.NOT, true, 0);

  /**
   * Whether a buffer that the device reaches bounces all the same; those that are shared already
   * stay as they are.
   *
   * @param isWritten whether the device may write it
   */
  boolean bouncesSmall(long bytes, boolean isWritten) {
    return isWritten
        && shared != Shared.AS_THEY_ARE
        && cacheLineBytes > 0
        && SmallBuffers.sharesLine(bytes, cacheLineBytes);
  }

  /** Buffers that are shared with the hypervisor already. */
  public enum Shared {
    /** They are not, or the kernel does not know. */
    NOT,
    /** They are not bounced; what the device does not reach fails. */
    AS_THEY_ARE,
    /** They bounce where the device does not reach them, or where all is forced to. */
    BY_REACH,
    /** They are refused. */
    REFUSED
  }
}
