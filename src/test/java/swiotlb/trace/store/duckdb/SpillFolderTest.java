package swiotlb.trace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpillFolderTest {
  @Test
  void itStaysUntilTheLastWhoSharesItHasClosed() {
    var first = SpillFolder.shared();
    var second = SpillFolder.shared();
    assertThat(second.path()).isEqualTo(first.path());
    first.close();
    assertThat(second.path()).isDirectory();
    second.close();
    assertThat(second.path()).doesNotExist();
  }

  @Test
  void whoAsksAfterThatGetsAnother() {
    var first = SpillFolder.shared();
    first.close();
    try (var second = SpillFolder.shared()) {
      assertThat(second.path()).isDirectory().isNotEqualTo(first.path());
    }
  }
}
