package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings that had other names once: files that say them so are understood. */
final class FormerNames {
  private static final Map<String, String> NOW = new LinkedHashMap<>();

  static {
    NOW.put("exhaustion.policy", "design.exhaustion");
    NOW.put("exhaustion.timeout", "design.wait.timeout");
    NOW.put("exhaustion.most", "design.wait.most");
  }

  private static final String GROWTH = "design.growth";
  private static final String FORMER_GROWTH = "as-kernel";

  private FormerNames() {}

  /** The name of today of a setting. */
  static String now(String path) {
    return NOW.getOrDefault(path, path);
  }

  /** A scenario with today's names; what is written by its name of today counts. */
  static Config replaced(Config scenario) {
    var replaced = scenario;
    for (var name : NOW.entrySet()) {
      if (replaced.hasPathOrNull(name.getKey()) && !replaced.getIsNull(name.getKey())) {
        var value = replaced.getValue(name.getKey());
        replaced = replaced.withoutPath(name.getKey());
        if (!replaced.hasPath(name.getValue())) {
          replaced = replaced.withValue(name.getValue(), value);
        }
      }
    }
    if (replaced.hasPath("exhaustion") && replaced.getObject("exhaustion").isEmpty()) {
      replaced = replaced.withoutPath("exhaustion");
    }
    return isFormerGrowth(replaced)
        ? replaced.withValue(
            GROWTH,
            ConfigValueFactory.fromAnyRef("buddy").withOrigin(replaced.getValue(GROWTH).origin()))
        : replaced;
  }

  private static boolean isFormerGrowth(Config scenario) {
    return scenario.hasPath(GROWTH) && FORMER_GROWTH.equals(scenario.getValue(GROWTH).unwrapped());
  }
}
