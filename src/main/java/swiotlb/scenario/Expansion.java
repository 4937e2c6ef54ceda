package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import swiotlb.input.ScenarioException;
import swiotlb.input.Text;

/**
 * How long a scenario becomes once its <code>${…}</code> are filled in, told before they are: a few
 * lines that each name the line before twice would fill any memory. Never less than it comes to.
 */
final class Expansion {
  private static final long MOST_CHARS = HoconText.MOST_BYTES;

  /** A text in quotes, a substitution, or what stands between the parts of a value. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*+\"|\\$\\{\\??(?<path>(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^}\"])*+)\\}"
              + "|(?<open>[\\[{])|(?<close>[\\]}])|(?<comma>,)");

  /** By path; the names of a path are parted by a character that sorts before all others. */
  private final NavigableMap<String, ConfigValue> values = new TreeMap<>();

  private final Map<String, Long> lengths = new HashMap<>();
  private final Map<String, Integer> chains = new HashMap<>();
  private final Set<String> begun = new HashSet<>();

  /** How many substitutions lead to the last one below the value that is being measured. */
  private int chain;

  private Expansion() {}

  /**
   * Refuses what would become too long.
   *
   * @param unresolved as it was parsed
   * @throws ScenarioException naming the place
   */
  static void check(Config unresolved) {
    var expansion = new Expansion();
    expansion.collect("", unresolved.root());
    var sum = 0L;
    for (var value : expansion.values.entrySet()) {
      sum += expansion.length(value.getKey());
      if (sum > MOST_CHARS) {
        throw new ScenarioException(
            List.of(
                Settings.where(value.getValue().origin())
                    + ": "
                    + Text.cut(value.getKey().replace('\0', '.'), 60)
                    + ": once every ${…} is filled in, the scenario is longer than "
                    + MOST_CHARS
                    + " characters; use fewer of them"));
      }
    }
  }

  private void collect(String path, ConfigObject object) {
    for (var entry : object.entrySet()) {
      var below = path.isEmpty() ? entry.getKey() : path + '\0' + entry.getKey();
      if (!(entry.getValue() instanceof ConfigObject inner) || !collectWithin(below, inner)) {
        values.put(below, entry.getValue());
      }
    }
  }

  /** Of an object whose parts are not known yet nothing is collected. */
  private boolean collectWithin(String path, ConfigObject object) {
    try {
      if (object.isEmpty()) {
        return false;
      }
      collect(path, object);
      return true;
    } catch (ConfigException.NotResolved e) {
      return false;
    }
  }

  private long length(String path) {
    var known = lengths.get(path);
    if (known != null) {
      chain = Math.max(chain, chains.getOrDefault(path, 0));
      return known;
    }
    if (!begun.add(path)) {
      return 0; // Those that go in circles are told when they are filled in.
    }
    var value = values.get(path);
    if (value == null) {
      return 0;
    }
    var outer = chain;
    chain = 0;
    var length = length(path, value.render(ConfigRenderOptions.concise()));
    chain++;
    if (chain > HoconOutline.DEEPEST) {
      throw new ScenarioException(
          List.of(Settings.where(value.origin()) + ": " + HoconText.tooDeep()));
    }
    chains.put(path, chain);
    lengths.put(path, length);
    chain = Math.max(outer, chain);
    return length;
  }

  /** Where a value was given several times, each may name what came before, and adds to it. */
  private long length(String path, String rendered) {
    var before = 0L;
    var own = 0L;
    var timesBefore = 0;
    var depth = 0;
    var at = 0;
    var token = TOKEN.matcher(rendered);
    while (token.find()) {
      own += token.end() - at;
      at = token.end();
      if (token.group("path") != null) {
        var other = split(token.group("path"));
        if (concernItself(path, other)) {
          timesBefore++;
        } else {
          own = bounded(own + substituted(other));
        }
      } else if (token.group("comma") != null && depth == 0) {
        before = bounded(own + before * Math.max(1, timesBefore));
        own = 0;
        timesBefore = 0;
      } else if (token.group("open") != null) {
        depth++;
      } else if (token.group("close") != null) {
        depth--;
      }
    }
    return bounded(rendered.length() - at + own + before * Math.max(1, timesBefore));
  }

  private static long bounded(long length) {
    return Math.min(MOST_CHARS + 1, length);
  }

  private static String split(String expression) {
    try {
      return String.join("\0", ConfigUtil.splitPath(expression));
    } catch (ConfigException e) {
      return ""; // Told when it is filled in.
    }
  }

  private static boolean concernItself(String path, String other) {
    return path.equals(other) || isBelow(path, other) || isBelow(other, path);
  }

  /** Of a value, of all below a path, or of the value that is said to hold it. */
  private long substituted(String path) {
    if (values.containsKey(path)) {
      return length(path);
    }
    var sum = 0L;
    for (var below : values.subMap(path + '\0', path + '\1').keySet()) {
      sum = bounded(sum + length(below));
    }
    var end = path.lastIndexOf('\0');
    while (sum == 0 && end > 0) {
      var above = path.substring(0, end);
      sum = values.containsKey(above) ? length(above) : 0;
      end = path.lastIndexOf('\0', end - 1);
    }
    return sum;
  }

  private static boolean isBelow(String path, String above) {
    return path.startsWith(above + '\0');
  }
}
