package swiotlb.cli.trace;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a user's caches are, after the XDG base directory specification. */
final class CacheFolder {
  private static final String NAME = "swiotlb-sim";

  private CacheFolder() {}

  /** That of this program; empty where the user has no folder. A relative one does not count. */
  static Optional<Path> of(Map<String, String> environment, @Nullable String home) {
    var named = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!named.isEmpty() && Path.of(named).isAbsolute()) {
      return Optional.of(Path.of(named).resolve(NAME));
    }
    return home == null || !Path.of(home).isAbsolute()
        ? Optional.empty()
        : Optional.of(Path.of(home).resolve(".cache").resolve(NAME));
  }
}
