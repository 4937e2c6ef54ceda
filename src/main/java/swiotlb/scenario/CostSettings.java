package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.List;

/**
 * Costs where {@code validate} shows them: {@code platform.lock} is {@code costs.lock}, and {@code
 * encryption.share-per-page} is {@code encryption.costs.share-per-page}.
 */
final class CostSettings {
  private static final String PLATFORM = "platform";
  private static final String ENCRYPTION = "encryption";
  private static final String COSTS = "costs";
  private static final List<String> OF_ENCRYPTION =
      List.of("share-per-page", "unshare-per-page", "per-call", "copy-percent");

  private CostSettings() {}

  /** The path of a setting, given one as it is shown. */
  static String path(String shown) {
    if (shown.startsWith(PLATFORM + ".")) {
      return COSTS + shown.substring(PLATFORM.length());
    }
    return OF_ENCRYPTION.stream().map(key -> ENCRYPTION + "." + key).anyMatch(shown::equals)
        ? ENCRYPTION + "." + COSTS + shown.substring(ENCRYPTION.length())
        : shown;
  }

  /** A scenario with all its costs where they are read; those that are there already count. */
  static Config gathered(Config scenario) {
    var gathered = scenario;
    if (scenario.root().get(PLATFORM) instanceof ConfigObject costs) {
      gathered = moved(gathered, PLATFORM, COSTS, costs.toConfig());
    }
    for (var key : OF_ENCRYPTION) {
      var path = ENCRYPTION + "." + key;
      if (scenario.root().get(ENCRYPTION) instanceof ConfigObject given && given.containsKey(key)) {
        var one = ConfigFactory.empty().withValue(key, given.get(key));
        gathered = moved(gathered, path, ENCRYPTION + "." + COSTS, one);
      }
    }
    return gathered;
  }

  private static Config moved(Config scenario, String from, String to, Config costs) {
    return scenario
        .withoutPath(from)
        .withFallback(ConfigFactory.empty().withValue(to, costs.root()));
  }
}
