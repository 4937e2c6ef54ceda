package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a node does chunks. */
class JobShopTest {
  private static final long MS = 1_000_000;

  private final ActorTestKit kit = ActorTests.kit("shop");
  private final TestProbe<Worker.Finished> worker = kit.createTestProbe();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final AtomicLong nowNs = new AtomicLong();

  /** Time passes with each look at the clock. */
  private final AtomicLong eachLookNs = new AtomicLong();

  private final JobShop shop =
      new JobShop(
          new Node.Options(
              Gathered.PLAIN,
              Endpoint.LOOPBACK,
              "1.0",
              "digest",
              "box",
              1,
              Optional.empty(),
              true,
              () -> false,
              said::add),
          () -> nowNs.addAndGet(eachLookNs.get()));

  @AfterEach
  void shutDown() {
    shop.close();
    kit.shutdownTestKit();
  }

  private Worker.Hands hands() {
    TestProbe<NodeSession.Command> session = kit.createTestProbe();
    shop.open("test", "ready", TestKind.job().files().archive(), session.getRef());
    return session.expectMessageClass(NodeSession.Ready.class).hands();
  }

  private static Chunk chunk(long number, int pieces) {
    return new Chunk(number, IntStream.range(0, pieces).mapToObj(i -> "say t" + i).toList());
  }

  private static List<String> texts(Worker.Finished finished) {
    return ChunkResults.read(finished.results(), finished.spent().pieces()).stream()
        .map(ChunkResults.One::text)
        .toList();
  }

  @Test
  void ofPiecesThatTakeNoTimeAllAreDone() {
    hands().begin(chunk(1, 256), worker.getRef());
    var finished = worker.receiveMessage();
    assertThat(finished.spent()).isEqualTo(new Spent(256, 0, 0));
    assertThat(texts(finished)).hasSize(256);
  }

  @Test
  void afterASecondNoOtherPieceIsBegun() {
    var hands = hands();
    eachLookNs.set(400 * MS);
    hands.begin(chunk(1, 256), worker.getRef());
    assertThat(texts(worker.receiveMessage())).containsExactly("t0", "t1", "t2");
  }

  @Test
  void ofPiecesThatTakeLongerOneIsDone() {
    var hands = hands();
    eachLookNs.set(3_000 * MS);
    hands.begin(chunk(1, 2), worker.getRef());
    assertThat(texts(worker.receiveMessage())).containsExactly("t0");
  }

  @Test
  void howLongAWorkerHadNothingToDoIsTold() {
    var hands = hands();
    hands.begin(chunk(1, 1), worker.getRef());
    worker.receiveMessage();
    nowNs.addAndGet(5 * MS);
    hands.begin(chunk(2, 1), worker.getRef());
    assertThat(worker.receiveMessage().spent()).isEqualTo(new Spent(1, 0, 5 * MS));
    TestProbe<Worker.Finished> other = kit.createTestProbe();
    hands.begin(chunk(3, 1), other.getRef());
    assertThat(other.receiveMessage().spent().waitedNs()).isZero();
  }
}
