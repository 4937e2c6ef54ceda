package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.input.ScenarioException;
import swiotlb.input.Text;

/** Settings of a command line, laid over those of a scenario. */
final class Overrides {
  private static final String KERNEL = "kernel";
  private static final int SHOWN = 200;
  private static final int MESSAGE = 500;

  private final Map<String, String> given;
  private final HoconText hocon;
  private final Path folder;

  /**
   * Overrides.
   *
   * @param given their texts by their paths
   * @param folder from which the names of files that they include count
   */
  Overrides(Map<String, String> given, HoconText hocon, Path folder) {
    this.given = given;
    this.hocon = hocon;
    this.folder = folder;
  }

  /** Lays all but those of the kernel over a scenario. */
  Config over(Config config) {
    return with(config, false);
  }

  /** Lays those of the kernel over a scenario whose kernel is in parts. */
  Config ofKernelOver(Config config) {
    return with(config, true);
  }

  private Config with(Config config, boolean ofKernel) {
    var all = config;
    for (var override : given.entrySet()) {
      var key = override.getKey();
      if ((key.equals(KERNEL) || key.startsWith(KERNEL + ".")) == ofKernel) {
        all = with(all, key, override.getValue());
      }
    }
    return all;
  }

  /**
   * A kernel that is given as a text is its command line. Of a text with settings behind it HOCON
   * keeps the settings alone; that they take no defaults any more is how it shows.
   */
  static Config withKernelInParts(Config config, String source) {
    var kernel = config.root().get(KERNEL);
    if (kernel instanceof ConfigObject) {
      var probe = ConfigFactory.parseMap(Map.of(KERNEL, Map.of("probe", true)));
      if (!config.withFallback(probe).hasPath(KERNEL + ".probe")) {
        throw new ScenarioException(
            List.of(
                (kernel.origin() == null ? source : Settings.where(kernel.origin()))
                    + ": kernel is a text with settings behind it, which replace it;"
                    + " write kernel.cmdline = \"…\""));
      }
      return config;
    }
    return kernel == null
        ? config
        : config.withoutPath(KERNEL).withValue(KERNEL + ".cmdline", kernel);
  }

  /** Where a setting is read, whichever of its names it has. */
  static String path(String key, String value) {
    return key.equals(KERNEL) && !value.startsWith("{")
        ? KERNEL + ".cmdline"
        : FormerNames.now(CostSettings.path(key));
  }

  /**
   * A value with a setting below it. What is known only once every <code>${…}</code> is filled in
   * has the setting laid over it then.
   *
   * @param below absent where nothing is given yet
   * @param place of groups that are made on the way
   */
  private static ConfigValue laid(
      @Nullable ConfigValue below, List<String> path, ConfigValue value, ConfigOrigin place) {
    if (path.isEmpty()) {
      return value;
    }
    var first = path.get(0);
    var rest = path.subList(1, path.size());
    var nothing = ConfigFactory.empty().root();
    if (below == null) {
      return nothing.withOrigin(place).withValue(first, laid(null, rest, value, place));
    }
    try {
      var group =
          below.valueType() == ConfigValueType.OBJECT
              ? (ConfigObject) below
              : nothing.withOrigin(place);
      return group.withValue(first, laid(group.get(first), rest, value, place));
    } catch (ConfigException.NotResolved e) {
      // Of two places the library would make one that is neither.
      var there = below.origin();
      return nothing
          .withOrigin(there)
          .withValue(first, laid(null, rest, alone(value), there))
          .withFallback(below);
    }
  }

  /** A group that replaces another, as any other value does. */
  private static ConfigValue alone(ConfigValue value) {
    return value.withFallback(ConfigValueFactory.fromAnyRef(null));
  }

  private Config with(Config config, String key, String value) {
    var path = path(key, value);
    var origin = "--set " + Text.cut(key, SHOWN);
    try {
      var parsed =
          value.startsWith("[") || value.startsWith("{")
              ? inHocon(origin, value)
              : ConfigValueFactory.fromAnyRef(value, origin);
      var place = ConfigOriginFactory.newSimple(origin);
      var all = laid(config.root(), ConfigUtil.splitPath(path), parsed.withOrigin(place), place);
      return ((ConfigObject) all).toConfig();
    } catch (ConfigException e) {
      throw new ScenarioException(
          List.of(origin + "=" + Text.cut(value, SHOWN) + ": is no setting: " + withoutOrigin(e)));
    }
  }

  private ConfigValue inHocon(String origin, String value) {
    var parsed = hocon.parse(origin, folder, "value = " + value).root();
    if (parsed.size() > 1) {
      throw new ScenarioException(
          List.of(
              "%s=%s: sets more than one setting; write a --set for each"
                  .formatted(origin, Text.cut(value, SHOWN))));
    }
    return parsed.values().iterator().next();
  }

  /** What the parser says, without the place. */
  static String withoutOrigin(ConfigException e) {
    var message = String.valueOf(e.getMessage());
    var origin = e.origin();
    var prefix = origin == null ? "" : origin.description() + ": ";
    return Text.cut(
        message.startsWith(prefix) ? message.substring(prefix.length()) : message, MESSAGE);
  }
}
