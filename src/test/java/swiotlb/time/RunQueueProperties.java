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
  private record Task(int number) implements Inbox {
    @Override
    public String path() {
      return "/user/" + number;
    }

    @Override
    public boolean isOfTheSimulation() {
      return true;
    }

    @Override
    public Handling start() {
      return Handling.start(path(), null);
    }

    @Override
    public LongestMailbox longest() {
      return LongestMailbox.NONE;
    }

    @Override
    public Object lastMessage() {
      return null;
    }

    @Override
    public Handling lastHandling() {
      return null;
    }

    @Override
    public void run() {
      throw new AssertionError("the queue runs nothing itself");
    }
  }

  /** Adds and takes in bursts, then takes the rest; the numbers in the order of taking. */
  private static List<Integer> taken(Choices schedule, List<Integer> bursts) {
    var queue = new RunQueue();
    var taken = new ArrayList<Integer>();
    var added = 0;
    for (var burst : bursts) {
      for (var i = 0; i < burst; i++) {
        queue.add(new Task(added++));
      }
      for (var i = 0; i < burst / 2; i++) {
        taken.add(((Task) queue.poll(schedule)).number);
      }
    }
    while (!queue.isEmpty()) {
      taken.add(((Task) queue.poll(schedule)).number);
    }
    assertThat(queue.poll(schedule)).isNull();
    return taken;
  }

  private static List<Integer> all(List<Integer> bursts) {
    return IntStream.range(0, bursts.stream().mapToInt(i -> i).sum()).boxed().toList();
  }

  @Property(tries = 100)
  void inOrderTheyAreTakenAsTheyWereAdded(
      @ForAll @Size(max = 8) List<@IntRange(max = 90) Integer> bursts) {
    assertThat(taken(Choices.inOrder(), bursts)).isEqualTo(all(bursts));
  }

  @Property(tries = 100)
  void aRandomScheduleTakesEachOnce(
      @ForAll long seed, @ForAll @Size(max = 8) List<@IntRange(max = 90) Integer> bursts) {
    assertThat(taken(Choices.random(seed), bursts))
        .containsExactlyInAnyOrderElementsOf(all(bursts));
  }

  @Property(tries = 50)
  void aSeedIsAnOrder(
      @ForAll long seed, @ForAll @Size(max = 8) List<@IntRange(max = 90) Integer> bursts) {
    assertThat(taken(Choices.random(seed), bursts)).isEqualTo(taken(Choices.random(seed), bursts));
  }
}
