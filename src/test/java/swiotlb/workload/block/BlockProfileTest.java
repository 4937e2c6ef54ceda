package swiotlb.workload.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What is said of several devices together. */
class BlockProfileTest {
  /** A run waits as long as nothing comes, so that a pause must not be taken for too short. */
  @Property
  void thePauseOfAllIsNoShorterThanBetweenAnyTwo(
      @ForAll @Size(min = 1, max = 12) List<@LongRange(max = 1000) Long> drawn,
      @ForAll @LongRange(min = 1, max = 3) long devices) {
    var times = drawn.stream().sorted().toList();
    var counts = new DeviceCounts();
    var longest = 0L;
    for (var i = 0; i < times.size(); i++) {
      var at = times.get(i);
      longest = i == 0 ? 0 : Math.max(longest, at - times.get(i - 1));
      var device = "d" + at * 7 % devices;
      counts.add(new BlockIo(at, device, BlockIo.Kind.READ, 0, 512, BlockIo.NO_CPU, ""));
    }
    var all = new BlockProfile(counts.devices(), List.of());
    assertThat(all.of(Optional.empty()).pauseNs()).isGreaterThanOrEqualTo(longest);
  }
}
