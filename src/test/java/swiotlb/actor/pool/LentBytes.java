package swiotlb.actor.pool;

/** Bounce buffers for tests of whoever borrows them. */
public final class LentBytes {
  private LentBytes() {}

  /** A bounce buffer of its own memory, all zeros. */
  public static BounceBuffer of(int bytes) {
    return new BounceBuffer(new byte[bytes], 0, bytes);
  }
}
