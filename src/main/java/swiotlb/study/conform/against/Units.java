package swiotlb.study.conform.against;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenOp;

/** What of a trace can only be dropped together: a mapping with its unmap, else one operation. */
final class Units {
  private Units() {}

  /**
   * The units before an operation, in order of their first.
   *
   * @param target is in none, nor is what it needs
   */
  static List<List<Integer>> before(int target, List<GoldenOp> operations) {
    var units = new ArrayList<List<Integer>>();
    var open = new HashMap<Long, List<Integer>>();
    for (var i = 0; i < target; i++) {
      var op = operations.get(i);
      var unit = op instanceof GoldenOp.Unmap unmap ? open.remove(unmap.id()) : null;
      if (unit != null) {
        unit.add(i);
        continue;
      }
      unit = new ArrayList<>(List.of(i));
      units.add(unit);
      if (!(op.expected().outcome() instanceof Outcome.Failed)) {
        var begun = unit;
        idOf(op).ifPresent(id -> open.put(id, begun));
      }
    }
    if (operations.get(target) instanceof GoldenOp.Unmap unmap) {
      units.remove(open.get(unmap.id()));
    }
    return units;
  }

  private static Optional<Long> idOf(GoldenOp op) {
    if (op instanceof GoldenOp.Map map) {
      return Optional.of(map.id());
    }
    return op instanceof GoldenOp.Alloc alloc ? Optional.of(alloc.id()) : Optional.empty();
  }

  /** Units of the same area of the same pool together: few areas matter to a difference. */
  static List<List<List<Integer>>> byArea(List<List<Integer>> units, List<GoldenOp> operations) {
    Map<String, List<List<Integer>>> groups = new LinkedHashMap<>();
    for (var unit : units) {
      var outcome = operations.get(unit.get(0)).expected().outcome();
      var area =
          outcome instanceof Outcome.Mapped m
              ? m.pool() + ":" + m.area()
              : outcome.getClass().getSimpleName();
      groups.computeIfAbsent(area, a -> new ArrayList<>()).add(unit);
    }
    return List.copyOf(groups.values());
  }
}
