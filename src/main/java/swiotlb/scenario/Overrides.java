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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /** With the groups around a setting, so that they have its place and not one of the library. */
  private static Config withGroups(Config config, String path, ConfigOrigin origin) {
    var all = config;
    var elements = ConfigUtil.splitPath(path);
    for (var depth = 1; depth < elements.size(); depth++) {
      var group = ConfigUtil.joinPath(elements.subList(0, depth));
      if (!isGroup(all, group)) {
        all = all.withValue(group, ConfigFactory.empty().root().withOrigin(origin));
      }
    }
    return all;
  }

  private static boolean isGroup(Config config, String path) {
    return config.hasPath(path) && config.getValue(path) instanceof ConfigObject;
  }

  private Config with(Config config, String key, String value) {
    var path = path(key, value);
    var origin = "--set " + Text.cut(key, SHOWN);
    try {
      ConfigValue parsed =
          value.startsWith("[") || value.startsWith("{")
              ? hocon.parse(origin, folder, "v = " + value).getValue("v")
              : ConfigValueFactory.fromAnyRef(value, origin);
      var place = ConfigOriginFactory.newSimple(origin);
      return withGroups(config, path, place).withValue(path, parsed.withOrigin(place));
    } catch (ConfigException e) {
      throw new ScenarioException(
          List.of(origin + "=" + Text.cut(value, SHOWN) + ": is no setting: " + withoutOrigin(e)));
    }
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
