package swiotlb.workload.block;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names that come again and again in a file, each made once: a small table by their bytes, in which
 * a name that comes seldom gives way. Not thread-safe.
 */
public final class Names {
  private static final int PLACES = 1024;

  private final byte[][] keys = new byte[PLACES][];
  private final String[] names = new String[PLACES];

  /** The same name, made once. */
  public String name(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return name(bytes, 0, bytes.length);
  }

  /** The name that these bytes are in UTF-8. */
  public String name(byte[] bytes, int from, int to) {
    var hash = 1;
    for (var i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    var place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    var key = keys[place];
    if (key == null || !Arrays.equals(key, 0, key.length, bytes, from, to)) {
      keys[place] = Arrays.copyOfRange(bytes, from, to);
      names[place] = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    return names[place];
  }
}
