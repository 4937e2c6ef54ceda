package swiotlb.kernel.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kernel parameter {@code swiotlb=SLOTS[,AREAS][,force|noforce]}.
 *
 * @param slots 0 where not given
 * @param areas 0 where not given; a zero that is written out is one area, as in the kernel
 * @param force every device bounces
 * @param noforce there is no software IO TLB
 */
public record SwiotlbParameter(int slots, int areas, boolean force, boolean noforce) {
  /** The parameter of a kernel that was given none. */
  public static final SwiotlbParameter ABSENT = new SwiotlbParameter(0, 0, false, false);

  private static final long MOST_SLOTS = 1L << 24;
  private static final long MOST_AREAS = 1L << 12;

  private static final Pattern FORM =
      Pattern.compile(
          "(?<slots>[0-9]+|0x[0-9a-fA-F]+)?(,(?<areas>[0-9]+))?(,?(?<word>force|noforce))?");

  /**
   * Reads the value as an operator writes it.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  public static SwiotlbParameter parse(String value) {
    var match = FORM.matcher(value);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "swiotlb="
              + value
              + " is not SLOTS[,AREAS][,force|noforce], such as swiotlb=512,4,force");
    }
    var word = match.group("word");
    return new SwiotlbParameter(
        number(match.group("slots"), MOST_SLOTS, "slots"),
        areas(match.group("areas")),
        "force".equals(word),
        "noforce".equals(word));
  }

  private static int areas(@Nullable String digits) {
    return digits == null ? 0 : Math.max(1, number(digits, MOST_AREAS, "areas"));
  }

  private static int number(@Nullable String digits, long most, String of) {
    if (digits == null) {
      return 0;
    }
    long value;
    try {
      value = Long.decode(digits.replaceFirst("^0+(?=[0-9])", ""));
    } catch (NumberFormatException e) {
      value = Long.MAX_VALUE;
    }
    if (value == 0 && "slots".equals(of)) {
      throw new IllegalArgumentException(
          "swiotlb=0 asks for a pool without slots; leave the number out, or write swiotlb=noforce");
    }
    if (value > most) {
      throw new IllegalArgumentException(
          "swiotlb= asks for " + digits + " " + of + "; at most " + most + " make sense");
    }
    return (int) value;
  }
}
