package swiotlb.time;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/** The settings of actor systems, as {@code actors.conf} has them for each mode. */
public final class ActorSettings {
  private ActorSettings() {}

  /**
   * The settings of a mode laid over those of the library, whatever {@code application.conf} a
   * program that uses this one has for actors of its own.
   *
   * @param mode where they stand, such as {@code swiotlb.virtual}
   * @param own settings by their paths, laid over all of these
   */
  public static Config of(String mode, Map<String, ?> own) {
    var modes = ConfigFactory.parseResources(ActorSettings.class.getClassLoader(), "actors.conf");
    return ConfigFactory.parseMap(own)
        .withFallback(modes.resolve().getConfig(mode))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }
}
