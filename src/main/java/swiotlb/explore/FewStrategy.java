package swiotlb.explore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.time.Choices;

/**
 * The run in order, then all that deviate from it once, then twice, and so on: something is held
 * back at a choice, for a while or until nothing else can go, or happens that need not, or a
 * message is late (Emmi, Qadeer and Rakamarić, Delay-bounded scheduling, POPL 2011). So the first
 * run that goes wrong deviates as little as any that is tried. Runs whose timeline is known are not
 * gone on from.
 */
public final class FewStrategy implements Strategy {
  private static final int MOST_TURNS = 32;

  private record Parent(Deviations deviations, MadeChoices made) {}

  private final int most;
  private final Lateness lateness;
  private final Deque<Parent> parents = new ArrayDeque<>();
  private @Nullable Deviations present = Deviations.NONE;
  private @Nullable Parent parent;
  private int place;
  private long value;

  /**
   * Nothing run yet.
   *
   * @param most deviations of a run, at least 1
   */
  public FewStrategy(int most, Lateness lateness) {
    this.most = most;
    this.lateness = lateness;
  }

  @Override
  public Choices next() {
    return new GivenDeviations(Objects.requireNonNull(present, "every run has been"));
  }

  /**
   * The next child of a parent: all places for the longest value, then all for shorter ones; null
   * if there is none.
   */
  private @Nullable Deviations following() {
    for (var of = parent; of != null; of = begin()) {
      for (; value > 0; value = shorter(value)) {
        while (place < of.made.count()) {
          var deviation = deviation(of, place++);
          if (deviation != null) {
            return of.deviations.and(deviation);
          }
        }
        place = from(of);
      }
    }
    return null;
  }

  private static long shorter(long value) {
    return value > MOST_TURNS ? 1 : value == MOST_TURNS ? 0 : 2 * value;
  }

  private @Nullable Parent begin() {
    parent = parents.poll();
    if (parent != null) {
      place = from(parent);
      value = Long.MAX_VALUE;
    }
    return parent;
  }

  private static int from(Parent of) {
    var all = of.deviations.all();
    if (all.isEmpty()) {
      return 0;
    }
    var last = all.get(all.size() - 1);
    return last.kind().holds() ? last.place() : last.place() + 1;
  }

  /** Null if that would be the same as with another value. */
  private @Nullable Deviation deviation(Parent of, int at) {
    var isLongest = value > MOST_TURNS;
    return switch (of.made.kind(at)) {
      case TURN, HOLD, LAST ->
          isLongest ? new Deviation(at, Kind.LAST, 1) : new Deviation(at, Kind.HOLD, value);
      case HAPPENS -> isLongest ? new Deviation(at, Kind.HAPPENS, 1) : null;
      case LATE -> late(at);
    };
  }

  private @Nullable Deviation late(int at) {
    var byNs = value > MOST_TURNS ? lateness.mostNs() : lateness.mostNs() >> value;
    return byNs < 1 ? null : new Deviation(at, Kind.LATE, byNs);
  }

  @Override
  public void ran(MadeChoices made, boolean isNew) {
    var deviations = Objects.requireNonNull(present, "every run has been");
    if (isNew && deviations.size() < most) {
      parents.add(new Parent(deviations, made));
    }
    if (parent == null) {
      begin();
    }
    present = following();
  }

  @Override
  public boolean isDone() {
    return present == null;
  }
}
