package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import swiotlb.input.Text;

/** Settings that come by name, each a file of a directory of {@code conf}. */
final class Presets {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,60}");

  /** What was read once; the files belong to the program and stay as they are. */
  private static final Map<String, Optional<Config>> KNOWN = new ConcurrentHashMap<>();

  private Presets() {}

  /** The settings of a name; absent if there is no such file. */
  static Optional<Config> named(String directory, String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return KNOWN.computeIfAbsent(directory + "/" + name + ".conf", Presets::read);
  }

  private static Optional<Config> read(String resource) {
    var loader = Presets.class.getClassLoader();
    if (loader.getResource(resource) == null) {
      return Optional.empty();
    }
    return Optional.of(
        ConfigFactory.parseResources(
            loader,
            resource,
            ConfigParseOptions.defaults().setOriginDescription("conf/" + resource)));
  }

  /** What is wrong with a name that is none of them, and what would be right. */
  static String unknown(String directory, String name) {
    return "is \"%1$s\"; there is no conf/%2$s/%1$s.conf, see conf/%2$s for those that there are"
        .formatted(Text.cut(name, 60), directory);
  }

  /** Part of such settings laid over others. */
  static Config over(Config preset, String part, Config defaults) {
    return preset.root().get(part) instanceof ConfigObject object
        ? object.toConfig().withFallback(defaults)
        : defaults;
  }
}
