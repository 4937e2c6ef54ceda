package swiotlb.scenario;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers, sizes and times exactly as they were written: only the digits 0 to 9, nothing rounded,
 * nothing that is no number. Each method throws an {@link IllegalArgumentException} that says what
 * is wrong, if there is more to say than that it is none.
 */
final class Written {
  private static final Pattern WHOLE = Pattern.compile(" *([+-]?[0-9]{1,19}) *");
  private static final Pattern HEX = Pattern.compile(" *0[xX]([0-9a-fA-F]{1,16}) *");
  private static final Pattern WITH_UNIT =
      Pattern.compile(
          "[ \\t]*(?<number>[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?)"
              + "[ \\t]*(?<unit>[A-Za-zµ]{0,12})[ \\t]*");
  private static final String NONE = "";

  private Written() {}

  /** The text of a value. */
  static String text(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING
        ? String.valueOf(value.unwrapped())
        : value.render(ConfigRenderOptions.concise());
  }

  static long wholeNumber(ConfigValue value) {
    var number = WHOLE.matcher(text(value));
    if (!number.matches()) {
      throw new IllegalArgumentException(NONE);
    }
    return Long.parseLong(number.group(1));
  }

  /** Hexadecimal too, as kernel messages show addresses. */
  static BigInteger bytes(ConfigValue value) {
    var hex = HEX.matcher(text(value));
    if (hex.matches()) {
      return new BigInteger(hex.group(1), 16);
    }
    var written = withUnit(value);
    var unit = one("1 " + written.group("unit"));
    return whole(written.group("number"), unit.getMemorySize("one").toBytesBigInteger(), "a byte");
  }

  /** In nanoseconds; a number without unit counts none. */
  static BigInteger nanos(ConfigValue value) {
    var written = withUnit(value);
    var unit = one("1 " + written.group("unit"));
    var nanos = BigInteger.valueOf(unit.getDuration("one").toNanos());
    return whole(written.group("number"), nanos, "a nanosecond");
  }

  /** Whether a value other than 0 has no unit. */
  static boolean lacksUnit(ConfigValue value) {
    var written = WITH_UNIT.matcher(text(value));
    return written.matches()
        && written.group("unit").isEmpty()
        && new BigDecimal(written.group("number")).signum() != 0;
  }

  private static Matcher withUnit(ConfigValue value) {
    var written = WITH_UNIT.matcher(text(value));
    if (!written.matches()) {
      throw new IllegalArgumentException(NONE);
    }
    return written;
  }

  private static com.typesafe.config.Config one(String text) {
    return ConfigFactory.empty().withValue("one", ConfigValueFactory.fromAnyRef(text.strip()));
  }

  private static BigInteger whole(String number, BigInteger unit, String smallest) {
    try {
      return new BigDecimal(number).multiply(new BigDecimal(unit)).toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("which has a fraction of " + smallest, e);
    }
  }
}
