package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The queue against the sorted queue of the library. */
class EventQueueProperties {
  private record Added(long timeNs, int number) {}

  private record Task(int number) implements TimedTask {
    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void run() {
      throw new AssertionError("a queue runs nothing");
    }
  }

  private final ActorRef<String> to = TestInbox.<String>create("to").getRef();
  private final EventQueue queue = new EventQueue();
  private final PriorityQueue<Added> model =
      new PriorityQueue<>(Comparator.comparingLong(Added::timeNs).thenComparingInt(Added::number));
  private int added;

  /** Times to add, with some of them instead an order to take the first; few times, many ties. */
  @Provide
  Arbitrary<List<Long>> steps() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.longs().between(0, 20)),
            Tuple.of(3, Arbitraries.longs().between(0, 1_000_000)),
            Tuple.of(1, Arbitraries.longs().between(0, 1L << 50)),
            Tuple.of(1, Arbitraries.of(0L, Long.MAX_VALUE)),
            Tuple.of(2, Arbitraries.just(-1L)))
        .list()
        .ofMaxSize(400);
  }

  @Property(tries = 300)
  void eventsComeOutByTimeAndThoseOfOneTimeInTheOrderOfAdding(@ForAll("steps") List<Long> steps) {
    for (var step : steps) {
      if (step >= 0) {
        add(step);
      } else if (!model.isEmpty()) {
        takeFromBoth();
      }
      assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
    }
    while (!model.isEmpty()) {
      takeFromBoth();
    }
    assertThat(queue.isEmpty()).isTrue();
  }

  private void add(long timeNs) {
    if (isTask(added)) {
      queue.add(timeNs, new Task(added), handling(added), -added);
    } else {
      queue.add(timeNs, to, "message " + added, handling(added), -added);
    }
    model.add(new Added(timeNs, added++));
  }

  /** Every third event is a task. */
  private static boolean isTask(int number) {
    return number % 3 == 0;
  }

  private static Handling handling(int id) {
    return new Handling("", id, MessageSink.UNCORRELATED);
  }

  private void takeFromBoth() {
    var expected = model.remove();
    assertThat(queue.firstTimeNs()).isEqualTo(expected.timeNs);
    var task = isTask(expected.number) ? new Task(expected.number) : null;
    assertThat(queue.firstTask()).isEqualTo(task);
    var event = queue.poll();
    assertThat(event.task).isEqualTo(task);
    if (task == null) {
      assertThat(event.to).isEqualTo(to);
    }
    assertThat(event.message).isEqualTo(task == null ? "message " + expected.number : null);
    assertThat(event.sender.id()).isEqualTo(expected.number);
    assertThat(event.sentNs).isEqualTo(-expected.number);
  }
}
