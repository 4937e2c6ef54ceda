package swiotlb.study.cluster;

import java.util.List;

/**
 * Pieces of work that a worker does one after the other.
 *
 * @param number from 1
 * @param texts of the pieces, in their order; together no more than {@link Limits#CHUNK_CHARS}
 */
record Chunk(long number, List<String> texts) implements Told {
  Chunk {
    texts = List.copyOf(texts);
  }
}
