package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.actor.PoisonPill;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.delivery.ConsumerController;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose work it is: whom it takes, what it gives, what it counts, whom it takes out. */
class CoordinatorTest {
  private static final byte[] FILES = new byte[2 * Limits.PART_BYTES + 1];
  private static final Coordinator.JobTold JOB =
      new Coordinator.JobTold("kind", "description", FILES, "1.0", "digest");

  private static final Spent SPENT = new Spent(1, 1, 0);

  static {
    new Random(1).nextBytes(FILES);
  }

  private final ActorTestKit kit = ActorTests.kit("here");
  private @Nullable ActorTestKit elsewhere;
  private final ManualTime time = ManualTime.get(kit.system());
  private final Heard heard = new Heard();
  private final List<Address> takenOut = new CopyOnWriteArrayList<>();
  private final ActorRef<Coordinator.Command> coordinator =
      kit.spawn(Coordinator.create(JOB, heard, context -> takenOut::add));
  private final TestProbe<NodeSession.Command> node = kit.createTestProbe();
  private final TestProbe<Worker.Command> worker = kit.createTestProbe();

  @AfterEach
  void shutDown() {
    if (elsewhere != null) {
      elsewhere.shutdownTestKit();
    }
    kit.shutdownTestKit();
  }

  private void hello(TestProbe<NodeSession.Command> who, String name) {
    coordinator.tell(new Coordinator.Hello("1.0", "digest", name, 2, who.getRef()));
    who.expectMessageClass(NodeSession.Welcome.class);
  }

  /** A node at another address than the first. */
  private TestProbe<NodeSession.Command> other(String name) {
    elsewhere = ActorTests.kit("elsewhere");
    TestProbe<NodeSession.Command> probe = elsewhere.createTestProbe();
    hello(probe, name);
    return probe;
  }

  /** All that it was told before has been dealt with. */
  private void awaitQuiet() {
    TestProbe<NodeSession.Command> asks = kit.createTestProbe();
    coordinator.tell(new Coordinator.Fetch(0, asks.getRef()));
    asks.expectMessageClass(NodeSession.JobPart.class);
  }

  private void looks(int times) {
    for (var i = 0; i < times; i++) {
      coordinator.tell(new Coordinator.Look());
    }
    awaitQuiet();
  }

  private static Address address(TestProbe<?> probe) {
    return probe.getRef().path().address();
  }

  /** Somebody who pulls chunks. */
  private TestProbe<ConsumerController.Delivery<Chunk>> puller() {
    TestProbe<ConsumerController.Delivery<Chunk>> probe = kit.createTestProbe();
    kit.spawn(ConsumerController.create(Worker.KEY))
        .tell(new ConsumerController.Start<>(probe.getRef()));
    return probe;
  }

  private void result(long chunk, int part, int of) {
    coordinator.tell(
        new Coordinator.ResultPart(
            chunk, part, of, SPENT, "box", new byte[] {(byte) part}, worker.getRef()));
    worker.expectMessage(new Worker.Taken(chunk, part));
  }

  @Test
  void aNodeOfTheSameProgramIsToldTheJob() {
    coordinator.tell(new Coordinator.Hello("1.0", "digest", "box", 2, node.getRef()));
    node.expectMessage(new NodeSession.Welcome("kind", "description", 3, FILES.length));
    assertThat(heard.nodes).isEqualTo(Map.of("box", 2));
  }

  @Test
  void aNodeThatSaysHelloTwiceCountsOnce() {
    hello(node, "box");
    hello(node, "box");
    coordinator.tell(new Coordinator.Gone(address(node)));
    awaitQuiet();
    assertThat(heard.said).containsExactly("node box has left");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, another build of version 1.0",
    "0.9, 'version 0.9, the coordinator 1.0'",
    "'2\n.0', 'version 2\ufffd.0, the coordinator 1.0'"
  })
  void aNodeOfAnotherProgramIsRefusedWithItsReasonOnBothSides(String version, String reason) {
    coordinator.tell(new Coordinator.Hello(version, "other", "box", 2, node.getRef()));
    assertThat(node.expectMessageClass(NodeSession.Refused.class).reason())
        .contains("the node has " + reason)
        .contains("install the same package on both");
    awaitQuiet();
    assertThat(heard.said).singleElement().asString().startsWith("refused node box: the node has");
    assertThat(heard.nodes).isEmpty();
  }

  @Test
  void aNameIsShownOnOneLineAndCut() {
    hello(node, "a\u001b[31m\n" + "x".repeat(1000));
    var shown = heard.nodes.keySet().iterator().next();
    assertThat(shown).hasSizeLessThan(2 * Limits.NAME_CHARS).doesNotContain("\u001b", "\n");
  }

  @Test
  void aNodeThatSaysItHasNoThreadsHasOne() {
    coordinator.tell(new Coordinator.Hello("1.0", "digest", "box", -7, node.getRef()));
    node.expectMessageClass(NodeSession.Welcome.class);
    assertThat(heard.nodes).isEqualTo(Map.of("box", 1));
  }

  @Test
  void filesComePartByPart() {
    for (var part = 2; part >= 0; part--) {
      coordinator.tell(new Coordinator.Fetch(part, node.getRef()));
      var came = node.expectMessageClass(NodeSession.JobPart.class);
      assertThat(came.part()).isEqualTo(part);
      assertThat(came.bytes()).isEqualTo(Parts.part(FILES, part));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void aPartThatIsNotThereIsNotAnswered(int part) {
    coordinator.tell(new Coordinator.Fetch(part, node.getRef()));
    awaitQuiet();
    node.expectNoMessage(Duration.ZERO);
  }

  @Test
  void whoWasWelcomedIsAnsweredAndNobodyElse() {
    TestProbe<NodeSession.Command> stranger = kit.createTestProbe();
    hello(node, "box");
    coordinator.tell(new Coordinator.Ping(stranger.getRef()));
    coordinator.tell(new Coordinator.Ping(node.getRef()));
    node.expectMessageClass(NodeSession.Pong.class);
    stranger.expectNoMessage(Duration.ZERO);
  }

  @Test
  void workGoesToWhoPullsAndItsResultCountsOnce() {
    coordinator.tell(new Coordinator.Add(1, "text"));
    var chunk = puller().receiveMessage().message();
    assertThat(chunk.texts()).containsExactly("text");
    result(chunk.number(), 0, 1);
    result(chunk.number(), 0, 1);
    var done = heard.done;
    assertThat(done).singleElement().satisfies(one -> assertThat(one.by()).isEqualTo("box"));
    assertThat(done.get(0).pieces()).containsExactly(1L);
  }

  @Test
  void aResultOfSeveralPartsIsDoneWithTheLastOfThem() {
    coordinator.tell(new Coordinator.Add(1, "text"));
    var chunk = puller().receiveMessage().message().number();
    result(chunk, 1, 2);
    assertThat(heard.done).isEmpty();
    result(chunk, 0, 2);
    assertThat(heard.done.get(0).results()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource({"1, -1, 1", "1, 1, 1", "1, 0, 0", "1, 0, -5", "1, 0, 2147483647", "9, 0, 1"})
  void partsThatCannotBeAreAnsweredAndIgnored(long chunk, int part, int of) {
    coordinator.tell(new Coordinator.Add(1, "text"));
    puller().receiveMessage();
    result(chunk, part, of);
    assertThat(heard.done).isEmpty();
    result(1, 0, 1);
    // Whoever sent what cannot be is not believed; the same from another is.
    TestProbe<Worker.Command> second = kit.createTestProbe();
    coordinator.tell(
        new Coordinator.ResultPart(1, 0, 1, SPENT, "box", new byte[] {7}, second.getRef()));
    second.expectMessageClass(Worker.Taken.class);
    assertThat(heard.done).hasSize(1);
  }

  @Test
  void aPartThatIsTooLargeIsAnsweredAndIgnored() {
    coordinator.tell(new Coordinator.Add(1, "text"));
    puller().receiveMessage();
    coordinator.tell(
        new Coordinator.ResultPart(
            1, 0, 1, SPENT, "box", new byte[Limits.PART_BYTES + 1], worker.getRef()));
    worker.expectMessageClass(Worker.Taken.class);
    assertThat(heard.done).isEmpty();
  }

  @Test
  void whileResultsAreNotTakenNoWorkGoesOut() {
    heard.untaken = 64;
    var puller = puller();
    coordinator.tell(new Coordinator.Add(1, "text"));
    awaitQuiet();
    time.expectNoMessageFor(Duration.ofMillis(10), puller);
    heard.untaken = 63;
    coordinator.tell(new Coordinator.Room());
    assertThat(puller.receiveMessage().message().texts()).containsExactly("text");
  }

  @Test
  void aNodeThatIsUnreachableAndUnheardIsTakenOut() {
    hello(node, "box");
    var other = other("other");
    coordinator.tell(new Coordinator.Reach(address(other), false));
    looks(5);
    assertThat(takenOut).isEmpty();
    looks(1);
    assertThat(takenOut).containsExactly(address(other));
    assertThat(heard.nodes).isEqualTo(Map.of("box", 2));
    assertThat(heard.said)
        .containsExactly("node other is not heard any more; its work goes to others");
    looks(30);
    assertThat(takenOut).hasSize(1);
  }

  @Test
  void aNodeThatOthersDoNotReachIsTakenOutLater() {
    hello(node, "box");
    coordinator.tell(new Coordinator.Reach(address(node), false));
    for (var look = 1; look < 20; look++) {
      coordinator.tell(new Coordinator.Ping(node.getRef()));
      looks(1);
    }
    assertThat(takenOut).isEmpty();
    looks(1);
    assertThat(takenOut).containsExactly(address(node));
  }

  @Test
  void withPatienceANodeIsTakenOutLater() {
    ActorRef<Coordinator.Command> patient =
        kit.spawn(Coordinator.create(JOB, heard, context -> takenOut::add, 3));
    patient.tell(new Coordinator.Reach(address(node), false));
    TestProbe<NodeSession.Command> asks = kit.createTestProbe();
    for (var look = 1; look <= 18; look++) {
      assertThat(takenOut).isEmpty();
      patient.tell(new Coordinator.Look());
      patient.tell(new Coordinator.Fetch(0, asks.getRef()));
      asks.expectMessageClass(NodeSession.JobPart.class);
    }
    assertThat(takenOut).containsExactly(address(node));
  }

  @Test
  void aNodeThatIsReachedAgainStays() {
    hello(node, "box");
    coordinator.tell(new Coordinator.Reach(address(node), false));
    looks(5);
    coordinator.tell(new Coordinator.Reach(address(node), true));
    looks(50);
    assertThat(takenOut).isEmpty();
    assertThat(heard.nodes).isEqualTo(Map.of("box", 2));
  }

  @Test
  void aNodeThatIsReachedThoughUnheardStays() {
    hello(node, "box");
    looks(50);
    assertThat(takenOut).isEmpty();
  }

  @Test
  void aMemberThatNeverSaidHelloIsTakenOutToo() {
    coordinator.tell(new Coordinator.Reach(address(node), false));
    looks(6);
    assertThat(takenOut).containsExactly(address(node));
    assertThat(heard.said).isEmpty();
  }

  @Test
  void itLooksEverySecond() {
    coordinator.tell(new Coordinator.Reach(address(node), false));
    awaitQuiet();
    for (var second = 0; second < 6; second++) {
      time.timePasses(Duration.ofSeconds(1));
      awaitQuiet();
    }
    assertThat(takenOut).containsExactly(address(node));
  }

  @Test
  void aNodeWhoseProcessHasEndedIsTakenOutAtOnce() {
    hello(node, "box");
    var other = other("other");
    coordinator.tell(new Coordinator.Lost("nobody"));
    coordinator.tell(new Coordinator.Lost("other"));
    awaitQuiet();
    assertThat(takenOut).containsExactly(address(other));
    assertThat(heard.nodes).isEqualTo(Map.of("box", 2));
  }

  @Test
  void withoutDeliveryItEndsAsWell() {
    puller();
    var delivery = coordinator.path().child("producer");
    kit.system()
        .classicSystem()
        .actorSelection(delivery)
        .tell(PoisonPill.getInstance(), akka.actor.ActorRef.noSender());
    kit.createTestProbe().expectTerminated(coordinator);
  }

  @Test
  void inTheEndAllNodesAreSentAway() {
    hello(node, "box");
    var other = other("other");
    coordinator.tell(new Coordinator.End());
    node.expectMessageClass(NodeSession.Farewell.class);
    other.expectMessageClass(NodeSession.Farewell.class);
    kit.createTestProbe().expectTerminated(coordinator);
  }
}
