package swiotlb.trace.show.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LanesProperties {

  @Property
  void whatSharesALaneFollowsInTime(
      @ForAll @Size(max = 60) List<@IntRange(max = 50) Integer> starts,
      @ForAll @Size(min = 60, max = 60) List<@IntRange(max = 20) Integer> lengths) {
    var lanes = new Lanes();
    var free = new HashMap<Integer, Integer>();
    for (var i = 0; i < starts.size(); i++) {
      var end = starts.get(i) + lengths.get(i);
      var lane = lanes.take(starts.get(i), end);
      assertThat(free.getOrDefault(lane, 0)).isLessThanOrEqualTo(starts.get(i));
      assertThat(lane).isLessThanOrEqualTo(free.size());
      free.put(lane, end);
    }
  }
}
