package swiotlb.study.conform.replay;

import java.util.List;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.study.conform.replay.ReplayTarget.Placement;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * A mapping that was decided otherwise than recorded.
 *
 * @param expected where the recording has it
 * @param got where it was decided to lie
 */
public record ReplayDivergence(RecordedMapping mapping, String expected, String got) {

  static ReplayDivergence of(
      Request m, Placement decision, ReplayFacts facts, List<GrowthRecord> growths) {
    return new ReplayDivergence(
        m.mapping(), expected(m, facts, growths), described(decision, facts, growths));
  }

  private static String expected(Request m, ReplayFacts facts, List<GrowthRecord> growths) {
    if (m.failed()) {
      return "failed";
    }
    var pool = facts.poolOf(m.mapping(), growths);
    return pool == null
        ? "transient pool at 0x" + Long.toHexString(m.mapping().address())
        : place(pool, m.firstSlotAddress());
  }

  private static String described(
      Placement decision, ReplayFacts facts, List<GrowthRecord> growths) {
    return switch (decision.kind()) {
      case TRANSIENT -> "transient pool";
      case FAILED -> "failed";
      case POOL -> {
        if (facts.defaultPool().contains(decision.address())) {
          yield place(facts.defaultPool(), decision.address());
        }
        yield growths.stream()
            .map(GrowthRecord::pool)
            .filter(p -> p.contains(decision.address()))
            .findFirst()
            .map(p -> place(p, decision.address()))
            .orElse("0x" + Long.toHexString(decision.address()));
      }
    };
  }

  private static String place(PoolGeometry pool, long address) {
    var slot = pool.slotOf(address);
    return "slot %d of area %d of the pool at 0x%x"
        .formatted(slot, pool.areaOfSlot(slot), pool.start());
  }
}
