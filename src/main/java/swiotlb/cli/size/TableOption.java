package swiotlb.cli.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import swiotlb.study.size.Neighbours;
import swiotlb.study.size.SizeTable.Axis;

/**
 * A table that is asked for: {@code memory=2G..64G}, each value twice the one before, or {@code
 * cpus=1,6,24}.
 *
 * @param values rising
 */
record TableOption(Axis axis, List<Long> values) {
  private static final Pattern FORM = Pattern.compile("(memory|cpus)=(.{1,200})");
  private static final int MOST_VALUES = 100;

  TableOption {
    values = List.copyOf(values);
  }

  /** Reads one of a command line. */
  static final class Converter implements ITypeConverter<TableOption> {
    @Override
    public TableOption convert(String text) {
      var match = FORM.matcher(text);
      if (!match.matches()) {
        throw wrong(text);
      }
      var axis = Axis.valueOf(match.group(1).toUpperCase(Locale.ROOT));
      var ends = match.group(2).split("\\.\\.", -1);
      if (ends.length > 2) {
        throw wrong(text);
      }
      var values =
          ends.length == 2
              ? doubling(text, value(axis, ends[0]), value(axis, ends[1]))
              : listed(axis, match.group(2));
      return new TableOption(axis, values);
    }

    private static List<Long> doubling(String text, long from, long to) {
      if (from > to) {
        throw new TypeConversionException(
            "'%s' runs backwards; write the smaller value first".formatted(text));
      }
      var values = new ArrayList<Long>();
      for (var value = from; value < to; value *= 2) {
        values.add(value);
      }
      values.add(to);
      return values;
    }

    private static List<Long> listed(Axis axis, String text) {
      var parts = text.split(",", -1);
      if (parts.length > MOST_VALUES) {
        throw new TypeConversionException("a table has at most " + MOST_VALUES + " rows");
      }
      var values = new ArrayList<Long>();
      for (var part : parts) {
        values.add(value(axis, part));
      }
      return values.stream().distinct().sorted().toList();
    }

    private static long value(Axis axis, String text) {
      if (axis == Axis.MEMORY) {
        var bytes = Bytes.of(text).count();
        if (bytes < Neighbours.LEAST_MEMORY || bytes > Neighbours.MOST_MEMORY) {
          throw new TypeConversionException("'" + text + "' is no memory from 32 MiB to 64 TiB");
        }
        return bytes;
      }
      if (!text.matches("[1-9][0-9]{0,4}") || Long.parseLong(text) > Neighbours.MOST_CPUS) {
        throw new TypeConversionException(
            "'" + text + "' is no number of CPUs from 1 to " + Neighbours.MOST_CPUS);
      }
      return Long.parseLong(text);
    }

    private static TypeConversionException wrong(String text) {
      return new TypeConversionException(
          "'" + text + "' is no table such as memory=2G..64G, memory=4G,6G or cpus=1..64");
    }
  }
}
