package swiotlb.cli.measure;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import swiotlb.study.measure.WarmUpRule;

/** Which runs are the warm-up: {@code mser5}, {@code none} or a number. */
final class WarmUpConverter implements ITypeConverter<WarmUpRule> {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  @Override
  public WarmUpRule convert(String value) {
    var text = value.strip().toLowerCase(Locale.ROOT);
    if (text.equals("mser5")) {
      return new WarmUpRule.Found();
    }
    if (text.equals("none")) {
      return new WarmUpRule.First(0);
    }
    if (NUMBER.matcher(text).matches()) {
      return new WarmUpRule.First(Integer.parseInt(text));
    }
    throw new TypeConversionException(
        "'" + value + "' is none of mser5, none, and a number of runs such as 1");
  }
}
