package swiotlb.actor.pool;

import java.util.Arrays;

/**
 * The bytes of a bounce buffer, lent to the driver with the slots and given back with them; nobody
 * else touches them meanwhile. The one thing in a message that can change: memory has one owner at
 * a time, and the messages say who.
 *
 * <p>{@link #NONE} holds no bytes; where no payload is checked every buffer is that.
 */
public final class BounceBuffer {
  /** No bytes: reading and writing them does nothing. */
  public static final BounceBuffer NONE = new BounceBuffer(new byte[0], 0, 0);

  private final byte[] memory;
  private final int start;
  private final int bytes;

  /**
   * Part of a piece of memory.
   *
   * @param start of the first byte
   */
  BounceBuffer(byte[] memory, int start, int bytes) {
    this.memory = memory;
    this.start = start;
    this.bytes = bytes;
  }

  /** Whether there are bytes in it. */
  public boolean holdsBytes() {
    return bytes > 0;
  }

  /**
   * Writes bytes.
   *
   * @param offset in this buffer
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public void write(int offset, byte[] from, int at, int count) {
    check(offset, count);
    System.arraycopy(from, at, memory, start + offset, count);
  }

  /**
   * Reads bytes.
   *
   * @param offset in this buffer
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public void read(int offset, byte[] into, int at, int count) {
    check(offset, count);
    System.arraycopy(memory, start + offset, into, at, count);
  }

  /**
   * The first byte that differs from what it should be.
   *
   * @param offset in this buffer
   * @return its place among the bytes compared, or -1
   */
  public int mismatch(int offset, byte[] expected, int at, int count) {
    check(offset, count);
    var from = start + offset;
    return Arrays.mismatch(memory, from, from + count, expected, at, at + count);
  }

  private void check(int offset, int count) {
    var end = (long) offset + count;
    if (offset < 0 || count < 0 || end > bytes) {
      throw new IndexOutOfBoundsException(
          "bytes " + offset + " to " + end + " of a bounce buffer of " + bytes);
    }
  }

  /** Traces are the same with and without payload. */
  @Override
  public String toString() {
    return "bytes";
  }
}
