package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever comes when, a device works on no more requests at a time than it can. */
class LinkProperties {
  private static final long SERVICE_NS = 100;

  private static Link link(int parallelism) {
    var times = new ServiceTimes(ServiceTimes.Spread.NONE, 0, parallelism, 0);
    var costs = new DeviceCosts(0, 0, 0, 0, SERVICE_NS, 0, DeviceCosts.WarmCosts.NONE, times);
    return new Link(costs, new ServiceTimes.Draws(times, 1, "disk"));
  }

  @Property
  void neverWorksOnMoreThanItCanNorRestsWhileOneWaits(
      @ForAll @IntRange(min = 1, max = 4) int parallelism,
      @ForAll @Size(max = 40) List<@LongRange(min = 0, max = 150) Long> gapsNs) {
    var link = link(parallelism);
    var ends = new ArrayList<Long>();
    var readyNs = 0L;
    for (var gapNs : gapsNs) {
      readyNs += gapNs;
      var endNs = link.servedNs(readyNs);
      var beganNs = endNs - SERVICE_NS;
      assertThat(ends.stream().filter(end -> end > beganNs).count()).isLessThan(parallelism);
      if (beganNs > readyNs) {
        assertThat(ends).as("it began when another was done").contains(beganNs);
      }
      ends.add(endNs);
    }
  }
}
