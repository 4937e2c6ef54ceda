package swiotlb.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  @Test
  void theFolderThatTheUserNamesCounts() {
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/c"), "/home/u"))
        .contains(Path.of("/c/swiotlb-sim"));
  }

  @Test
  void withoutOneItIsBelowTheHome() {
    assertThat(CacheFolder.of(Map.of(), "/home/u")).contains(Path.of("/home/u/.cache/swiotlb-sim"));
  }

  @Test
  void aRelativeOneDoesNotCount() {
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "c"), "/home/u"))
        .contains(Path.of("/home/u/.cache/swiotlb-sim"));
  }

  @Test
  void aUserWithoutHomeHasNone() {
    assertThat(CacheFolder.of(Map.of(), "?")).isEmpty();
    assertThat(CacheFolder.of(Map.of(), null)).isEmpty();
  }
}
