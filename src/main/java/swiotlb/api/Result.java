package swiotlb.api;

import java.util.List;
import java.util.Optional;
import swiotlb.figures.Ending;
import swiotlb.figures.Measured;

/** What came of a simulation. Immutable. */
public final class Result {
  private final String name;
  private final List<Measured> runs;
  private final Ending ending;
  private final Optional<long[]> choices;

  Result(String name, List<Measured> runs, Ending ending, Optional<long[]> choices) {
    this.name = name;
    this.runs = List.copyOf(runs);
    this.ending = ending;
    this.choices = choices;
  }

  /**
   * The figures of the last run, of {@link swiotlb.figures.RunFigures}.
   *
   * @throws IllegalStateException if not every run went as it should to its end, with what went
   *     wrong; {@link #runs()} has what there is nevertheless
   */
  public Measured figures() {
    if (!isWhole()) {
      throw new IllegalStateException(
          name + (ending.interrupted() ? " was ended early" : " failed: " + whatFailed()));
    }
    return runs.get(runs.size() - 1);
  }

  /**
   * The figures of each run that ended, of {@link swiotlb.figures.RunFigures}, in their order;
   * fewer than the scenario has if it failed or was ended early, and then the last may be a part.
   */
  public List<Measured> runs() {
    return runs;
  }

  /** How it ended. */
  public Ending ending() {
    return ending;
  }

  /** Whether every run came to its end with all invariants kept. */
  public boolean isWhole() {
    return ending.isGood() && !ending.interrupted();
  }

  /**
   * What was chosen until the last run ended, in its order: indices of turns and nanoseconds of
   * lateness alike.
   *
   * @throws IllegalStateException if that was not recorded
   */
  public long[] choices() {
    return choices
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the choices of "
                        + name
                        + " were not recorded; run it with RunOptions.recordingChoices()"))
        .clone();
  }

  private String whatFailed() {
    var failure = ending.failure();
    return failure == null ? String.join("; ", ending.broken()) : failure.what();
  }
}
