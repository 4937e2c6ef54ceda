package swiotlb.study.explore;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.MessageOrder;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.BothSinks;
import swiotlb.time.Disturbance;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/**
 * A run of a scenario on real threads that are disturbed between messages. Nobody can make it once
 * more. What must hold when all has come to rest is looked at; at every message nothing is, since
 * there is no one order of all of them.
 *
 * @param finding null if nothing was wrong
 * @param messages that were handled
 * @param timeline by which it is told from others
 */
public record ThreadedRun(@Nullable Finding finding, long messages, long timeline) {
  /** For all that the machine may be busy with beside; nothing in a run waits for so long. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /**
   * Makes one.
   *
   * @param scenario in concurrent mode
   * @param seed of what disturbs the threads
   * @param trace hears all messages, from many threads; or null
   * @param isInterrupted asked now and then; once it holds, nothing new begins
   */
  public static ThreadedRun of(
      Scenario scenario, long seed, @Nullable MessageSink trace, BooleanSupplier isInterrupted) {
    var order = new OneByOne();
    var options =
        ScenarioRun.Options.plain()
            .withSink(BothSinks.of(trace, order))
            .until(isInterrupted)
            .onDisturbedThreads(Disturbance.seeded(seed), SILENCE);
    try (var runner = new ScenarioRun.Runner()) {
      var ending = runner.run(scenario, options, List.of());
      return new ThreadedRun(Finding.of(ending), order.messages, order.order.timeline());
    }
  }

  /** Each actor tells its messages in their order, and what caused one before that one. */
  private static final class OneByOne implements MessageSink {
    private final MessageOrder order = new MessageOrder();
    private long messages;

    @Override
    public synchronized void delivered(Sent sent, long atNs) {
      messages++;
      order.delivered(sent, atNs);
    }

    @Override
    public void undelivered(Sent sent) {
      // Nobody handles it.
    }
  }
}
