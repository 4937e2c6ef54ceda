package swiotlb.study.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Work that waits, and work that is with workers. Pieces go out in their order, as many at a time
 * as take about {@link Limits#CHUNK_NS}; a chunk that is done twice counts once. Of one that took
 * longer than was thought a worker may do the first pieces alone; the others go out again.
 */
final class WorkQueue {
  /** Of what is new this part is believed; the rest is what was known before. */
  private static final double BELIEVED = 0.2;

  private record Piece(long number, String text) {}

  /**
   * A chunk that is done.
   *
   * @param pieces the numbers of its pieces, in their order
   * @param results what came of them, packed
   * @param spent on it
   * @param by who did it
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record DoneChunk(List<Long> pieces, byte[] results, Spent spent, String by) {}

  private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
  private final Map<Long, List<Piece>> out = new HashMap<>();
  private final Map<Long, Map<String, Parts>> coming = new HashMap<>();
  private long chunks;
  private double pieceNs;

  /** One more piece. */
  void add(long number, String text) {
    waiting.add(new Piece(number, text));
  }

  /** The next chunk; absent if nothing waits. */
  Optional<Chunk> next() {
    var pieces = new ArrayList<Piece>();
    var chars = 0L;
    for (var piece = waiting.peek(); piece != null; piece = waiting.peek()) {
      chars += piece.text.length();
      if (!pieces.isEmpty() && (pieces.size() >= pieces() || chars > Limits.CHUNK_CHARS)) {
        break;
      }
      pieces.add(piece);
      waiting.remove();
    }
    if (pieces.isEmpty()) {
      return Optional.empty();
    }
    out.put(++chunks, pieces);
    return Optional.of(new Chunk(chunks, pieces.stream().map(Piece::text).toList()));
  }

  /** One while nothing is known of how long they take. */
  private long pieces() {
    return pieceNs == 0
        ? 1
        : Math.max(1, Math.min(Limits.CHUNK_PIECES, (long) (Limits.CHUNK_NS / pieceNs)));
  }

  /**
   * A part of what came of a chunk.
   *
   * @param sender who sends it; another may send the same
   * @param by the same, for people
   * @return the chunk, if that was all of it and nobody had done it
   * @throws IllegalArgumentException if there is no such part
   */
  Optional<DoneChunk> part(String sender, String by, Coordinator.ResultPart part) {
    var pieces = out.get(part.chunk());
    if (pieces == null) {
      return Optional.empty();
    }
    var done = part.spent().pieces();
    if (done < 1 || done > pieces.size()) {
      throw new IllegalArgumentException("%d of %d pieces".formatted(done, pieces.size()));
    }
    var whole =
        coming
            .computeIfAbsent(part.chunk(), chunk -> new HashMap<>())
            .computeIfAbsent(sender, who -> new Parts(part.of()))
            .add(part.part(), part.bytes());
    if (whole.isEmpty()) {
      return Optional.empty();
    }
    out.remove(part.chunk());
    coming.remove(part.chunk());
    for (var i = pieces.size() - 1; i >= done; i--) {
      waiting.addFirst(pieces.get(i));
    }
    learn(Math.max(1, part.spent().workedNs()) / (double) done);
    var numbers = pieces.subList(0, done).stream().map(Piece::number).toList();
    return Optional.of(new DoneChunk(numbers, whole.get(), part.spent(), by));
  }

  private void learn(double ns) {
    pieceNs = pieceNs == 0 ? ns : (1 - BELIEVED) * pieceNs + BELIEVED * ns;
  }

  /** Whether something waits. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }
}
