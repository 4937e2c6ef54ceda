package swiotlb.study.cluster;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes that come in parts, each perhaps more than once, in any order. */
final class Parts {
  private final byte[] @Nullable [] parts;
  private int missing;
  private long bytes;

  /**
   * None yet.
   *
   * @param of how many there will be
   * @throws IllegalArgumentException if that cannot be
   */
  Parts(int of) {
    if (of < 1 || of > Limits.RESULT_BYTES / Limits.PART_BYTES + 1) {
      throw new IllegalArgumentException("bytes in " + of + " parts");
    }
    parts = new byte[of][];
    missing = of;
  }

  /** How many parts some bytes are. */
  static int count(byte[] bytes) {
    return Math.max(1, (bytes.length + Limits.PART_BYTES - 1) / Limits.PART_BYTES);
  }

  /** One of them, from 0. */
  static byte[] part(byte[] bytes, int number) {
    var from = number * Limits.PART_BYTES;
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + Limits.PART_BYTES));
  }

  /**
   * One more.
   *
   * @return all of them, if that was the last that was missing
   */
  Optional<byte[]> add(int number, byte[] part) {
    if (number < 0 || number >= parts.length || part.length > Limits.PART_BYTES) {
      throw new IllegalArgumentException("part %d of %d".formatted(number, parts.length));
    }
    if (parts[number] != null) {
      return Optional.empty();
    }
    parts[number] = part;
    bytes += part.length;
    if (--missing > 0) {
      return Optional.empty();
    }
    var all = new ByteArrayOutputStream((int) bytes);
    for (var one : parts) {
      if (one != null) {
        all.writeBytes(one);
      }
    }
    return Optional.of(all.toByteArray());
  }

  /** How many there will be. */
  int of() {
    return parts.length;
  }
}
