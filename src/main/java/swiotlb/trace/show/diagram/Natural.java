package swiotlb.trace.show.diagram;

import java.util.Comparator;
import java.util.regex.Pattern;

/** Names in the order in which people expect them: {@code area-2} before {@code area-10}. */
final class Natural {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  static final Comparator<String> ORDER =
      Comparator.comparing(Natural::padded).thenComparing(Comparator.naturalOrder());

  private Natural() {}

  private static String padded(String name) {
    return NUMBER.matcher(name).replaceAll(n -> "0".repeat(18 - n.group().length()) + n.group());
  }
}
