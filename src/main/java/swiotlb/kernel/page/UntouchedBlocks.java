package swiotlb.kernel.page;

import java.util.ArrayDeque;
import java.util.Deque;
import swiotlb.kernel.page.Ground.Run;

/**
 * Whole blocks of the largest page order that were never asked for: kept as runs, so that memory of
 * any size costs nothing before it is used. Some can be withheld from the upper end. Not
 * thread-safe.
 */
final class UntouchedBlocks {
  private final Deque<Run> ready = new ArrayDeque<>();
  private final Deque<Run> withheld = new ArrayDeque<>();
  private int blocks;

  /** Adds a run that lies above all others. */
  void add(Run run) {
    ready.addLast(run);
    blocks += (int) run.blocks();
  }

  /** How many there are to be had. */
  int blocks() {
    return blocks;
  }

  /** Takes the lowest one, or -1 if there is none. */
  long takeLowest() {
    var lowest = ready.pollFirst();
    if (lowest == null) {
      return -1;
    }
    if (lowest.blocks() > 1) {
      ready.addFirst(new Run(lowest.first() + 1, lowest.blocks() - 1));
    }
    blocks--;
    return lowest.first();
  }

  /**
   * Sets the highest blocks aside.
   *
   * @return how many were: fewer than wished for if there are no more
   */
  int withhold(int wish) {
    var left = wish;
    while (left > 0 && !ready.isEmpty()) {
      var run = ready.removeLast();
      var taken = (int) Math.min(left, run.blocks());
      var kept = run.blocks() - taken;
      if (kept > 0) {
        ready.addLast(new Run(run.first(), kept));
      }
      withheld.addFirst(new Run(run.first() + kept, taken));
      left -= taken;
    }
    blocks -= wish - left;
    return wish - left;
  }

  /**
   * Gives blocks back that were set aside, the lowest first.
   *
   * @return how many were: fewer than wished for if there are no more
   */
  int restore(int wish) {
    var left = wish;
    while (left > 0 && !withheld.isEmpty()) {
      var run = withheld.removeFirst();
      var given = (int) Math.min(left, run.blocks());
      if (given < run.blocks()) {
        withheld.addFirst(new Run(run.first() + given, run.blocks() - given));
      }
      ready.addLast(new Run(run.first(), given));
      left -= given;
    }
    blocks += wish - left;
    return wish - left;
  }
}
