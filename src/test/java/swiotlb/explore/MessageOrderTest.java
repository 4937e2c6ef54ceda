package swiotlb.explore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swiotlb.time.Handling;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** Which orders of messages are one timeline, and which states are one. */
class MessageOrderTest {
  private static Sent sent(long id, long cause, String from, String to) {
    return new Sent(id, cause, MessageSink.UNCORRELATED, 0, 0, from, to, "message");
  }

  private static long timeline(Sent... sent) {
    var order = new MessageOrder();
    for (var message : sent) {
      order.delivered(message, message.id());
    }
    return order.timeline();
  }

  private static final Sent A_TO_C = sent(1, 0, "/a", "/c");
  private static final Sent B_TO_C = sent(2, 0, "/b", "/c");
  private static final Sent B_TO_D = sent(2, 0, "/b", "/d");

  @Test
  void messagesToDifferentActorsMayComeInAnyOrder() {
    assertThat(timeline(A_TO_C, B_TO_D)).isEqualTo(timeline(B_TO_D, A_TO_C));
  }

  @Test
  void messagesToOneActorMayNot() {
    assertThat(timeline(A_TO_C, B_TO_C)).isNotEqualTo(timeline(B_TO_C, A_TO_C));
  }

  @Test
  void itMattersWhatTheSenderHadSeen() {
    var early = timeline(sent(3, 0, "/x", "/b"), sent(4, 0, "/b", "/c"));
    var late = timeline(sent(3, 0, "/x", "/b"), sent(4, 3, "/b", "/c"));
    assertThat(early).isNotEqualTo(late);
  }

  @Test
  void itMattersWhatAnActorHasRead() {
    var order = new MessageOrder();
    order.delivered(A_TO_C, 1);
    order.saw(Handling.of(A_TO_C), 512);
    assertThat(order.timeline()).isNotEqualTo(timeline(A_TO_C));
  }

  @Test
  void numbersOfMessagesAndTimesDoNotMatter() {
    assertThat(timeline(A_TO_C)).isEqualTo(timeline(sent(900, 0, "/a", "/c")));
  }

  private static long state(boolean keepsTime, long atNs, boolean waits) {
    var state = new SystemState(keepsTime, field -> true);
    state.arrived(A_TO_C);
    if (!waits) {
      state.turn("/c");
      state.delivered(A_TO_C, atNs);
    }
    return state.now();
  }

  @Test
  void aStateIsAnotherOneWhileAMessageWaits() {
    assertThat(state(false, 5, true)).isNotEqualTo(state(false, 5, false));
  }

  @Test
  void aStateIsAnotherOneAtAnotherTimeWhereTimesAreKept() {
    assertThat(state(true, 5, false)).isNotEqualTo(state(true, 6, false));
    assertThat(state(false, 5, false)).isEqualTo(state(false, 6, false));
  }
}
