package swiotlb.cli.terminal;

import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar, on a terminal only and only once a run takes a while. */
public final class Progress implements AutoCloseable {
  private static final int STEPS = 1000;
  private static final long PATIENCE_NS = 700_000_000L;

  private final String name;
  private final Terminal terminal;
  private final boolean enabled;
  private final long beganNs = System.nanoTime();
  private @Nullable ProgressBar bar;

  private Progress(String name, Terminal terminal, boolean quiet) {
    this.name = name;
    this.terminal = terminal;
    this.enabled = !quiet && terminal.showsErrors();
  }

  public static Progress of(String name, Terminal terminal, boolean quiet) {
    return new Progress(name, terminal, quiet);
  }

  public void show(double fraction) {
    show(fraction, () -> "");
  }

  /**
   * How far it is, from 0 to 1.
   *
   * @param more stands behind the bar, if there is one; a few words
   */
  public void show(double fraction, Supplier<String> more) {
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
              // Told its width: else a library of terminals is asked, which takes Ctrl-C away from
              // Java, and the program would end at once, without its results.
              .setConsumer(new ConsoleProgressBarConsumer(System.err, terminal.columns() - 1))
              .build();
    }
    if (bar != null) {
      bar.setExtraMessage(more.get());
      bar.stepTo(Math.round(fraction * STEPS));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
