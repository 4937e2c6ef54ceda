package swiotlb.cli.terminal;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar, on a terminal only and only once a run takes a while. */
public final class Progress implements AutoCloseable {
  /**
   * Set by the launcher where standard error is a terminal; Java itself cannot tell on all JDKs.
   */
  private static final String ON_TERMINAL = "swiotlb.terminal";

  /** Its width, as the launcher found it. */
  private static final String COLUMNS = "swiotlb.columns";

  private static final int USUAL_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 20;

  private static final int STEPS = 1000;
  private static final long PATIENCE_NS = 700_000_000L;

  private final String name;
  private final boolean enabled;
  private final long beganNs = System.nanoTime();
  private @Nullable ProgressBar bar;

  private Progress(String name, boolean enabled) {
    this.name = name;
    this.enabled = enabled;
  }

  public static Progress of(String name, boolean quiet) {
    return new Progress(name, !quiet && Boolean.getBoolean(ON_TERMINAL));
  }

  public void show(double fraction) {
    if (!enabled) {
      return;
    }
    if (bar == null && System.nanoTime() - beganNs > PATIENCE_NS) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(STEPS)
              .setStyle(ProgressBarStyle.ASCII)
              .clearDisplayOnFinish()
              .setConsumer(new ConsoleProgressBarConsumer(System.err, width()))
              .build();
    }
    if (bar != null) {
      bar.stepTo(Math.round(fraction * STEPS));
    }
  }

  /**
   * Columns of a line that does not wrap. A bar that is not told asks a library of terminals, which
   * takes Ctrl-C away from Java: the program would end at once, without its results.
   */
  private static int width() {
    var columns = Integer.getInteger(COLUMNS, USUAL_COLUMNS);
    return (columns < LEAST_COLUMNS ? USUAL_COLUMNS : columns) - 1;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
