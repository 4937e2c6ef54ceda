package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.delivery.WorkPullingProducerController;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who pulls chunks, has them done, and tells what came of them until it was taken. */
class WorkerTest {
  private record Begun(Chunk chunk, ActorRef<Worker.Finished> listener) {}

  private static final Spent SPENT = new Spent(1, 42, 7);

  private final ActorTestKit kit = ActorTests.kit("worker");
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Coordinator.Command> coordinator = kit.createTestProbe();
  private final TestProbe<Begun> hands = kit.createTestProbe();
  private final TestProbe<WorkPullingProducerController.RequestNext<Chunk>> demand =
      kit.createTestProbe();
  private final ActorRef<Worker.Command> worker =
      kit.spawn(
          Worker.create(
              "box",
              (chunk, listener) -> hands.getRef().tell(new Begun(chunk, listener)),
              coordinator.getRef()));

  @BeforeEach
  void threeChunksWait() {
    kit.<WorkPullingProducerController.Command<Chunk>>spawn(
            WorkPullingProducerController.create(
                Chunk.class, "coordinator", Worker.KEY, Optional.empty()))
        .tell(new WorkPullingProducerController.Start<>(demand.getRef()));
    for (var number = 1; number <= 3; number++) {
      demand.receiveMessage().sendNextTo().tell(new Chunk(number, List.of("text" + number)));
    }
  }

  @AfterEach
  void shutDown() {
    kit.shutdownTestKit();
  }

  private Begun begun(long number) {
    var begun = hands.receiveMessage();
    assertThat(begun.chunk).isEqualTo(new Chunk(number, List.of("text" + number)));
    return begun;
  }

  private Coordinator.ResultPart told(long chunk, int part, int of) {
    var told = coordinator.expectMessageClass(Coordinator.ResultPart.class);
    assertThat(told.chunk()).isEqualTo(chunk);
    assertThat(told.part()).isEqualTo(part);
    assertThat(told.of()).isEqualTo(of);
    return told;
  }

  private void finish(long chunk, byte... results) {
    begun(chunk).listener.tell(new Worker.Finished(results, SPENT));
  }

  @Test
  void whatCameOfAChunkIsTold() {
    finish(1, (byte) 7);
    var told = told(1, 0, 1);
    assertThat(told.bytes()).containsExactly(7);
    assertThat(told.node()).isEqualTo("box");
    assertThat(told.spent()).isEqualTo(SPENT);
    assertThat(told.worker()).isEqualTo(worker);
  }

  @Test
  void theNextChunkBeginsWhenTheLastPartWasTaken() {
    finish(1, (byte) 7);
    told(1, 0, 1);
    hands.expectNoMessage(Duration.ZERO);
    worker.tell(new Worker.Taken(1, 0));
    finish(2, (byte) 8);
    assertThat(told(2, 0, 1).bytes()).containsExactly(8);
  }

  @Test
  void manyBytesAreToldPartByPart() {
    var results = new byte[2 * Limits.PART_BYTES + 1];
    new Random(1).nextBytes(results);
    finish(1, results);
    for (var part = 0; part < 3; part++) {
      assertThat(told(1, part, 3).bytes()).isEqualTo(Parts.part(results, part));
      coordinator.expectNoMessage(Duration.ZERO);
      worker.tell(new Worker.Taken(1, part));
    }
    begun(2);
  }

  @Test
  void whatNobodyTookIsToldAgainUntilSomebodyDoes() {
    finish(1, (byte) 7);
    told(1, 0, 1);
    time.expectNoMessageFor(Duration.ofMillis(2999), coordinator);
    for (var again = 0; again < 3; again++) {
      time.timePasses(Duration.ofSeconds(3));
      told(1, 0, 1);
    }
    worker.tell(new Worker.Taken(1, 0));
    begun(2);
    time.expectNoMessageFor(Duration.ofSeconds(10), coordinator);
  }

  @Test
  void whatWasNotSentCannotBeTaken() {
    worker.tell(new Worker.Taken(1, 0));
    finish(1, new byte[Limits.PART_BYTES + 1]);
    told(1, 0, 2);
    worker.tell(new Worker.Taken(2, 0));
    worker.tell(new Worker.Taken(1, 1));
    worker.tell(new Worker.Taken(1, 0));
    told(1, 1, 2);
    worker.tell(new Worker.Taken(1, 0));
    worker.tell(new Worker.Taken(1, 1));
    begun(2);
    coordinator.expectNoMessage(Duration.ZERO);
  }
}
