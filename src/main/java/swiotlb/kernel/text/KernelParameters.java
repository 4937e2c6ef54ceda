package swiotlb.kernel.text;

import java.util.regex.Pattern;

/**
 * The kernel command line as far as the software IO TLB is concerned.
 *
 * @param text as it was written
 * @param coherentPoolBytes 0 where not given
 */
public record KernelParameters(String text, SwiotlbParameter swiotlb, long coherentPoolBytes) {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([KkMmGg]?)");

  /**
   * Reads a command line; parameters that concern others are passed over, and of several the last
   * counts, as in the kernel.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  public static KernelParameters parse(String text) {
    var swiotlb = SwiotlbParameter.ABSENT;
    var coherentPool = 0L;
    for (var parameter : text.trim().split("\\s+", -1)) {
      if (parameter.startsWith("swiotlb=")) {
        swiotlb = SwiotlbParameter.parse(parameter.substring("swiotlb=".length()));
      } else if (parameter.startsWith("coherent_pool=")) {
        coherentPool = size(parameter, parameter.substring("coherent_pool=".length()));
      }
    }
    return new KernelParameters(text, swiotlb, coherentPool);
  }

  private static long size(String parameter, String value) {
    var match = SIZE.matcher(value);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          parameter + " is no size such as coherent_pool=512K or coherent_pool=1M");
    }
    var shift =
        switch (match.group(2)) {
          case "K", "k" -> 10;
          case "M", "m" -> 20;
          case "G", "g" -> 30;
          default -> 0;
        };
    var bytes = Long.parseLong(match.group(1));
    if (bytes > Long.MAX_VALUE >> shift || bytes << shift > 1L << 40) {
      throw new IllegalArgumentException(parameter + " is larger than any machine's memory");
    }
    return bytes << shift;
  }
}
