package swiotlb.cli.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import swiotlb.figures.GrowthStep;
import swiotlb.input.Text;

/** What happened in a run, in words; of much only the newest. Not thread-safe. */
final class RunNews {
  private static final int MOST = 40;

  /** Something that happened, and when. */
  record Item(long atNs, String what) {}

  private final Deque<Item> newestFirst = new ArrayDeque<>();

  /** Something has happened. */
  void add(long atNs, String what) {
    newestFirst.addFirst(new Item(atNs, Text.onOneLine(what)));
    if (newestFirst.size() > MOST) {
      newestFirst.removeLast();
    }
  }

  /** The default allocator has taken a step. */
  void add(GrowthStep step) {
    var pool = countOf(step.slots(), "slot") + " in " + countOf(step.areas(), "area");
    add(
        step.timeNs(),
        switch (step.event()) {
          case QUEUED -> "growth queued";
          case STARTED -> "growth started";
          case PUBLISHED -> "pool published: " + pool;
          case FAILED -> "growth failed";
          case GIVEN_BACK -> "idle pool given back: " + pool;
        });
  }

  private static String countOf(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** Newest first. */
  List<Item> seen() {
    return List.copyOf(newestFirst);
  }
}
