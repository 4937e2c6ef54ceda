package swiotlb.study.conform.against;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import swiotlb.study.conform.against.SeenRun.Told;
import swiotlb.workload.golden.GoldenOp;

/**
 * Drops operations before a difference (delta debugging), on recorded answers alone: the kernel
 * that gave them is not here. So an operation is dropped only if for each one that stays the
 * simulator decides as before and what the search looks at is as it was in the whole recording, so
 * that a kernel that decides by it has to give the recorded answer. Not thread-safe.
 */
public final class Shrinker {
  private static final int MOST_TRIALS = 4_000;
  private static final int MOST_OPERATIONS = 4_000_000;

  private final GoldenTrace trace;
  private final Difference difference;
  private final int target;
  private final List<Told> whole = new ArrayList<>();
  private final boolean looksAtAll;
  private int trialsLeft;

  private Shrinker(GoldenTrace trace, Difference difference) {
    this.trace = trace;
    this.difference = difference;
    this.target = Math.max(0, difference.index());
    this.looksAtAll = difference.rule() == Rule.AREA_ORDER;
    this.trialsLeft = Math.min(MOST_TRIALS, Math.max(50, MOST_OPERATIONS / (target + 1)));
    var run = new SeenRun(trace.header());
    for (var i = 0; i <= target; i++) {
      whole.add(run.play(trace.operations().get(i), looksAtAll && i == target));
    }
  }

  /**
   * The smallest case of a difference that could be made.
   *
   * @param difference one that {@link Judge} found in this trace
   */
  public static SmallCase shrink(GoldenTrace trace, Difference difference) {
    return new Shrinker(trace, difference).shrink();
  }

  private SmallCase shrink() {
    if (difference.index() < 0 || trace.operations().get(target) instanceof GoldenOp.Boot) {
      return small(List.of(target));
    }
    var units = Units.before(target, trace.operations());
    var all = new HashSet<>(IntStream.rangeClosed(0, target).boxed().toList());
    var kept = new HashSet<>(all);
    drop(units.stream().filter(this::isReadOut).toList(), kept);
    for (var group : Units.byArea(left(units, kept), trace.operations())) {
      drop(group, kept);
    }
    for (var before = 0; before != kept.size(); ) {
      before = kept.size();
      dropChunks(left(units, kept), kept);
    }
    var small = small(kept);
    return isSame(small) ? small : small(all);
  }

  /** Halves, quarters and so on of what is left, the last ones first. */
  private void dropChunks(List<List<Integer>> units, Set<Integer> kept) {
    for (var size = Math.max(1, units.size() / 2); size >= 1; size /= 2) {
      for (var end = units.size(); end > 0; end -= size) {
        var chunk = left(units.subList(Math.max(0, end - size), end), kept);
        if (!chunk.isEmpty()) {
          drop(chunk, kept);
        }
      }
    }
  }

  private static List<List<Integer>> left(List<List<Integer>> units, Set<Integer> kept) {
    return units.stream().filter(unit -> kept.contains(unit.get(0))).toList();
  }

  private boolean isReadOut(List<Integer> unit) {
    var op = trace.operations().get(unit.get(0));
    return op instanceof GoldenOp.Stat || op instanceof GoldenOp.Areas;
  }

  private void drop(List<List<Integer>> units, Set<Integer> kept) {
    if (units.isEmpty() || trialsLeft == 0) {
      return;
    }
    trialsLeft--;
    var dropped = units.stream().flatMap(List::stream).toList();
    dropped.forEach(kept::remove);
    if (!holds(kept)) {
      kept.addAll(dropped);
    }
  }

  private boolean holds(Set<Integer> kept) {
    var run = new SeenRun(trace.header());
    for (var i : kept.stream().sorted().toList()) {
      var told = run.play(trace.operations().get(i), looksAtAll && i == target);
      if (!told.equals(whole.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean differs(int index) {
    return !whole.get(index).got().equals(trace.operations().get(index).expected());
  }

  private SmallCase small(Collection<Integer> kept) {
    var ascending = kept.stream().sorted().toList();
    var earlier = (int) ascending.stream().filter(i -> i < target && differs(i)).count();
    return new SmallCase(trace, ascending, difference, earlier, trialsLeft > 0);
  }

  /** Whether the small case, judged by itself, ends with the same difference. */
  private boolean isSame(SmallCase small) {
    var found = Judge.judge(small.trace()).differences();
    return !found.isEmpty()
        && found.get(found.size() - 1).index() == small.kept().size() - 1
        && found.get(found.size() - 1).readings().contains(difference.reading());
  }
}
