package swiotlb.trace.show.page;

import java.util.Arrays;

/**
 * Numbers of one kind, each stored as its difference from the one before, in as few bytes as it
 * needs (zigzag, then seven bits a byte, lowest first). Not thread-safe.
 */
final class Column {
  private byte[] bytes = new byte[16];
  private int length;
  private int count;
  private long last;

  void add(long value) {
    var difference = value - last;
    last = value;
    count++;
    if (length + 10 > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    var rest = (difference << 1) ^ (difference >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** How many numbers there are. */
  int count() {
    return count;
  }

  /** What was stored; a copy. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }
}
