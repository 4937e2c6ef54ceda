package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How often what happened in a run so far. Not thread-safe; a copy is never changed. */
final class RunCounts {
  long messages;
  long wanted;
  long maps;
  long inTransientPools;
  long unmaps;
  long failed;
  long waits;
  int runs;

  RunCounts copy() {
    var copy = new RunCounts();
    copy.messages = messages;
    copy.wanted = wanted;
    copy.maps = maps;
    copy.inTransientPools = inTransientPools;
    copy.unmaps = unmaps;
    copy.failed = failed;
    copy.waits = waits;
    copy.runs = runs;
    return copy;
  }

  void describe(ObjectNode to) {
    to.put("messages", messages)
        .put("maps", maps)
        .put("inTransientPools", inTransientPools)
        .put("unmaps", unmaps)
        .put("failed", failed)
        .put("waits", waits)
        .put("unanswered", Math.max(0, wanted - maps - failed))
        .put("runs", runs);
  }
}
