package swiotlb.study.explain;

/** Why the kernel wrote a line. The words are stable. */
public enum Cause {
  /** Larger than any mapping can be: 256 KiB, padding included. */
  TOO_LARGE("too-large", "the mapping is larger than the allocator can serve at all"),

  /** Enough slots are free, but no run of them is long enough. */
  NO_CONTIGUOUS_RUN(
      "no-contiguous-run", "slots are free, but no run of them is long enough for the mapping"),

  /** The pool is full. */
  EXHAUSTED("exhausted", "a pool is full: more is in flight than it holds"),

  /** The kernel could grow the pool, and did not in time, or not enough. */
  GROWTH_LIMITED("growth-limited", "the pool may grow, but did not in time, or was refused memory"),

  /** What is mapped is not given back. */
  LEAK("leak", "slots are taken and not given back"),

  /** There is no pool, or less memory for it than was wanted. */
  NO_MEMORY("no-memory", "there is no pool, or no memory for all of it"),

  /** There is a pool, but it was put out of use. */
  DISABLED("disabled", "the default pool was put out of use at boot"),

  /** It is about the device's own, restricted pool. */
  RESTRICTED("restricted", "it concerns a restricted pool, which never grows"),

  /** The device does not reach the memory. */
  UNREACHABLE("unreachable", "the memory lies where the device does not reach"),

  /** The command line forbids bounce buffers. */
  FORCED_OFF("forced-off", "the command line switches bounce buffers off"),

  /** The line does not tell. */
  UNKNOWN("unknown", "the line alone does not tell");

  private final String word;
  private final String meaning;

  Cause(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /** As it stands in JSON. */
  public String word() {
    return word;
  }

  /** What it means, as half a sentence. */
  public String meaning() {
    return meaning;
  }
}
