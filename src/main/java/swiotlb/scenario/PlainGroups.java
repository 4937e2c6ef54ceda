package swiotlb.scenario;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashMap;

/**
 * Groups that take defaults. One that stands behind another value of its name, as in {@code a = 5,
 * a { b = 6 }}, replaces it, and from then on takes nothing more from anywhere: defaults would not
 * count either.
 */
final class PlainGroups {
  private PlainGroups() {}

  /** The same group, and the same groups below it, at their places. */
  static ConfigObject of(ConfigObject group) {
    var settings = new HashMap<String, ConfigValue>();
    group.forEach(
        (key, value) -> settings.put(key, value instanceof ConfigObject inner ? of(inner) : value));
    return ConfigValueFactory.fromMap(settings).withOrigin(group.origin());
  }
}
