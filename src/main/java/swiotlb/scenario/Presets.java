package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import swiotlb.input.Text;
import swiotlb.input.Words;

/** Settings that come by name, each a file of a directory of {@code conf}. */
final class Presets {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,60}");

  /** Those that there are, in each directory. */
  static final Map<String, List<String>> NAMES =
      Map.of(
          "devices", List.of("legacy", "nic", "nvme", "sata", "untrusted", "virtio-blk"),
          "encryption", List.of("cca", "none", "secure-execution", "sev-snp", "sme", "tdx"),
          "platforms",
              List.of(
                  "confidential-vm-snp",
                  "confidential-vm-tdx",
                  "ideal",
                  "qemu-tcg",
                  "raspberry-pi-4",
                  "simple",
                  "x86-vm"));

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
    var known = NAMES.getOrDefault(directory, List.of());
    return "is \"%s\"; there is no such file in conf/%s, which has %s%s"
        .formatted(
            Text.cut(name, 60),
            directory,
            String.join(", ", known),
            Words.nearest(name, known).map(" (meant %s?)"::formatted).orElse(""));
  }

  /** Part of such settings laid over others. */
  static Config over(Config preset, String part, Config defaults) {
    return preset.root().get(part) instanceof ConfigObject object
        ? object.toConfig().withFallback(defaults)
        : defaults;
  }
}
