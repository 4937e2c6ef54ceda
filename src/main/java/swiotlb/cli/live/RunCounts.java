package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How often what happened in a run so far.
 *
 * @param unanswered requests of which nobody has said yet whether they get slots
 */
record RunCounts(
    long messages,
    long maps,
    long inTransientPools,
    long unmaps,
    long failed,
    long waits,
    long unanswered) {
  static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0);

  /** The same after so many messages. */
  RunCounts after(long handled) {
    return new RunCounts(handled, maps, inTransientPools, unmaps, failed, waits, unanswered);
  }

  void describe(ObjectNode to) {
    to.put("messages", messages)
        .put("maps", maps)
        .put("inTransientPools", inTransientPools)
        .put("unmaps", unmaps)
        .put("failed", failed)
        .put("waits", waits)
        .put("unanswered", unanswered);
  }
}
