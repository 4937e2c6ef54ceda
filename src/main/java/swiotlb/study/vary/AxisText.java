package swiotlb.study.vary;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/**
 * Reads {@code path=values}: values parted by commas, each a word, a text in quotes, or a range:
 *
 * <pre>
 * values = value { "," value }
 * value  = word | '"' text '"' | range
 * range  = number ".." number [ "step" number | "*" factor ]
 * number = digits [ "." digits ] [ unit ]
 * </pre>
 *
 * Within quotes a backslash stands before a quote or a backslash that is meant as such. Without a
 * step a range goes by one of the unit of its first number.
 */
final class AxisText {
  private static final int SHOWN = 60;

  /** Values that are listed one by one are kept, and looked through. */
  private static final int MOST_PARTS = 10_000;

  private static final long MOST_VALUES = Integer.MAX_VALUE;
  private static final String EXAMPLE =
      "write one such as devices.sata0.jobs.load.depth=1..64*2, or cpus=2,4,8";
  private static final Pattern RANGE =
      Pattern.compile(
          "(?<first>[^.*]+(?:\\.[0-9]+[^.*]*)?)\\.\\.(?<last>(?:(?!step)[^*])+)"
              + "(?:step(?<step>[^*]+)|\\*(?<factor>[^*]+))?");
  private static final Pattern FACTOR = Pattern.compile("[0-9]{1,6}");
  private static final Pattern PATH = Pattern.compile("[^=\\s\\p{Cntrl}]{1,200}");

  private final String place;
  private final String values;
  private final List<Axis.Values> parts = new ArrayList<>();
  private int at;

  private AxisText(String path, String values) {
    this.place = "--vary " + Text.cut(path, SHOWN);
    this.values = values;
  }

  /**
   * The axis that a text describes.
   *
   * @throws InputException if it describes none, with what is wrong
   */
  static Axis parse(String text) {
    var equals = text.indexOf('=');
    if (equals < 0) {
      throw new InputException("--vary " + Text.cut(text, SHOWN), "has no values; " + EXAMPLE);
    }
    var path = text.substring(0, equals).strip();
    if (!PATH.matcher(path).matches()) {
      throw new InputException(
          "--vary " + Text.cut(text, SHOWN),
          "does not begin with the path of a setting; " + EXAMPLE);
    }
    return new AxisText(path, text.substring(equals + 1)).axis(path);
  }

  private Axis axis(String path) {
    if (values.isBlank()) {
      throw wrong("has no values; " + EXAMPLE);
    }
    do {
      part();
      if (parts.size() > MOST_PARTS) {
        throw wrong("lists more than " + MOST_PARTS + " values; write a range, such as 1..100000");
      }
    } while (at++ < values.length());
    var axis = new Axis(path, parts);
    if (axis.size() > MOST_VALUES) {
      throw wrong("has " + axis.size() + " values; give a larger step");
    }
    refuseTwice();
    return axis;
  }

  /** Reads up to the next comma or the end, where it stops. */
  private void part() {
    while (at < values.length() && values.charAt(at) == ' ') {
      at++;
    }
    if (at < values.length() && values.charAt(at) == '"') {
      parts.add(new Axis.Word(quoted()));
      return;
    }
    var end = values.indexOf(',', at);
    var text = values.substring(at, end < 0 ? values.length() : end).strip();
    at = end < 0 ? values.length() : end;
    if (text.isEmpty()) {
      throw wrong("has an empty value; leave a comma out, or write \"\"");
    }
    parts.add(text.contains("..") ? range(text) : new Axis.Word(text));
  }

  private String quoted() {
    var text = new StringBuilder();
    for (at++; at < values.length() && values.charAt(at) != '"'; at++) {
      if (values.charAt(at) == '\\' && at + 1 < values.length()) {
        at++;
      }
      text.append(values.charAt(at));
    }
    if (at == values.length()) {
      throw wrong(
          "has a quote that is not closed; end it with \" (a shell takes quotes away: put"
              + " all of it into single ones)");
    }
    at++;
    while (at < values.length() && values.charAt(at) == ' ') {
      at++;
    }
    if (at < values.length() && values.charAt(at) != ',') {
      throw wrong("goes on behind a quote; part values with commas");
    }
    return text.toString();
  }

  private Axis.Values range(String text) {
    var range = RANGE.matcher(text);
    if (!range.matches()) {
      throw noRange(text);
    }
    var first = number(text, range.group("first"));
    var last = number(text, range.group("last"));
    if (first.unit().kind() != last.unit().kind()) {
      throw wrong(shown(text) + " goes from one kind of number to another; write both with a unit");
    }
    if (first.amount().compareTo(last.amount()) > 0) {
      throw wrong(shown(text) + " goes down; write the smaller number first");
    }
    return range.group("factor") == null
        ? steps(text, first, last, range.group("step"))
        : powers(text, first, last, range.group("factor").strip());
  }

  private Axis.Values steps(String text, Quantity first, Quantity last, String given) {
    var step = given == null ? first.unit().factor() : step(text, first, given);
    var count =
        last.amount().subtract(first.amount()).divide(step, 0, RoundingMode.FLOOR).toBigInteger();
    if (count.bitLength() > 62) {
      throw wrong(shown(text) + " has too many values; give a larger step");
    }
    return new Axis.Steps(first, step, count.longValue() + 1);
  }

  private BigDecimal step(String text, Quantity first, String given) {
    var step = number(text, given);
    if (step.unit().kind() != first.unit().kind()) {
      throw wrong(shown(text) + " has a step of another kind; write it with a unit like its ends");
    }
    if (step.amount().signum() <= 0) {
      throw wrong(shown(text) + " has a step that leads nowhere; write one above 0");
    }
    return step.amount();
  }

  private Axis.Values powers(String text, Quantity first, Quantity last, String given) {
    if (!FACTOR.matcher(given).matches() || Integer.parseInt(given) < 2) {
      throw wrong(shown(text) + " has no whole factor above 1; write one such as 1..64*2");
    }
    if (first.amount().signum() <= 0) {
      throw wrong(shown(text) + " multiplies nothing; begin above 0, or give a step");
    }
    var factor = Integer.parseInt(given);
    var size = 0;
    for (var a = first.amount(); a.compareTo(last.amount()) <= 0; size++) {
      a = a.multiply(BigDecimal.valueOf(factor));
    }
    return new Axis.Powers(first, factor, size);
  }

  private Quantity number(String range, String text) {
    return Quantity.of(text).orElseThrow(() -> noRange(range));
  }

  private InputException noRange(String text) {
    return wrong(
        shown(text)
            + " is no range; write one such as 1..8, 1..64 step 8, 1..64*2, 1MiB..64MiB*2 or"
            + " 10us..1ms*10 (units: "
            + Quantity.KNOWN
            + "), or put a text into quotes");
  }

  /** Only where that is quickly seen; a range does not repeat itself. 1024 KiB is 1 MiB. */
  private void refuseTwice() {
    var seen = new HashSet<>();
    for (var part : parts) {
      for (var i = 0L; i < Math.min(part.size(), MOST_PARTS); i++) {
        if (!seen.add(Quantity.meantBy(part.value(i)))) {
          throw wrong("has the value " + shown(part.value(i)) + " twice; leave one out");
        }
      }
    }
  }

  private static String shown(String text) {
    return "\"" + Text.cut(text, SHOWN) + "\"";
  }

  private InputException wrong(String what) {
    return new InputException(place, what);
  }
}
