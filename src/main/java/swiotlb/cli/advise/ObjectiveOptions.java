package swiotlb.cli.advise;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import swiotlb.cli.measure.Percent;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.study.advise.Objectives;
import swiotlb.trace.store.TimeText;

/** What a size must reach, on the command line. */
final class ObjectiveOptions {
  private static final double MOST_GROWTH = 64;
  private static final long MOST_FAILURES = 1L << 40;

  @Option(
      names = "--failures",
      paramLabel = "N",
      description = "Mappings that may fail on a machine, at most (default: 0).")
  private long failures;

  @Option(
      names = "--transient-share",
      paramLabel = "PART",
      description =
          "Of bounced mappings, those in transient pools, at most (default: 0.001 or 0.1%%).")
  private String transientShare = "0.001";

  @Option(
      names = "--p99-map",
      paramLabel = "TIME",
      description =
          "Latency of 99 in a hundred bounced mappings, at most (default: 20us where any size meets it).")
  private @Nullable String p99Map;

  @Option(
      names = "--growth-factor",
      paramLabel = "X",
      description = "The margin is told for so many times the load (default: 2).")
  private double growthFactor = Objectives.USUAL.growthFactor();

  @Option(
      names = "--confidence",
      paramLabel = "PART",
      converter = Percent.Converter.class,
      description = "With which the objectives are met (default: 95%%).")
  private Percent confidence = new Percent(Objectives.USUAL.confidence());

  /**
   * What was asked for.
   *
   * @throws InputException if it cannot be
   */
  Objectives objectives() {
    require(failures >= 0 && failures <= MOST_FAILURES, "--failures", failures, "0 or more");
    require(
        growthFactor >= 1 && growthFactor <= MOST_GROWTH,
        "--growth-factor",
        growthFactor,
        "1 to 64");
    return new Objectives(
        failures,
        share(),
        p99Map == null ? Objectives.USUAL.p99MapNs() : ns("--p99-map", p99Map),
        p99Map != null,
        growthFactor,
        confidence.part());
  }

  /** Refuses a number that is not right. */
  static void require(boolean isRight, String option, @Nullable Object value, String right) {
    if (!isRight) {
      throw new InputException(option, "is %s; give a number from %s".formatted(value, right));
    }
  }

  private double share() {
    var text = transientShare.strip();
    var isPercent = text.endsWith("%");
    try {
      var number = Double.parseDouble(isPercent ? text.substring(0, text.length() - 1) : text);
      var part = isPercent ? number / 100 : number;
      if (part >= 0 && part <= 1) {
        return part;
      }
    } catch (NumberFormatException e) {
      // Told below, as all else that is none.
    }
    throw new InputException(
        "--transient-share",
        "'%s' is no part of a whole; write one from 0 to 1 such as 0.001 or 0.1%%"
            .formatted(Text.onOneLine(transientShare)));
  }

  /** A time that an option says. */
  static long ns(String option, String text) {
    try {
      return TimeText.ns(text);
    } catch (IllegalArgumentException e) {
      throw new InputException(option, String.valueOf(e.getMessage()));
    }
  }
}
