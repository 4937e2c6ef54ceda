package swiotlb.study.vary;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import swiotlb.input.InputException;

/**
 * A setting and the values that it takes. They are numbered from 0 and made when they are asked
 * for, so that a long range costs nothing.
 */
public final class Axis {
  /** Some of the values of an axis. */
  sealed interface Values {
    /** How many there are. */
    long size();

    /** One of them, as a scenario has it. */
    String value(long index);
  }

  /** A value that was written as it is. */
  record Word(String text) implements Values {
    @Override
    public long size() {
      return 1;
    }

    @Override
    public String value(long index) {
      return text;
    }
  }

  /** From a number in equal steps. */
  record Steps(Quantity first, BigDecimal step, long size) implements Values {
    @Override
    public String value(long index) {
      var amount = first.amount().add(step.multiply(BigDecimal.valueOf(index)));
      return first.withAmount(amount).text();
    }
  }

  /** From a number, each so many times the one before. */
  record Powers(Quantity first, int factor, long size) implements Values {
    @Override
    public String value(long index) {
      var amount = first.amount().multiply(BigDecimal.valueOf(factor).pow((int) index));
      return first.withAmount(amount).text();
    }
  }

  private final String path;
  private final List<Values> parts;
  private final long size;
  private final boolean isNumeric;

  Axis(String path, List<Values> parts) {
    this.path = path;
    this.parts = List.copyOf(parts);
    this.size = parts.stream().mapToLong(Values::size).sum();
    this.isNumeric = areNumeric(parts);
  }

  /**
   * The axis that a text describes: {@code path=values}, the values parted by commas, each a word,
   * a text in quotes, or a range such as {@code 1..64*2}.
   *
   * @throws InputException if it describes none, with what is wrong
   */
  public static Axis parse(String text) {
    return AxisText.parse(text);
  }

  /** The path of the setting. */
  public String path() {
    return path;
  }

  /** How many values it takes. */
  public long size() {
    return size;
  }

  /** One of its values, as a scenario has it. */
  public String value(long index) {
    var left = index;
    for (var part : parts) {
      if (left < part.size()) {
        return part.value(left);
      }
      left -= part.size();
    }
    throw new IndexOutOfBoundsException(path + " has no value " + index);
  }

  /**
   * Whether values that are beside each other are near each other, as those of a range are; words
   * are all alike.
   */
  public boolean isOrdered() {
    return size > 1 && (parts.size() == 1 || isNumeric);
  }

  /** Whether all of its values are numbers, sizes or times of one kind. */
  public boolean isNumeric() {
    return isNumeric;
  }

  private static boolean areNumeric(List<Values> parts) {
    var kinds =
        parts.stream()
            .map(part -> Quantity.of(part.value(0)).map(number -> number.unit().kind()))
            .distinct()
            .toList();
    return kinds.size() == 1 && kinds.get(0).isPresent();
  }

  /** A value as a number: plain, in bytes or in nanoseconds; absent if the axis is of words. */
  public OptionalDouble number(String value) {
    return isNumeric
        ? Quantity.of(value).stream().mapToDouble(number -> number.amount().doubleValue()).findAny()
        : OptionalDouble.empty();
  }

  /** Whether all of its values are sizes. */
  public boolean isOfSizes() {
    return isOf(Quantity.Kind.SIZE);
  }

  /** Whether all of its values are times. */
  public boolean isOfTimes() {
    return isOf(Quantity.Kind.TIME);
  }

  private boolean isOf(Quantity.Kind kind) {
    return isNumeric && Quantity.of(value(0)).orElseThrow().unit().kind() == kind;
  }
}
