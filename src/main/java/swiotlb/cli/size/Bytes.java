package swiotlb.cli.size;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes on a command line, written as in a scenario: {@code 16G}, {@code 512 MiB}. */
record Bytes(long count) {
  private static final String KEY = "size";

  /** Reads one. */
  static final class Converter implements ITypeConverter<Bytes> {
    @Override
    public Bytes convert(String value) {
      return Bytes.of(value);
    }
  }

  /**
   * Reads one.
   *
   * @throws TypeConversionException if it is none
   */
  static Bytes of(String value) {
    try {
      if (value.matches("[0-9][0-9.]{0,20} ?[A-Za-z]{1,9}")) {
        return new Bytes(ConfigValueFactory.fromAnyRef(value).atKey(KEY).getBytes(KEY));
      }
    } catch (ConfigException e) {
      // Told below, as all else that is none.
    }
    throw new TypeConversionException("'" + value + "' is no size such as 16G or 512MiB");
  }
}
