package swiotlb.study.explore;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.Exploration;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.Choices;
import swiotlb.time.CutShortException;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** A scenario that is run in many orders, on one engine. Belongs to one thread. */
final class ExploredScenario implements Exploration.Explored<ExploredScenario.Seen> {
  /** A run that has so many times the messages of the run in order goes on without an end. */
  private static final long TIMES_AS_MANY = 50;

  private static final long AT_LEAST = 20_000;

  /**
   * What was seen of a run.
   *
   * @param finding null if nothing was wrong
   * @param messages that were handled
   * @param situations that it came to, one bit each, as {@link Watch} numbers them
   */
  record Seen(@Nullable Finding finding, long messages, long situations) {}

  private final ScenarioRun.Runner runner;
  private final Scenario scenario;
  private final Watches watches;
  private final BooleanSupplier isInterrupted;
  private long most = Long.MAX_VALUE;

  /** Not run yet. */
  ExploredScenario(
      ScenarioRun.Runner runner,
      Scenario scenario,
      Watches watches,
      BooleanSupplier isInterrupted) {
    this.runner = runner;
    this.scenario = scenario;
    this.watches = watches;
    this.isInterrupted = isInterrupted;
  }

  /** Runs it in order, by which it is known how long a run is. */
  Seen runInOrder() {
    return run(Choices.inOrder(), new Unheard());
  }

  @Override
  public Seen run(Choices choices, MessageSink sink) {
    var heard = new Heard(sink, watches.begin());
    var cut = new CutChoices(choices, () -> heard.messages > most);
    var options =
        ScenarioRun.Options.plain()
            .withSink(heard)
            .until(() -> heard.messages > most || isInterrupted.getAsBoolean());
    var ending = runner.run(scenario, cut, options, List.of());
    var finding = Finding.of(ending);
    if (finding == null && heard.messages > most) {
      finding =
          new Finding(
              Finding.Kind.ENDLESS,
              "%,d messages were handled and no end came; in order there are at most a %dth as many"
                  .formatted(heard.messages, TIMES_AS_MANY));
    }
    if (most == Long.MAX_VALUE) {
      most = Math.max(AT_LEAST, TIMES_AS_MANY * heard.messages);
    }
    return new Seen(finding, heard.messages, heard.watch.reached());
  }

  /** Counts messages, and lets others hear them. */
  private static final class Heard implements MessageSink {
    private final MessageSink next;
    private final Watch watch;
    private long messages;

    private Heard(MessageSink next, Watch watch) {
      this.next = next;
      this.watch = watch;
    }

    @Override
    public long correlation(Object message, long ofCause) {
      return next.correlation(message, ofCause);
    }

    @Override
    public void delivered(Sent sent, long atNs) {
      messages++;
      next.delivered(sent, atNs);
      watch.delivered(sent, atNs);
    }

    @Override
    public void undelivered(Sent sent) {
      next.undelivered(sent);
    }
  }

  /** Nobody listens. */
  private static final class Unheard implements MessageSink {
    @Override
    public void delivered(Sent sent, long atNs) {
      // Not of interest.
    }

    @Override
    public void undelivered(Sent sent) {
      // Not of interest.
    }
  }

  /** Ends a run at its next turn once something holds; what ends then goes in order. */
  private static final class CutChoices implements Choices {
    private final Choices chosenBy;
    private final BooleanSupplier isOver;
    private boolean isCut;

    private CutChoices(Choices chosenBy, BooleanSupplier isOver) {
      this.chosenBy = chosenBy;
      this.isOver = isOver;
    }

    @Override
    public int turn(Runnables runnables) {
      if (isCut) {
        return 0;
      }
      if (isOver.getAsBoolean()) {
        isCut = true;
        throw new CutShortException("it has no end");
      }
      return chosenBy.turn(runnables);
    }

    @Override
    public long lateness(long delayNs) {
      return isCut ? 0 : chosenBy.lateness(delayNs);
    }

    @Override
    public long lateness(long delayNs, ActorRef<?> to, Object message) {
      return isCut ? 0 : chosenBy.lateness(delayNs, to, message);
    }

    @Override
    public boolean happens(String what, double probability) {
      return !isCut && chosenBy.happens(what, probability);
    }
  }
}
