package swiotlb.study.cluster;

/** How much goes over the network at once, all below the frame that is allowed there. */
final class Limits {
  /** Of a message that bears bytes: a part of a job, of a result. */
  static final int PART_BYTES = 96 << 10;

  /** Of the texts of a chunk; a character is at most three bytes. */
  static final int CHUNK_CHARS = 48 << 10;

  /** Pieces of work in a chunk. */
  static final int CHUNK_PIECES = 256;

  /**
   * How long a chunk should take, so that a worker is done with the three that it holds within a
   * second.
   */
  static final long CHUNK_NS = 300_000_000;

  /** After so long no other piece of a chunk is begun; what is left of it goes back. */
  static final long MOST_CHUNK_NS = 1_000_000_000;

  /** Of the results of a chunk. */
  static final int RESULT_BYTES = 256 << 20;

  /** Of the names and reasons that others tell. */
  static final int NAME_CHARS = 80;

  private Limits() {}
}
