package swiotlb.actor.memory;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.Encryption.Changed;
import swiotlb.actor.memory.Encryption.Decrypt;
import swiotlb.actor.memory.Encryption.Encrypt;
import swiotlb.actor.memory.Encryption.NotChanged;
import swiotlb.actor.memory.Encryption.ReadState;
import swiotlb.actor.memory.Encryption.State;
import swiotlb.kernel.page.PageStates;
import swiotlb.time.RecordingTimeline;

/** At most 10 pages may be shared; a call costs 7 ns, a page 100 ns to share and 30 ns to take. */
class EncryptionTest {
  private static final long AT_1_GIB = 1L << 30;
  private static final long TEN_PAGES = 10 * 4096L;
  private static final long NOW_NS = 5_000;
  private static final Encryption.Costs COSTS = new Encryption.Costs(7, 100, 30);

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final TestInbox<Encryption.Reply> asker = TestInbox.create("asker");
  private final TestInbox<State> reader = TestInbox.create("reader");
  private BehaviorTestKit<Encryption.Command> encryption = hypervisor(0);

  private BehaviorTestKit<Encryption.Command> hypervisor(int stuckPerMille) {
    timeline.setNowNs(NOW_NS);
    var pages = new PageStates(TEN_PAGES, 0, stuckPerMille, new SplittableRandom(1));
    return BehaviorTestKit.create(Encryption.create(pages, COSTS, timeline));
  }

  private void share(long quest, int pages) {
    encryption.run(new Decrypt(quest, AT_1_GIB, pages, asker.getRef()));
  }

  private void makePrivate(long quest, int pages) {
    encryption.run(new Encrypt(quest, AT_1_GIB, pages, asker.getRef()));
  }

  private Encryption.Reply answer() {
    return timeline.takeOnly(Encryption.Reply.class);
  }

  private State state() {
    encryption.run(new ReadState(reader.getRef()));
    return reader.receiveMessage();
  }

  @Test
  void sharesPagesWithinTheLimit() {
    share(3, 10);
    assertThat(answer()).isEqualTo(new Changed(3));
  }

  @Test
  void refusesToShareBeyondTheLimit() {
    share(3, 11);
    assertThat(answer()).isEqualTo(new NotChanged(3));
  }

  @Test
  void whatIsSharedLeavesLessToShare() {
    share(3, 8);
    answer();
    share(4, 3);
    assertThat(answer()).isEqualTo(new NotChanged(4));
  }

  @Test
  void whatIsPrivateAgainCanBeSharedAnew() {
    share(3, 10);
    answer();
    makePrivate(4, 10);
    answer();
    share(5, 10);
    assertThat(answer()).isEqualTo(new Changed(5));
  }

  @Test
  void pagesThatAreStuckStayShared() {
    encryption = hypervisor(1000);
    share(3, 10);
    answer();
    makePrivate(4, 10);
    assertThat(answer()).isEqualTo(new NotChanged(4));
    assertThat(state().sharedPages()).isEqualTo(10);
  }

  @Test
  void sharingIsPaidForByCallAndPage() {
    share(3, 10);
    assertThat(timeline.take())
        .singleElement()
        .extracting(RecordingTimeline.Delivery::timeNs)
        .isEqualTo(NOW_NS + 7 + 10 * 100);
  }

  @Test
  void makingPrivateIsPaidForByCallAndPage() {
    share(3, 10);
    answer();
    makePrivate(4, 10);
    assertThat(timeline.take())
        .singleElement()
        .extracting(RecordingTimeline.Delivery::timeNs)
        .isEqualTo(NOW_NS + 7 + 10 * 30);
  }

  @Test
  void aRefusalTakesAsLongAsTheWorkWouldHave() {
    share(3, 11);
    assertThat(timeline.take())
        .singleElement()
        .extracting(RecordingTimeline.Delivery::timeNs)
        .isEqualTo(NOW_NS + 7 + 11 * 100);
  }

  @Test
  void answersWhoeverAsked() {
    share(3, 1);
    assertThat(timeline.take().get(0).to()).isEqualTo(asker.getRef());
  }

  @Test
  void countsWhatItDid() {
    share(3, 8);
    share(4, 8);
    makePrivate(5, 8);
    assertThat(state()).isEqualTo(new State(8, 3, 8, 1, 0, 3 * 7 + 2 * 800 + 240));
  }

  @Test
  void countsPagesThatNobodyCanEverUse() {
    encryption = hypervisor(1000);
    share(3, 8);
    makePrivate(4, 8);
    assertThat(state().leakedPages()).isEqualTo(8);
  }

  @Test
  void hasDoneNothingAtFirst() {
    assertThat(state()).isEqualTo(new State(0, 0, 0, 0, 0, 0));
  }
}
