package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.GivenDeviations;
import swiotlb.explore.MessageOrder;
import swiotlb.figures.Ending;
import swiotlb.time.BothSinks;
import swiotlb.time.Choices;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/**
 * A run that was kept, made once more: tells whether it is the same. One that was kept because it
 * has no end is ended where it was then.
 */
public final class RepeatedRun {
  private final ChoicesFile kept;
  private final GivenDeviations given;
  private final ScenarioChoices choices;
  private final MessageOrder order = new MessageOrder();
  private final Count count = new Count();
  private final Laws laws;
  private final long most;

  private static final class Count implements MessageSink {
    private long messages;
    private long nowNs;

    @Override
    public void delivered(Sent sent, long atNs) {
      messages++;
      nowNs = atNs;
    }

    @Override
    public void undelivered(Sent sent) {
      // Nobody handles it.
    }
  }

  /** Not run yet; how often requests are passed over is not looked at. */
  public RepeatedRun(ChoicesFile kept) {
    this(kept, 0);
  }

  /**
   * Not run yet.
   *
   * @param starvedAfter as its scenario has it
   */
  public RepeatedRun(ChoicesFile kept, long starvedAfter) {
    this.kept = kept;
    this.laws = Laws.of(starvedAfter);
    this.given = new GivenDeviations(kept.deviations());
    var mostThen = ExploredScenario.mostMessages(kept.faultsUntil());
    // What else went wrong with it is told before that it has no end.
    var wasEnded =
        kept.finding().startsWith(Finding.Kind.ENDLESS.words()) || kept.messages() > mostThen;
    this.most = wasEnded ? mostThen : Long.MAX_VALUE;
    this.choices = new ScenarioChoices(given, kept.orders(), kept.faultsUntil(), this::hasTooMany);
  }

  /** What the run is to go by. */
  public Choices choices() {
    return choices;
  }

  /**
   * What is to hear all messages of the run.
   *
   * @param other is to hear them, too; or null
   */
  public MessageSink sink(@Nullable MessageSink other) {
    var own = new BothSinks(order, new BothSinks(count, new BothSinks(laws, choices)));
    return BothSinks.of(other, own);
  }

  /** Whether it goes on and on: it is to be ended then. */
  public boolean hasTooMany() {
    return count.messages > most;
  }

  /**
   * How it ended, and what was broken before.
   *
   * @param ending of the run itself
   */
  public Ending ended(Ending ending) {
    var broken = laws.broken();
    var whole = broken == null ? ending : ending.withBroken(broken);
    if (!hasTooMany()) {
      return whole;
    }
    var endless =
        "%,d messages were handled and no end came; the run that was kept was ended here, too"
            .formatted(count.messages);
    return new Ending(
        false,
        whole.broken(),
        whole.isGood() ? new Ending.Failure("", count.nowNs, "", endless) : whole.failure());
  }

  /** In what the run was not the one that was kept; empty if it was. */
  public List<String> differences() {
    var different = new ArrayList<String>();
    if (order.timeline() != kept.timeline() || count.messages != kept.messages()) {
      different.add(
          "this is not the run that was kept: it had %,d messages%s, this one has %,d; was the scenario changed, or another version used?"
              .formatted(
                  kept.messages(),
                  count.messages == kept.messages() ? " in another order" : "",
                  count.messages));
    }
    if (given.misfits() + given.left() > 0) {
      different.add(
          "%d of %d choices did not fit"
              .formatted(given.misfits() + given.left(), kept.deviations().size()));
    }
    return different;
  }
}
