package swiotlb.workload.fio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import swiotlb.input.InputException;
import swiotlb.workload.fio.JobFile.Option;

/**
 * The values of a section's options, with what is odd about how fio reads them. Not thread-safe.
 */
final class FioValues {
  private static final long SECOND_MICROS = 1_000_000;
  private static final long NS_PER_MICRO = 1_000;

  /** More would not fit into nanoseconds. */
  private static final long MOST_MICROS = 100L * 24 * 3600 * SECOND_MICROS;

  private static final Pattern SEVERAL = Pattern.compile("\\d.*[-:,]");

  private final JobFile.Section section;
  private final List<String> remarks;

  FioValues(JobFile.Section section, List<String> remarks) {
    this.section = section;
    this.remarks = remarks;
  }

  Optional<Option> option(String name) {
    return Optional.ofNullable(section.options().get(name));
  }

  String text(String name, String otherwise) {
    return option(name).map(Option::value).orElse(otherwise);
  }

  /** An error at an option, or at the section where it is missing. */
  InputException wrong(String name, String whatAndRemedy) {
    return option(name)
        .map(option -> option.wrong(whatAndRemedy))
        .orElseGet(
            () ->
                new InputException(
                    section.file().toString(),
                    section.line(),
                    "[" + section.name() + "] " + whatAndRemedy));
  }

  /** A whole number or size; the default where the option is not given. */
  long number(String name, long otherwise, long least, long most) {
    var option = option(name);
    return option.isEmpty()
        ? otherwise
        : within(option.get(), bytes(option.get(), option.get().value()), least, most);
  }

  /** One of the sizes that an option's value holds. */
  long bytes(Option option, String text) {
    return read(option, text, FioNumber.ofBytes(text), "bytes");
  }

  /** A number between limits. */
  static long within(Option option, long value, long least, long most) {
    if (value < least || value > most) {
      throw option.wrong("is %d; it can be %d to %d".formatted(value, least, most));
    }
    return value;
  }

  /** A time in nanoseconds; 0 where the option is not given. */
  long nanos(String name, boolean isInSeconds) {
    var option = option(name);
    if (option.isEmpty()) {
      return 0;
    }
    var text = option.get().value();
    var micros =
        read(
            option.get(),
            text,
            FioNumber.ofMicros(text, isInSeconds ? SECOND_MICROS : 1),
            "microseconds");
    return within(option.get(), micros, 0, MOST_MICROS) * NS_PER_MICRO;
  }

  private long read(Option option, String text, Optional<FioNumber> number, String unit) {
    if (number.isEmpty()) {
      throw option.wrong("is no number of fio's; write one such as 4k, 10s or 300ms");
    }
    if (!number.get().isAsWritten() && SEVERAL.matcher(text).find()) {
      throw option.wrong("holds several numbers where one is simulated; write one");
    }
    if (!number.get().isAsWritten()) {
      remarks.add(
          "line %d: fio reads %s=%s as %d (%s)"
              .formatted(option.line(), option.name(), text, number.get().value(), unit));
    }
    return number.get().value();
  }

  /** Whether a switch is on: its name alone, or with 1. */
  boolean flag(String name, boolean otherwise) {
    var option = option(name);
    if (option.isEmpty()) {
      return otherwise;
    }
    return switch (option.get().value()) {
      case "", "1" -> true;
      case "0" -> false;
      default -> throw option.get().wrong("is neither 0 nor 1");
    };
  }

  /** Parts of a value, of which some may be empty. */
  static List<String> parts(String text, String separators) {
    return new ArrayList<>(List.of(text.split("[" + separators + "]", -1)));
  }
}
