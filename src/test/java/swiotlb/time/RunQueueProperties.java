package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the schedule: each task is taken once. */
class RunQueueProperties {
  private record Task(int number) implements Runnable {
    @Override
    public void run() {
      throw new AssertionError("the queue runs nothing itself");
    }
  }

  /** Adds and takes in bursts, then takes the rest; the numbers in the order of taking. */
  private static List<Integer> taken(Schedule schedule, List<Integer> bursts) {
    var queue = new RunQueue(schedule);
    var taken = new ArrayList<Integer>();
    var added = 0;
    for (var burst : bursts) {
      for (var i = 0; i < burst; i++) {
        queue.add(new Task(added++));
      }
      for (var i = 0; i < burst / 2; i++) {
        taken.add(((Task) queue.poll()).number);
      }
    }
    while (!queue.isEmpty()) {
      taken.add(((Task) queue.poll()).number);
    }
    assertThat(queue.poll()).isNull();
    return taken;
  }

  private static List<Integer> all(List<Integer> bursts) {
    return IntStream.range(0, bursts.stream().mapToInt(i -> i).sum()).boxed().toList();
  }

  @Property(tries = 100)
  void inOrderTheyAreTakenAsTheyWereAdded(
      @ForAll @Size(max = 8) List<@IntRange(max = 90) Integer> bursts) {
    assertThat(taken(Schedule.inOrder(), bursts)).isEqualTo(all(bursts));
  }

  @Property(tries = 100)
  void aRandomScheduleTakesEachOnce(
      @ForAll long seed, @ForAll @Size(max = 8) List<@IntRange(max = 90) Integer> bursts) {
    assertThat(taken(Schedule.random(seed), bursts))
        .containsExactlyInAnyOrderElementsOf(all(bursts));
  }

  @Property(tries = 50)
  void aSeedIsAnOrder(
      @ForAll long seed, @ForAll @Size(max = 8) List<@IntRange(max = 90) Integer> bursts) {
    assertThat(taken(Schedule.random(seed), bursts))
        .isEqualTo(taken(Schedule.random(seed), bursts));
  }
}
