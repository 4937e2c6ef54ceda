package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The heap against the sorted queue of the library. */
class EventHeapProperties {
  private record Added(long timeNs, int number) {}

  private final EventHeap heap = new EventHeap();
  private final EventHeap.Event event = new EventHeap.Event();
  private final PriorityQueue<Added> model =
      new PriorityQueue<>(Comparator.comparingLong(Added::timeNs).thenComparingInt(Added::number));
  private int added;

  /** Times to add, with some of them instead an order to take the first; few times, many ties. */
  @Provide
  Arbitrary<List<Long>> steps() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.longs().between(0, 20)),
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
      assertThat(heap.isEmpty()).isEqualTo(model.isEmpty());
    }
    while (!model.isEmpty()) {
      takeFromBoth();
    }
    assertThat(heap.isEmpty()).isTrue();
  }

  private void add(long timeNs) {
    heap.add(timeNs, "to " + added, "message " + added, handling(added), -added);
    model.add(new Added(timeNs, added++));
  }

  private static Handling handling(int id) {
    return new Handling("", id, MessageSink.UNCORRELATED);
  }

  private void takeFromBoth() {
    var expected = model.remove();
    assertThat(heap.firstTimeNs()).isEqualTo(expected.timeNs);
    assertThat(heap.firstTarget()).isEqualTo("to " + expected.number);
    heap.poll(event);
    assertThat(event.timeNs).isEqualTo(expected.timeNs);
    assertThat(event.message).isEqualTo("message " + expected.number);
    assertThat(event.sender.id()).isEqualTo(expected.number);
    assertThat(event.sentNs).isEqualTo(-expected.number);
  }
}
