package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The queue as a run uses it: many events, most of them soon, some much later. */
class EventQueueTest {
  private final TestInbox<Integer> to = TestInbox.create("to");
  private final EventQueue queue = new EventQueue();
  private int added;

  private void add(long timeNs) {
    queue.add(timeNs, to.getRef(), added++, null, 0);
  }

  private int poll() {
    return (Integer) queue.poll().message;
  }

  @Test
  void manyEventsOfOneInstantComeInTheOrderOfAdding() {
    for (var i = 0; i < 10_000; i++) {
      add(1_000_000);
    }
    for (var i = 0; i < 10_000; i++) {
      assertThat(poll()).isEqualTo(i);
    }
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void timeNeverGoesBackWhileEventsBeginOthersNearAndFar() {
    var random = new SplittableRandom(7);
    for (var i = 0; i < 3_000; i++) {
      add(random.nextLong(1_000_000_000L));
    }
    var nowNs = 0L;
    for (var i = 0; i < 200_000; i++) {
      var firstNs = queue.firstTimeNs();
      assertThat(firstNs).isGreaterThanOrEqualTo(nowNs);
      nowNs = firstNs;
      poll();
      // Dense for a while, then a thousand million times sparser, and dense again.
      var mean = i / 50_000 % 2 == 0 ? 1_000L : 1_000_000_000_000L;
      add(nowNs + random.nextLong(mean));
    }
  }

  @Test
  void theLastMomentThatThereIsCanBeWaitedFor() {
    add(Long.MAX_VALUE);
    add(0);
    add(Long.MAX_VALUE);
    assertThat(poll()).isEqualTo(1);
    assertThat(poll()).isEqualTo(0);
    assertThat(poll()).isEqualTo(2);
  }

  @Test
  void oneThatIsNotEmptyDoesNotBeginAgain() {
    add(5);
    assertThatThrownBy(queue::restart)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 events are left");
    poll();
    queue.restart();
    add(3);
    assertThat(queue.firstTimeNs()).isEqualTo(3);
  }

  @Test
  void theMessageOfAnEventIsNotKeptAliveAfterTheNextOne() {
    add(1);
    add(2);
    var first = queue.poll();
    assertThat(first.message).isNotNull();
    poll();
    assertThat(first.message).isNull();
  }
}
