package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schedules of a cluster as a user meets them. */
class ExploreOnNodesTest {
  private static Invocation explore(String... words) {
    var all = new ArrayList<Object>(List.of("explore", "simulations/races/three-requests.conf"));
    all.addAll(List.of(words));
    return Invocation.of(all.toArray());
  }

  @Test
  @Tag("process")
  @Timeout(300)
  void nodesComeToTheSame() {
    var here = explore("--budget", "1300");
    var nodes = explore("--budget", "1300", "--local-nodes", "2", "--threads", "2");
    assertThat(nodes.code()).as(nodes.err()).isEqualTo(here.code()).isZero();
    assertThat(nodes.out()).containsPattern("batches by [12] nodes?: .* % of their time was work");
    assertThat(nodes.out().replaceFirst("batches by .* work\n", "")).isEqualTo(here.out());
  }

  @Test
  void everyOrderIsTriedByOneProcessAlone() {
    var result = explore("--strategy", "exhaustive", "--local-nodes", "2");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("--strategy exhaustive: goes on from what one process has seen; leave nodes out");
  }
}
