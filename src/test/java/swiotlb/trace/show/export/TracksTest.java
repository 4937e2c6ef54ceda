package swiotlb.trace.show.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracksTest {
  private final List<Track> announced = new ArrayList<>();
  private final Tracks tracks = new Tracks(announced::add);

  @Test
  void supervisorsComeFirst() throws IOException {
    tracks.actor("/allocator/pool-0/area-3");
    tracks.actor("/allocator/pool-0/area-3");
    assertThat(announced).extracting(Track::name).containsExactly("/allocator", "pool-0", "area-3");
  }

  @Test
  void areasStandInTheOrderOfTheirNumbers() throws IOException {
    assertThat(tracks.actor("/allocator/pool-0/area-10").rank())
        .isGreaterThan(tracks.actor("/allocator/pool-0/area-2").rank());
  }

  @Test
  void transientPoolsThatStoppedLeaveTheirSeatsToOthers() throws IOException {
    for (var i = 0; i < 10_000; i++) {
      var path = "/allocator/transient-" + i;
      tracks.actor(path);
      tracks.stopped(path);
    }
    assertThat(announced).hasSizeLessThan(25);
  }

  @Test
  void aTransientPoolThatLivesKeepsItsSeat() throws IOException {
    var first = tracks.actor("/allocator/transient-0");
    for (var i = 1; i < 100; i++) {
      assertThat(tracks.actor("/allocator/transient-" + i)).isNotEqualTo(first);
      tracks.stopped("/allocator/transient-" + i);
    }
    assertThat(tracks.actor("/allocator/transient-0")).isEqualTo(first);
  }

  @Test
  void newsOfOneThatIsLongGoneTakeNoSeat() throws IOException {
    for (var i = 0; i < 100; i++) {
      tracks.actor("/allocator/transient-" + i);
      tracks.stopped("/allocator/transient-" + i);
    }
    assertThat(tracks.actor("/allocator/transient-3").name()).isEqualTo("transient pools, late");
  }
}
