package swiotlb.trace.show.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagedLongsTest {
  @Test
  void whatWasSetIsFoundAndAllElseIsZero() {
    var longs = new PagedLongs(4);
    longs.set(17, 1);
    longs.set(1_000_000_000_000L, 2);
    longs.set(17, 3);
    assertThat(longs.get(17)).isEqualTo(3);
    assertThat(longs.get(1_000_000_000_000L)).isEqualTo(2);
    assertThat(longs.get(18)).isZero();
    assertThat(longs.get(-1)).isZero();
  }

  @Test
  void whatWasSetFirstIsForgottenFirst() {
    var longs = new PagedLongs(2);
    for (var i = 0; i < 48; i++) {
      longs.set(i, i + 1);
    }
    assertThat(longs.get(15)).isZero();
    assertThat(longs.get(16)).isEqualTo(17);
    assertThat(longs.get(47)).isEqualTo(48);
  }
}
