package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.Receptionist;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node, from its hello to its end. */
class NodeSessionTest {
  private static final byte[] FILES = new byte[Limits.PART_BYTES + 5];
  private static final int LOOKS_UNHEARD = 6;

  static {
    new Random(1).nextBytes(FILES);
  }

  private final ActorTestKit kit = ActorTests.kit("node");
  private final ManualTime time = ManualTime.get(kit.system());
  private final QuietWorkshop workshop = new QuietWorkshop();
  private final TestProbe<Coordinator.Command> coordinator = kit.createTestProbe();
  private final ActorRef<NodeSession.Command> node =
      kit.spawn(
          NodeSession.create(new NodeSession.Self("1.0", "digest", "box", 2), workshop), "session");

  @AfterEach
  void shutDown() {
    kit.shutdownTestKit();
  }

  private void find() {
    kit.system().receptionist().tell(Receptionist.register(Coordinator.KEY, coordinator.getRef()));
    isGreeted();
  }

  private void isGreeted() {
    coordinator.expectMessage(new Coordinator.Hello("1.0", "digest", "box", 2, node));
  }

  private void isPinged() {
    coordinator.expectMessage(new Coordinator.Ping(node));
  }

  private void isAskedFor(int part) {
    coordinator.expectMessage(new Coordinator.Fetch(part, node));
  }

  private void welcome() {
    find();
    node.tell(new NodeSession.Welcome("kind", "description", 2, FILES.length));
    isAskedFor(0);
  }

  private void send(int part) {
    node.tell(new NodeSession.JobPart(part, Parts.part(FILES, part)));
  }

  private void sendAll() {
    welcome();
    send(0);
    isAskedFor(1);
    send(1);
    Waiting.until("the job is opened", () -> !workshop.jobs.isEmpty());
  }

  private void isOver(NodeSession.End end, String said) {
    coordinator.expectTerminated(node);
    assertThat(workshop.ends).containsExactly(end);
    assertThat(workshop.said).last().asString().contains(said);
  }

  @Test
  void whoeverCoordinatesIsGreeted() {
    find();
  }

  @Test
  void whileNobodyCoordinatesItWaits() {
    for (var look = 0; look < 50; look++) {
      node.tell(new NodeSession.Look());
    }
    find();
    assertThat(workshop.ends).isEmpty();
  }

  @Test
  void aHelloThatIsNotAnsweredIsSaidAgain() {
    find();
    node.tell(new NodeSession.Look());
    isGreeted();
    isPinged();
  }

  @Test
  void theFilesOfTheJobAreFetchedPartByPart() {
    sendAll();
    var job = workshop.jobs.get(0);
    assertThat(job.kind()).isEqualTo("kind");
    assertThat(job.description()).isEqualTo("description");
    assertThat(job.files()).isEqualTo(FILES);
  }

  @Test
  void aPartThatDoesNotComeIsAskedForAgainAndCountsOnceIfItComesTwice() {
    welcome();
    node.tell(new NodeSession.Look());
    isAskedFor(0);
    isPinged();
    send(0);
    send(0);
    isAskedFor(1);
    send(1);
    send(1);
    node.tell(new NodeSession.Look());
    isPinged();
    assertThat(workshop.jobs).hasSize(1);
  }

  @Test
  void aSecondWelcomeChangesNothing() {
    welcome();
    node.tell(new NodeSession.Welcome("other", "other", 1, 1));
    send(0);
    isAskedFor(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, Integer.MAX_VALUE})
  void aJobOfAsManyPartsAsCannotBeIsNone(int parts) {
    find();
    node.tell(new NodeSession.Welcome("kind", "description", parts, 1));
    isOver(NodeSession.End.REFUSED, "the job is larger than any can be");
  }

  @Test
  void aPartThatIsTooLargeIsNone() {
    welcome();
    node.tell(new NodeSession.JobPart(0, new byte[Limits.PART_BYTES + 1]));
    isOver(NodeSession.End.REFUSED, "part 0 of 2");
  }

  @Test
  void onceTheBenchIsMadeAsManyWorkersPullAsThereAreThreads() {
    sendAll();
    TestProbe<Receptionist.Listing> listings = kit.createTestProbe();
    kit.system().receptionist().tell(Receptionist.subscribe(Worker.KEY, listings.getRef()));
    for (var told = 0; told < 2; told++) {
      workshop.jobs.get(0).listener().tell(new NodeSession.Ready((chunk, listener) -> {}));
    }
    listings.fishForMessage(
        Duration.ofSeconds(60),
        listing ->
            listing.getServiceInstances(Worker.KEY).size() == 2
                ? akka.actor.testkit.typed.javadsl.FishingOutcomes.complete()
                : akka.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore());
    node.tell(new NodeSession.Look());
    isPinged();
    assertThat(workshop.said).containsExactly("at work: 2 at a time");
    listings.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aBenchThatCannotBeMadeEndsIt() {
    sendAll();
    workshop.jobs.get(0).listener().tell(new NodeSession.Unusable("no\nplace"));
    isOver(NodeSession.End.REFUSED, "the job cannot be done here: no\ufffdplace");
  }

  @Test
  void whoIsRefusedSaysWhyOnOneLine() {
    find();
    node.tell(new NodeSession.Refused("another\u001b[31m version " + "x".repeat(10_000)));
    isOver(NodeSession.End.REFUSED, "refused: another\ufffd[31m version xxx");
    assertThat(workshop.said.get(0)).hasSizeLessThan(500);
  }

  @Test
  void whoIsSentAwayIsDone() {
    find();
    node.tell(new NodeSession.Farewell());
    isOver(NodeSession.End.SENT_AWAY, "all is done");
  }

  @Test
  void whoIsTakenOutIsCutOff() {
    find();
    node.tell(new NodeSession.Removed());
    isOver(NodeSession.End.CUT_OFF, "taken out of the cluster");
  }

  @Test
  void whoHearsNothingGivesItsWorkUp() {
    sendAll();
    for (var look = 0; look < LOOKS_UNHEARD; look++) {
      node.tell(new NodeSession.Look());
      isPinged();
    }
    assertThat(workshop.ends).isEmpty();
    node.tell(new NodeSession.Look());
    isOver(NodeSession.End.CUT_OFF, "nothing is heard of the coordinator");
  }

  @Test
  void whoHasPatienceWaitsLonger() {
    var self = new NodeSession.Self("1.0", "digest", "box", 2, 3);
    var patient = kit.spawn(NodeSession.create(self, workshop));
    patient.tell(new NodeSession.Joined());
    TestProbe<Object> end = kit.createTestProbe();
    for (var look = 0; look < 3 * LOOKS_UNHEARD; look++) {
      patient.tell(new NodeSession.Look());
    }
    patient.tell(new NodeSession.Unusable("not yet ended"));
    end.expectTerminated(patient);
    assertThat(workshop.ends).containsExactly(NodeSession.End.REFUSED);
  }

  @Test
  void whoHearsSomethingNowAndThenStays() {
    sendAll();
    for (var look = 0; look < 5 * LOOKS_UNHEARD; look++) {
      node.tell(new NodeSession.Look());
      isPinged();
      if (look % LOOKS_UNHEARD == 0) {
        node.tell(new NodeSession.Pong());
      }
    }
    assertThat(workshop.ends).isEmpty();
  }

  @Test
  void itLooksEveryTwoSeconds() {
    sendAll();
    time.timePasses(Duration.ofSeconds(2));
    isPinged();
    time.expectNoMessageFor(Duration.ofMillis(1900), coordinator);
    time.timePasses(Duration.ofMillis(100));
    isPinged();
  }

  @Test
  void itsWorkersEndWithIt() {
    sendAll();
    workshop.jobs.get(0).listener().tell(new NodeSession.Ready((chunk, listener) -> {}));
    node.tell(new NodeSession.Farewell());
    isOver(NodeSession.End.SENT_AWAY, "all is done");
    TestProbe<Receptionist.Listing> listings = kit.createTestProbe();
    Waiting.until(
        "no worker pulls",
        () -> {
          kit.system().receptionist().tell(Receptionist.find(Worker.KEY, listings.getRef()));
          return listings
              .receiveMessage()
              .getServiceInstances(Worker.KEY)
              .equals(java.util.Set.of());
        });
    assertThat(workshop.said).isEqualTo(List.of("at work: 2 at a time", "all is done"));
  }

  @Test
  void aMemberThatFindsNoCoordinatorIsCutOff() {
    node.tell(new NodeSession.Joined());
    for (var look = 0; look <= LOOKS_UNHEARD; look++) {
      assertThat(workshop.ends).isEmpty();
      node.tell(new NodeSession.Look());
    }
    isOver(NodeSession.End.CUT_OFF, "nothing is heard of the coordinator");
  }

  @Test
  void whoIsNoMemberYetWaits() {
    for (var look = 0; look < 10 * LOOKS_UNHEARD; look++) {
      node.tell(new NodeSession.Look());
    }
    find();
    assertThat(workshop.ends).isEmpty();
  }
}
