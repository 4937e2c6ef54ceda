package swiotlb.study.conform.replay;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who works a machine out asks here from time to time whether to go on, and tells what fits best so
 * far. Not thread-safe.
 */
final class SearchWatch {
  /** Nobody ends it. */
  static SearchWatch none() {
    return new SearchWatch(() -> true);
  }

  /** The search was ended from outside. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;

    Ended() {
      super("the search was ended", null, false, false);
    }
  }

  private final BooleanSupplier goesOn;
  private Replay.@Nullable SoFar soFar;

  SearchWatch(BooleanSupplier goesOn) {
    this.goesOn = goesOn;
  }

  /**
   * Goes on.
   *
   * @throws Ended if it is not to
   */
  void look() {
    if (!goesOn.getAsBoolean()) {
      throw new Ended();
    }
  }

  /** This fits better than all before. */
  void finds(Replay.SoFar better) {
    soFar = better;
  }

  /** What fits best so far; null if nothing is known yet. */
  Replay.@Nullable SoFar soFar() {
    return soFar;
  }
}
