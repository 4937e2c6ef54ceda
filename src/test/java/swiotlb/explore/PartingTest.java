package swiotlb.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** Where two runs part, and which messages are not alike. */
class PartingTest {
  private record Note(String text, long atNs) {}

  private static Sent sent(long id, long cause, String from, String to, Object message) {
    return new Sent(id, cause, MessageSink.UNCORRELATED, 0, 0, from, to, message);
  }

  private static final Sent BEGIN = sent(1, 0, "", "/c", new Note("begin", 5));
  private static final Sent A_TO_C = sent(2, 0, "/a", "/c", new Note("a", 10));
  private static final Sent B_TO_C = sent(3, 0, "/b", "/c", new Note("b", 10));
  private static final Sent B_TO_D = sent(4, 0, "/b", "/d", new Note("b", 10));

  private static MessageLog log(Sent... all) {
    var log = new MessageLog();
    for (var message : all) {
      log.delivered(message, message.id());
    }
    return log;
  }

  @Test
  void theyPartWhereAnActorHandlesSomethingElse() {
    var partings = Parting.all(log(BEGIN, A_TO_C, B_TO_C), log(BEGIN, B_TO_C, A_TO_C));
    assertThat(partings).hasSize(1);
    var parting = partings.get(0);
    assertThat(parting.actor()).isEqualTo("/c");
    assertThat(parting.alike()).isEqualTo(1);
    assertThat(parting.first().orElseThrow().words())
        .isEqualTo("Note{text a, atNs 10} of /a to /c");
    assertThat(parting.second().orElseThrow().words())
        .isEqualTo("Note{text b, atNs 10} of /b to /c");
  }

  @Test
  void messagesToDifferentActorsMayComeInAnyOrder() {
    assertThat(Parting.all(log(A_TO_C, B_TO_D), log(B_TO_D, A_TO_C))).isEmpty();
    assertThat(log(A_TO_C, B_TO_D).unlike(log(B_TO_D, A_TO_C))).isEmpty();
  }

  @Test
  void timesDoNotCountAndOtherContentsDo() {
    var later = sent(2, 0, "/a", "/c", new Note("a", 99));
    var other = sent(2, 0, "/a", "/c", new Note("z", 10));
    assertThat(Parting.all(log(A_TO_C), log(later))).isEmpty();
    assertThat(Parting.all(log(A_TO_C), log(other))).hasSize(1);
  }

  @Test
  void whoHandlesNothingMoreComesAfterWhoHandlesSomethingElse() {
    var shorter = log(B_TO_C);
    var partings = Parting.all(shorter, log(B_TO_D, A_TO_C, B_TO_C));
    assertThat(partings).extracting(Parting::actor).containsExactly("/c", "/d");
    assertThat(partings.get(1).first()).isEmpty();
    assertThat(Parting.all(log(B_TO_D, A_TO_C, B_TO_C), shorter).get(0).second()).isEmpty();
  }

  @Test
  void whatFollowsFromAnotherOrderIsNotAlikeEither() {
    var answer = sent(5, 3, "/c", "/b", new Note("answer", 10));
    var first = log(A_TO_C, B_TO_C, answer);
    var second = log(B_TO_C, A_TO_C, answer);
    assertThat(first.unlike(second))
        .extracting(MessageLog.Entry::sent)
        .isEqualTo(List.of(A_TO_C, B_TO_C, answer));
    assertThat(first.unlike(first)).isEmpty();
  }

  @Test
  void whatNobodyHandledIsNotTakenForWhatSomebodyDid() {
    var lost = log(BEGIN);
    lost.undelivered(A_TO_C);
    assertThat(lost.unlike(log(BEGIN, A_TO_C)))
        .singleElement()
        .returns(false, MessageLog.Entry::isHandled);
    assertThat(lost.handled()).hasSize(1);
    var again = log(BEGIN);
    again.undelivered(A_TO_C);
    assertThat(lost.unlike(again)).isEmpty();
  }
}
