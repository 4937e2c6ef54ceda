package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Text;
import swiotlb.input.Words;
import swiotlb.kernel.policy.PolicySettings;

/**
 * The settings of one part of a scenario over their defaults. Reading collects what is wrong
 * instead of stopping at it, and notes where each value came from. Not thread-safe.
 */
final class Settings implements PolicySettings {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
  private static final Pattern LINE_OF_DESCRIPTION = Pattern.compile(": \\d+(-\\d+)?$");
  private static final Pattern CPU_RANGE =
      Pattern.compile("\\s*([0-9]{1,4})\\s*(?:-\\s*([0-9]{1,4})\\s*)?");
  private static final long LONGEST_NS = 100L * 24 * 3600 * 1_000_000_000L;
  private static final BigInteger MOST = BigInteger.valueOf(1L << 62);

  /** Devices, or jobs of one. */
  static final int MOST_PARTS = 4096;

  private static final int LONGEST_TEXT = 1 << 16;
  private static final int SHOWN = 60;
  private static final int LONGEST_PROBLEM = 1000;

  private final String path;
  private final ConfigOrigin origin;
  private final Config given;
  private final Config defaults;
  private final Config all;
  private final Findings findings;

  /**
   * Settings over their defaults.
   *
   * @param origin where this part begins, or the part in which it would stand
   */
  Settings(String path, ConfigOrigin origin, Config given, Config defaults, Findings findings) {
    this.path = path;
    this.origin = origin;
    this.given = withoutNulls(given, path, findings.problems);
    this.defaults = defaults;
    this.all = this.given.withFallback(defaults);
    this.findings = findings;
    refuseUnknown(given.root(), defaults.root(), path);
  }

  private static Config withoutNulls(Config given, String path, List<String> problems) {
    var kept = given.root();
    for (var entry : new TreeMap<>(given.root()).entrySet()) {
      if (entry.getValue().valueType() == ConfigValueType.NULL) {
        problems.add(
            where(entry.getValue().origin())
                + ": "
                + join(path, entry.getKey())
                + " is null; give it a value or leave it out");
        kept = kept.withoutKey(entry.getKey());
      }
    }
    return kept.toConfig();
  }

  /**
   * Of the settings that are given, some do not count here.
   *
   * @param counts those that do
   * @param why the others do not, and what to do
   */
  void refuseAllBut(Set<String> counts, String why) {
    refuse(
        given.root().keySet().stream()
            .filter(key -> !counts.contains(key) && defaults.root().containsKey(key))
            .sorted()
            .toList(),
        why);
  }

  /** Whether a setting is given, rather than left to its default. */
  boolean isGiven(String key) {
    return given.root().containsKey(key);
  }

  /** Of the settings that are given, these do not count here, and why. */
  void refuse(List<String> keys, String why) {
    keys.stream().filter(given.root()::containsKey).forEach(key -> problem(key, why));
  }

  /** A part with settings of its own, below a key of this one. */
  Settings part(String key) {
    if (given.hasPath(key) && !(given.root().get(key) instanceof ConfigObject)) {
      problem(key, "is no group of settings { … }");
    }
    var here = given.root().get(key);
    return new Settings(
        join(path, key),
        here == null ? origin : here.origin(),
        below(given, key),
        below(defaults, key),
        findings);
  }

  private static Config below(Config config, String key) {
    return config.root().get(key) instanceof ConfigObject object
        ? object.toConfig()
        : ConfigFactory.empty();
  }

  /**
   * The named parts below a key, in the order of their names.
   *
   * @param below the defaults of a part, given what it says
   */
  List<Named> named(String key, UnaryOperator<Config> below) {
    var parts = new ArrayList<Named>();
    if (!(all.root().get(key) instanceof ConfigObject object)) {
      problem(key, "is no group of settings { … } by name");
      return parts;
    }
    if (object.size() > MOST_PARTS) {
      problem(key, "are " + object.size() + "; a simulation can have at most " + MOST_PARTS);
      return parts;
    }
    for (var entry : new TreeMap<>(object).entrySet()) {
      var name = entry.getKey();
      var value = entry.getValue();
      var where = join(join(path, key), name);
      if (!NAME.matcher(name).matches()) {
        findings.problems.add(
            where(value.origin())
                + ": \""
                + Text.cut(name, SHOWN)
                + "\" is no name; use small letters, digits and dashes, a letter first");
      } else if (value instanceof ConfigObject settings) {
        parts.add(
            new Named(
                name,
                new Settings(
                    where,
                    value.origin(),
                    settings.toConfig(),
                    below.apply(settings.toConfig()),
                    findings)));
      } else {
        findings.problems.add(
            where(value.origin()) + ": " + where + " is no group of settings { … }");
      }
    }
    return parts;
  }

  /** A part by its name. */
  record Named(String name, Settings settings) {}

  String text(String key) {
    var text = read(key, "text", value -> all.getString(key), "");
    if (text.length() > LONGEST_TEXT) {
      problem(
          key, "is %d characters long; write at most %d".formatted(text.length(), LONGEST_TEXT));
      return "";
    }
    return text;
  }

  boolean flag(String key) {
    return read(key, "true or false", value -> all.getBoolean(key), false);
  }

  long number(String key, long least, long most) {
    return within(key, read(key, "a whole number", Written::wholeNumber, least), least, most, "");
  }

  @Override
  public int integer(String key, int least, int most) {
    return (int) number(key, least, most);
  }

  /** A number that need not be whole. */
  double decimal(String key, double least, double most) {
    var value = read(key, "a number", written -> all.getDouble(key), least);
    if (!(value >= least && value <= most)) {
      problem(key, "is %s; it can be %s to %s".formatted(shown(all.getValue(key)), least, most));
      return least;
    }
    return value;
  }

  @Override
  public long bytes(String key, long least, long most) {
    var value = read(key, "a size such as 64 KiB", Written::bytes, BigInteger.valueOf(least));
    return within(key, bounded(value), least, most, " bytes");
  }

  @Override
  public long nanos(String key, long least) {
    var value = all.getValue(key);
    if (Written.lacksUnit(value)) {
      problem(key, "is " + shown(value) + " without a unit; write a time such as 10 ms or 200 ns");
      return least;
    }
    var ns = read(key, "a time such as 10 ms", Written::nanos, BigInteger.valueOf(least));
    return within(key, bounded(ns), least, LONGEST_NS, " ns");
  }

  private static long bounded(BigInteger value) {
    return value.min(MOST).max(MOST.negate()).longValue();
  }

  /** A size that is a power of two. */
  long powerOfTwo(String key, long least, long most) {
    var value = bytes(key, least, most);
    if (Long.bitCount(value) != 1) {
      problem(key, "is " + value + " bytes, not a power of two");
      return least;
    }
    return value;
  }

  /** CPUs such as "0-3", "0,2" or all, in order. */
  List<Integer> cpus(String key, int machineCpus) {
    return cpus(key, machineCpus, "");
  }

  /** The same where something else could have been written, such as {@code " or submitter"}. */
  List<Integer> cpus(String key, int machineCpus, String otherwise) {
    var text = text(key).strip();
    var chosen = new TreeSet<Integer>();
    if ("all".equals(text)) {
      text = "0-" + (machineCpus - 1);
    }
    for (var part : text.split(",", -1)) {
      var range = CPU_RANGE.matcher(part);
      if (!range.matches()) {
        problem(
            key,
            "is \""
                + Text.cut(text, SHOWN)
                + "\"; write CPUs such as \"0-3\", \"0,2\" or all"
                + otherwise);
        return List.of(0);
      }
      var first = Integer.parseInt(range.group(1));
      var last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last >= machineCpus || first > last) {
        problem(
            key,
            "is \""
                + Text.cut(text, SHOWN)
                + "\", but the machine has CPUs 0 to "
                + (machineCpus - 1));
        return List.of(0);
      }
      for (var cpu = first; cpu <= last; cpu++) {
        chosen.add(cpu);
      }
    }
    return List.copyOf(chosen);
  }

  /** A list of times, in nanoseconds. */
  List<Long> times(String key) {
    note(key);
    try {
      var times = new ArrayList<Long>();
      for (var value : all.getList(key)) {
        times.add(Written.lacksUnit(value) ? 0 : bounded(Written.nanos(value)));
      }
      if (times.stream().allMatch(t -> t > 0 && t <= LONGEST_NS)) {
        return times;
      }
    } catch (ConfigException | IllegalArgumentException e) {
      // Told below, as any other value that cannot be used.
    }
    problem(key, "is " + shown(all.getValue(key)) + ", not a list of times such as [10 ms, 20 ms]");
    return List.of();
  }

  <T> T choice(String key, Map<String, T> choices, T otherwise) {
    return choice(key, choices, otherwise, value -> "");
  }

  /** The same, with words for each that can be chosen, told after its name if there are any. */
  <T> T choice(String key, Map<String, T> choices, T otherwise, Function<T, String> words) {
    var text = text(key).toLowerCase(Locale.ROOT);
    var chosen = choices.get(text);
    if (chosen == null) {
      problem(
          key,
          "is \""
              + Text.cut(text, SHOWN)
              + "\"; it can be "
              + new TreeMap<>(choices)
                  .entrySet().stream()
                      .map(e -> named(e.getKey(), words.apply(e.getValue())))
                      .collect(Collectors.joining(" or ")));
      return otherwise;
    }
    return chosen;
  }

  private static String named(String name, String words) {
    return words.isEmpty() ? name : name + " (" + words + ")";
  }

  /** The value as it was written. */
  ConfigValue value(String key) {
    note(key);
    return all.getValue(key);
  }

  /** Whether one of the named parts below a key is given a setting. */
  boolean isGivenBelow(String key, String setting) {
    return given.root().get(key) instanceof ConfigObject parts
        && parts.values().stream()
            .anyMatch(part -> part instanceof ConfigObject named && named.containsKey(setting));
  }

  /** Whether a job of a device, as it is written, is such. */
  boolean hasJob(Predicate<Config> isSuch) {
    return below(given.root().get("devices"))
        .flatMap(device -> below(device.get("jobs")))
        .anyMatch(job -> isSuch.test(job.toConfig()));
  }

  private static Stream<ConfigObject> below(@Nullable ConfigValue group) {
    return group instanceof ConfigObject parts
        ? parts.values().stream()
            .filter(ConfigObject.class::isInstance)
            .map(ConfigObject.class::cast)
        : Stream.empty();
  }

  /** A setting cannot be used. */
  void problem(String key, String what) {
    findings.problems.add(place(key) + " " + Text.cut(what, LONGEST_PROBLEM));
  }

  /** What is not wrong, but read differently than it looks, or assumed. */
  void remark(String key, String what) {
    findings.notes.add(place(key) + ": " + Text.cut(what, LONGEST_PROBLEM));
  }

  private String place(String key) {
    var value = given.root().get(key);
    return where(value == null ? origin : value.origin()) + ": " + join(path, key);
  }

  private <T> T read(String key, String kind, Function<ConfigValue, T> reader, T otherwise) {
    note(key);
    var value = all.getValue(key);
    try {
      return reader.apply(value);
    } catch (ConfigException | IllegalArgumentException e) {
      var why = e instanceof ConfigException || e.getMessage() == null ? "" : e.getMessage();
      problem(key, "is " + shown(value) + ", " + (why.isEmpty() ? "" : why + ", ") + "not " + kind);
      return otherwise;
    }
  }

  private long within(String key, long value, long least, long most, String unit) {
    if (value < least || value > most) {
      var written = shown(all.getValue(key));
      problem(key, "is " + written + "; it can be " + least + " to " + most + unit);
      return least;
    }
    return value;
  }

  private void note(String key) {
    var value = all.getValue(key);
    var isGiven = given.hasPath(key);
    findings.resolved.add(
        new Setting(
            join(path, key),
            Written.text(value),
            isGiven || isPreset(value) ? where(value.origin()) : "default"));
  }

  private static boolean isPreset(ConfigValue value) {
    return value.origin().description().startsWith("conf/");
  }

  private void refuseUnknown(ConfigObject object, ConfigObject known, String at) {
    var names = String.join(", ", new TreeSet<>(known.keySet()));
    for (var entry : new TreeMap<>(object).entrySet()) {
      if (!known.containsKey(entry.getKey())) {
        findings.problems.add(
            where(entry.getValue().origin())
                + ": unknown setting "
                + join(at, entry.getKey())
                + "; "
                + Words.nearest(entry.getKey(), known.keySet())
                    .map(near -> "is " + near + " meant? ")
                    .orElse("")
                + "known "
                + (at.isEmpty() ? "are " : "in " + at + " are ")
                + names);
      }
    }
  }

  static String where(ConfigOrigin origin) {
    var file =
        origin.filename() == null
            ? LINE_OF_DESCRIPTION.matcher(origin.description()).replaceFirst("")
            : origin.filename();
    return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
  }

  private static String shown(ConfigValue value) {
    return Text.cut(Written.text(value), SHOWN);
  }

  private static String join(String at, String key) {
    var quoted = Text.cut(ConfigUtil.joinPath(key), SHOWN);
    return at.isEmpty() ? quoted : at + "." + quoted;
  }
}
