package swiotlb.trace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void aNameKeepsItsNumberAndIsAddedOnce() {
    var names = new Names(2);
    var added = new ArrayList<Batch.Name>();
    assertThat(names.number("/", added)).isZero();
    assertThat(names.number("/a", added)).isEqualTo(1);
    assertThat(names.number("/", added)).isZero();
    assertThat(added).containsExactly(new Batch.Name(0, "/"), new Batch.Name(1, "/a"));
  }

  @Test
  void onlyNamesThatHaveNotBeenSeenForLongAreForgotten() {
    var names = new Names(2);
    var added = new ArrayList<Batch.Name>();
    names.number("/", added);
    for (var i = 1; i <= 100; i++) {
      names.number("/transient-" + i, added);
      assertThat(names.number("/", added)).isZero();
    }
    assertThat(names.number("/transient-1", added)).isEqualTo(101);
  }
}
