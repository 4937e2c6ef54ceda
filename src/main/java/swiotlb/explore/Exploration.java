package swiotlb.explore;

import java.util.HashSet;
import java.util.Set;
import swiotlb.time.Choices;
import swiotlb.time.MessageSink;

/**
 * Runs a system of actors again and again, each time as a strategy chooses, and tells which
 * timelines were new. Not thread-safe.
 *
 * @param <T> what comes of a run
 */
public final class Exploration<T> {
  /** A system that can be run any number of times, each time from its beginning. */
  @FunctionalInterface
  public interface Explored<T> {
    /**
     * Runs it to its end.
     *
     * @param choices what it is to go by
     * @param sink is to hear every message
     */
    T run(Choices choices, MessageSink sink);
  }

  /**
   * A run.
   *
   * @param timeline by which it is told from others
   * @param isNew whether none before had that timeline, and it was not cut short
   */
  public record Run<T>(T outcome, MadeChoices made, long timeline, boolean isNew) {}

  private final Strategy strategy;
  private final Explored<T> explored;
  private final MessageOrder order = new MessageOrder();
  private final Set<Long> timelines = new HashSet<>();

  /** Nothing run yet. */
  public Exploration(Strategy strategy, Explored<T> explored) {
    this.strategy = strategy;
    this.explored = explored;
  }

  /** One more run; there is one unless {@link Strategy#isDone}. */
  public Run<T> next() {
    var made = new MadeChoices(strategy.next());
    order.begin();
    var heard = strategy.hears();
    var sink = heard == Strategy.NOTHING ? order : new BothSinks(order, heard);
    var outcome = explored.run(made, sink);
    var timeline = order.timeline();
    var isNew = strategy.isWhole() && timelines.add(timeline);
    strategy.ran(made, isNew);
    return new Run<>(outcome, made, timeline, isNew);
  }

  /** Whether every run that the strategy knows has been. */
  public boolean isDone() {
    return strategy.isDone();
  }

  /** The timelines so far, in no order. */
  public Set<Long> timelines() {
    return Set.copyOf(timelines);
  }
}
