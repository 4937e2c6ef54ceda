package swiotlb.kernel.slot;

/**
 * Small buffers of devices that do not see what is in the CPUs' caches. The kernel's allocator of
 * small memory may let one share a line of the cache with something else, which the device's writes
 * would destroy. The kernel judges by the buffer's size alone.
 */
public final class SmallBuffers {
  /** Sizes in which small memory comes; all larger ones fill lines. */
  private static final int[] SIZES = {8, 16, 32, 64, 96, 128, 192};

  private SmallBuffers() {}

  /**
   * Whether a buffer may share a line of the cache.
   *
   * @param lineBytes of the cache, a power of two up to 128
   */
  public static boolean sharesLine(long bytes, int lineBytes) {
    for (var size : SIZES) {
      if (bytes <= size) {
        return size % lineBytes != 0;
      }
    }
    return false;
  }
}
