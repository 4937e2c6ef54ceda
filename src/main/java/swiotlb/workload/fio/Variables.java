package swiotlb.workload.fio;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a job file takes from where it is run: the environment, and the machine.
 *
 * @param environment the value of a variable, or null
 * @param pageBytes of the machine
 * @param memoryMib of the machine
 * @param cpus of the machine
 */
public record Variables(
    UnaryOperator<@Nullable String> environment, long pageBytes, long memoryMib, int cpus) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)\\}");
  private static final Pattern WORD = Pattern.compile("\\$(pagesize|mb_memory|ncpus)");
  private static final Pattern NUMBER = Pattern.compile("\\d+[a-zA-Z]*");

  /** A value with its variables filled in. */
  String filledIn(String value, JobFile.Option place) {
    if (value.indexOf('$') < 0) {
      return value;
    }
    var text = new StringBuilder();
    var variable = VARIABLE.matcher(value);
    while (variable.find()) {
      var found = environment.apply(variable.group(1));
      if (found == null || found.isEmpty()) {
        throw place.wrong(
            "takes %s from the environment, where it is not set; set it, or write the value"
                .formatted(variable.group(1)));
      }
      variable.appendReplacement(text, "");
      text.append(found);
    }
    variable.appendTail(text);
    return withWords(text.toString(), place);
  }

  private String withWords(String value, JobFile.Option place) {
    var matcher = WORD.matcher(value);
    if (!matcher.find()) {
      return value;
    }
    var filled =
        matcher.replaceAll(
            word ->
                switch (word.group(1)) {
                  case "pagesize" -> Long.toString(pageBytes);
                  case "mb_memory" -> Long.toString(memoryMib);
                  default -> Integer.toString(cpus);
                });
    if (!NUMBER.matcher(filled.strip()).matches()) {
      throw place.wrong("is a sum of fio's, which is not computed here; write the number");
    }
    return filled;
  }
}
