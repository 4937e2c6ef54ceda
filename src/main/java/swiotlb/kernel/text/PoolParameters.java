package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.regex.Pattern;

/**
 * The parameters that size pools, written anew on a command line: the other words of {@code
 * swiotlb=} stay, but {@code noforce}, which leaves no pool.
 */
public final class PoolParameters {
  private static final Pattern OWN =
      Pattern.compile("(?<!\\S)\"?(swiotlb|coherent[-_]pool)(=\\S*)?(?!\\S)\\s*");

  private PoolParameters() {}

  /** A command line without them. */
  public static String without(String cmdline) {
    return OWN.matcher(cmdline).replaceAll("").strip();
  }

  /** A command line with others in their place, which come first. */
  public static String replaced(String cmdline, String parameters) {
    return (parameters + " " + without(cmdline)).strip();
  }

  /**
   * {@code swiotlb=} with numbers.
   *
   * @param read whose words stay
   * @param slots of the default pool, as a boot gives it
   * @param areas a power of two
   */
  public static String sized(SwiotlbParameter read, int slots, int areas) {
    return written(read, slots + "," + areas);
  }

  /**
   * {@code swiotlb=} with another number of slots; areas stay as they are written.
   *
   * @param read whose words stay, too
   * @param slots of the default pool
   */
  public static String sized(SwiotlbParameter read, long slots) {
    return written(read, slots + (read.areas() > 0 ? "," + read.areas() : ""));
  }

  /** {@code swiotlb=} with words alone; empty if it has none. */
  public static String unsized(SwiotlbParameter read) {
    var text = written(read, read.anywhere() ? "," : "");
    return text.equals("swiotlb=") ? "" : text;
  }

  private static String written(SwiotlbParameter read, String numbers) {
    var words = new ArrayList<String>();
    if (!numbers.isEmpty()) {
      words.add(numbers.equals(",") ? "" : numbers);
    }
    if (read.anywhere()) {
      words.add("any");
    }
    if (read.force()) {
      words.add("force");
    }
    if (read.tracksHiwater()) {
      words.add("track_hiwater");
    }
    return "swiotlb=" + String.join(",", words);
  }

  /**
   * {@code coherent_pool=}.
   *
   * @param bytes whole KiB
   */
  public static String coherentPool(long bytes) {
    return "coherent_pool=" + (bytes % (1 << 20) == 0 ? (bytes >> 20) + "M" : (bytes >> 10) + "K");
  }
}
