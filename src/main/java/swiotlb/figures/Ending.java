package swiotlb.figures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a simulation ended.
 *
 * @param interrupted whether it was told to end early
 * @param broken what must always hold and did not
 * @param failure null if every run came to its end
 */
public record Ending(boolean interrupted, List<String> broken, @Nullable Failure failure) {
  /** The same with one more invariant that did not hold, before the others. */
  public Ending withBroken(String first) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(broken);
    return new Ending(interrupted, all, failure);
  }

  /** Immutable from the start. */
  public Ending {
    broken = List.copyOf(broken);
  }

  /** Whether everything went as it should. */
  public boolean isGood() {
    return failure == null && broken.isEmpty();
  }

  /**
   * Why a simulation did not come to its end.
   *
   * @param actor path of the actor that failed first, or empty
   * @param message that it was handling, or empty
   * @param what happened
   */
  public record Failure(String actor, long timeNs, String message, String what) {}
}
