package swiotlb.study.explore;

import org.jspecify.annotations.Nullable;
import swiotlb.figures.Ending;

/**
 * What went wrong in a run.
 *
 * @param what in words
 */
public record Finding(Kind kind, String what) {
  /** Of what kind it is. */
  public enum Kind {
    /** What must always hold did not. */
    BROKEN_INVARIANT("an invariant is broken"),
    /** An actor failed, such as one that read bytes which are not its own. */
    FAILED("an actor fails"),
    /** Nothing happens any more, although there is work to do. */
    HANG("nothing happens any more"),
    /** It goes on without an end. */
    ENDLESS("no end comes"),
    /** A request waited many times longer than others. */
    STARVED("a request starves");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As reports have it. */
    public String words() {
      return words;
    }
  }

  private static final String SILENT = "went silent";

  /**
   * What is wrong with a run; null if nothing is.
   *
   * @param ending how it ended
   */
  static @Nullable Finding of(Ending ending) {
    var failure = ending.failure();
    if (failure != null) {
      return failure.what().startsWith(SILENT)
          ? new Finding(Kind.HANG, failure.what())
          : new Finding(Kind.FAILED, failedActor(failure));
    }
    return ending.broken().isEmpty()
        ? null
        : new Finding(Kind.BROKEN_INVARIANT, String.join("\n", ending.broken()));
  }

  private static String failedActor(Ending.Failure failure) {
    return (failure.actor().isEmpty() ? "" : failure.actor() + ": ")
        + failure.what()
        + (failure.message().isEmpty() ? "" : "\nwhile it handled " + failure.message());
  }

  /** Whether another run shows the same: numbers may differ, as may what else there is. */
  boolean isLike(@Nullable Finding other) {
    return other != null && kind == other.kind && firstWords().equals(other.firstWords());
  }

  private String firstWords() {
    return kind == Kind.HANG
        ? ""
        : what.lines().findFirst().orElse("").replaceAll("0x[0-9a-f]+|-?[0-9]+", "#");
  }
}
