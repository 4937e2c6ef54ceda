package swiotlb.cli.measure;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A part of a whole, written {@code 1%} or {@code 0.01}. */
public record Percent(double part) {
  /** Reads one of a command line. */
  public static final class Converter implements ITypeConverter<Percent> {
    @Override
    public Percent convert(String value) {
      var text = value.strip();
      var isPercent = text.endsWith("%");
      try {
        var number = Double.parseDouble(isPercent ? text.substring(0, text.length() - 1) : text);
        var part = isPercent ? number / 100 : number;
        if (part > 0 && part < 1) {
          return new Percent(part);
        }
      } catch (NumberFormatException e) {
        // Told below, as all else that is none.
      }
      throw new TypeConversionException(
          "'" + value + "' is no part of a whole; write one such as 1% or 0.01");
    }
  }
}
