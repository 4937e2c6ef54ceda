package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How work goes out in chunks, and comes back. */
class WorkQueueTest {
  private static final long MS = 1_000_000;

  private final WorkQueue queue = new WorkQueue();

  private void add(int count, String text) {
    IntStream.range(0, count).forEach(number -> queue.add(number, text));
  }

  private static Coordinator.ResultPart part(long chunk, int part, int of, long ns) {
    return part(chunk, part, of, new Spent(1, ns, 0));
  }

  private static Coordinator.ResultPart part(long chunk, int part, int of, Spent spent) {
    return new Coordinator.ResultPart(
        chunk,
        part,
        of,
        spent,
        "n",
        new byte[] {(byte) part},
        TestInbox.<Worker.Command>create().getRef());
  }

  private Optional<WorkQueue.DoneChunk> done(Chunk chunk, long ns) {
    return done(chunk, chunk.texts().size(), ns);
  }

  /** The first pieces of a chunk. */
  private Optional<WorkQueue.DoneChunk> done(Chunk chunk, int pieces, long ns) {
    return queue.part("w", "n", part(chunk.number(), 0, 1, new Spent(pieces, ns, 0)));
  }

  private int piecesOfNext() {
    return queue.next().orElseThrow().texts().size();
  }

  @Test
  void whileNothingIsKnownAChunkIsOnePiece() {
    add(10, "a");
    assertThat(piecesOfNext()).isEqualTo(1);
    assertThat(piecesOfNext()).isEqualTo(1);
  }

  @Test
  void ofShortPiecesAChunkHasManyAndOfLongOnesOne() {
    add(1000, "a");
    done(queue.next().orElseThrow(), 10 * MS);
    assertThat(piecesOfNext()).isEqualTo(30);
    done(queue.next().orElseThrow(), 30 * 10_000 * MS);
    assertThat(piecesOfNext()).isEqualTo(1);
  }

  @Test
  void oneChunkThatTookLongIsNotBelievedAtOnce() {
    add(1000, "a");
    done(queue.next().orElseThrow(), 10 * MS);
    done(queue.next().orElseThrow(), 30 * 60 * MS);
    assertThat(piecesOfNext()).isEqualTo(15);
  }

  @Test
  void piecesOfNoTimeGoOutAsManyAsMayBe() {
    add(1000, "a");
    done(queue.next().orElseThrow(), 0);
    assertThat(piecesOfNext()).isEqualTo(Limits.CHUNK_PIECES);
  }

  @Test
  void ofLongTextsAChunkHasFewer() {
    add(100, "a".repeat(Limits.CHUNK_CHARS / 3));
    done(queue.next().orElseThrow(), 1);
    assertThat(piecesOfNext()).isEqualTo(3);
  }

  @Test
  void aTextOfAllThatMayBeGoesAlone() {
    queue.add(1, "a".repeat(Limits.CHUNK_CHARS));
    done(queue.next().orElseThrow(), 1);
    queue.add(2, "a".repeat(Limits.CHUNK_CHARS));
    queue.add(3, "b");
    assertThat(piecesOfNext()).isEqualTo(1);
    assertThat(queue.next().orElseThrow().texts()).containsExactly("b");
  }

  @Test
  void everyPieceGoesOutOnceInItsOrder() {
    IntStream.range(0, 500).forEach(number -> queue.add(number, "t" + number));
    var numbers = new ArrayList<Long>();
    var texts = new ArrayList<String>();
    for (var chunk = queue.next(); chunk.isPresent(); chunk = queue.next()) {
      texts.addAll(chunk.get().texts());
      numbers.addAll(done(chunk.get(), 100 * MS).orElseThrow().pieces());
    }
    assertThat(numbers).hasSize(500).isSorted().doesNotHaveDuplicates();
    assertThat(texts).isEqualTo(numbers.stream().map(number -> "t" + number).toList());
    assertThat(queue.isWaiting()).isFalse();
  }

  @Test
  void whatThereWasNoTimeForGoesOutAgainBeforeTheOthersAndOnce() {
    IntStream.range(0, 40).forEach(number -> queue.add(number, "t" + number));
    done(queue.next().orElseThrow(), 10 * MS);
    var long30 = queue.next().orElseThrow();
    assertThat(long30.texts()).hasSize(30);
    assertThat(done(long30, 2, 2 * 1000 * MS).orElseThrow().pieces()).containsExactly(1L, 2L);
    assertThat(done(long30, 30, MS)).isEmpty();
    var texts = new ArrayList<String>();
    for (var chunk = queue.next(); chunk.isPresent(); chunk = queue.next()) {
      assertThat(chunk.get().texts()).as("pieces of a second").hasSize(1);
      texts.addAll(chunk.get().texts());
    }
    assertThat(texts).isEqualTo(IntStream.range(3, 40).mapToObj(i -> "t" + i).toList());
  }

  @Test
  void asManyPiecesAsAreNotInAChunkCannotBeDone() {
    add(1, "a");
    var chunk = queue.next().orElseThrow();
    for (var count : List.of(0, -1, 2)) {
      assertThatThrownBy(() -> done(chunk, count, MS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(count + " of 1 pieces");
    }
    assertThat(done(chunk, MS)).isPresent();
  }

  @Test
  void whatIsDoneTwiceCountsOnce() {
    add(1, "a");
    var chunk = queue.next().orElseThrow();
    assertThat(done(chunk, MS)).isPresent();
    assertThat(done(chunk, MS)).isEmpty();
  }

  @Test
  void partsOfTwoWhoDidTheSameAreNotMixed() {
    add(1, "a");
    var chunk = queue.next().orElseThrow().number();
    assertThat(queue.part("one", "first", part(chunk, 0, 2, MS))).isEmpty();
    assertThat(queue.part("two", "second", part(chunk, 1, 2, MS))).isEmpty();
    var done = queue.part("two", "second", part(chunk, 0, 2, MS)).orElseThrow();
    assertThat(done.by()).isEqualTo("second");
    assertThat(done.results()).containsExactly(0, 1);
    assertThat(queue.part("one", "first", part(chunk, 1, 2, MS))).isEmpty();
  }

  @Test
  void ofAChunkThatNeverWentOutNothingComes() {
    assertThat(queue.part("w", "n", part(7, 0, 1, MS))).isEmpty();
  }

  @Test
  void aPartThatCannotBeIsRefusedAndTheChunkStays() {
    add(1, "a");
    var chunk = queue.next().orElseThrow();
    var wrong = List.of(part(chunk.number(), 0, -1, MS), part(chunk.number(), 5, 2, MS));
    for (var one : wrong) {
      assertThatThrownBy(() -> queue.part("bad", "n", one))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(done(chunk, MS)).isPresent();
  }
}
