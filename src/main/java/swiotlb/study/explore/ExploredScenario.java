package swiotlb.study.explore;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.Deviations;
import swiotlb.explore.Exploration;
import swiotlb.explore.GivenDeviations;
import swiotlb.explore.MadeChoices;
import swiotlb.explore.MessageOrder;
import swiotlb.explore.Orders;
import swiotlb.explore.Strategy;
import swiotlb.explore.ToldChoices;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.BothSinks;
import swiotlb.time.Choices;
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
   * @param brokenBy number of the message that broke what must always hold; 0: none did
   */
  record Seen(@Nullable Finding finding, long messages, long situations, long brokenBy) {}

  private final ScenarioRun.Runner runner;
  private final Scenario scenario;
  private final Orders orders;
  private final Watches watches;
  private final BooleanSupplier isInterrupted;
  private long most = Long.MAX_VALUE;
  private long faultsUntil = Long.MAX_VALUE;

  /** Not run yet. */
  ExploredScenario(
      ScenarioRun.Runner runner,
      Scenario scenario,
      Orders orders,
      Watches watches,
      BooleanSupplier isInterrupted) {
    this.runner = runner;
    this.scenario = scenario;
    this.orders = orders;
    this.watches = watches;
    this.isInterrupted = isInterrupted;
  }

  /** Runs it in order, by which it is known how long a run is. */
  Seen runInOrder() {
    return run(Choices.inOrder(), Strategy.NOTHING);
  }

  /** Messages after which no more faults happen: as many as the run in order has. */
  long faultsUntil() {
    return faultsUntil;
  }

  @Override
  public Seen run(Choices choices, MessageSink sink) {
    var heard = new Heard(watches.begin(), Laws.of(scenario.starvedAfter()));
    var chosen = new ScenarioChoices(choices, orders, faultsUntil, () -> heard.messages > most);
    var options =
        ScenarioRun.Options.plain()
            .withSink(new BothSinks(sink, new BothSinks(heard, chosen)))
            .until(() -> heard.messages > most || isInterrupted.getAsBoolean());
    var ending = runner.run(scenario, chosen, options, List.of());
    var finding = heard.laws.finding();
    if (finding == null) {
      finding = Finding.of(ending);
    }
    if (finding == null && heard.messages > most) {
      finding =
          new Finding(
              Finding.Kind.ENDLESS,
              "%,d messages were handled and no end came; in order there are at most a %dth as many"
                  .formatted(heard.messages, TIMES_AS_MANY));
    }
    if (most == Long.MAX_VALUE) {
      most = mostMessages(heard.messages);
      faultsUntil = heard.messages;
    }
    return new Seen(finding, heard.messages, heard.watch.reached(), heard.laws.brokenBy());
  }

  /** Messages after which a run is cut short, if in order it has so many. */
  static long mostMessages(long inOrder) {
    return inOrder > Long.MAX_VALUE / TIMES_AS_MANY
        ? Long.MAX_VALUE
        : Math.max(AT_LEAST, TIMES_AS_MANY * inOrder);
  }

  /**
   * A run once more, in words, as files keep it.
   *
   * @param overrides settings of the scenario, by path
   */
  ChoicesFile told(Map<String, String> overrides, Deviations deviations) {
    var order = new MessageOrder();
    var told = new ToldChoices(new MadeChoices(new GivenDeviations(deviations)));
    var seen = run(told, order);
    var finding = seen.finding();
    return new ChoicesFile(
        overrides,
        orders,
        faultsUntil,
        deviations,
        told.told(),
        order.timeline(),
        seen.messages(),
        finding == null ? "" : finding.kind().words() + ": " + finding.what());
  }

  /** One that is ready: it was run in order, and looks for no situations. */
  static ExploredScenario known(ScenarioRun.Runner runner, Scenario scenario, Orders orders) {
    var explored =
        new ExploredScenario(runner, scenario, orders, new Watches(List.of()), () -> false);
    explored.runInOrder();
    return explored;
  }

  /** Counts messages, and looks for situations. */
  private static final class Heard implements MessageSink {
    private final Watch watch;
    private final Laws laws;
    private long messages;

    private Heard(Watch watch, Laws laws) {
      this.watch = watch;
      this.laws = laws;
    }

    @Override
    public void delivered(Sent sent, long atNs) {
      messages++;
      watch.delivered(sent, atNs);
      laws.delivered(sent, atNs);
    }

    @Override
    public void undelivered(Sent sent) {
      // Nobody handles it.
    }
  }
}
