package swiotlb.trace.show.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import swiotlb.trace.life.MappingTimes;

/** The slowest of many mappings; of equal ones the earliest. */
public final class Slowest {
  private static final Comparator<MappingTimes.Time> FASTEST_FIRST =
      Comparator.comparingLong(MappingTimes.Time::ns)
          .thenComparing(Comparator.comparingLong(MappingTimes.Time::askedNs).reversed())
          .thenComparing(Comparator.comparingLong(MappingTimes.Time::mapping).reversed());

  private final int most;
  private final PriorityQueue<MappingTimes.Time> kept = new PriorityQueue<>(FASTEST_FIRST);

  /** Keeps so many. */
  public Slowest(int most) {
    this.most = most;
  }

  /** One more mapping. */
  public void add(MappingTimes.Time time) {
    kept.add(time);
    if (kept.size() > most) {
      kept.remove();
    }
  }

  /** The slowest, slowest first. */
  public List<MappingTimes.Time> slowestFirst() {
    var all = new ArrayList<>(kept);
    all.sort(FASTEST_FIRST.reversed());
    return all;
  }
}
