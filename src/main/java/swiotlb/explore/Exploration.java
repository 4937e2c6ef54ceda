package swiotlb.explore;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.time.BothSinks;
import swiotlb.time.Choices;
import swiotlb.time.CutShortException;
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
   * @param outcome null if the strategy has cut the run short, since nothing new could follow
   * @param timeline by which it is told from others
   * @param isNew whether none before had that timeline, and it was not cut short
   */
  public record Run<T>(@Nullable T outcome, MadeChoices made, long timeline, boolean isNew) {}

  private final Strategy strategy;
  private final Explored<T> explored;
  private final Set<Long> timelines = new HashSet<>();

  /** Nothing run yet. */
  public Exploration(Strategy strategy, Explored<T> explored) {
    this.strategy = strategy;
    this.explored = explored;
  }

  /** One more run; there is one unless {@link Strategy#isDone}. */
  public Run<T> next() {
    var made = new MadeChoices(strategy.next());
    // Each run has its own: how the one before it ends, the system may tell only now.
    var order = new MessageOrder();
    var heard = strategy.hears();
    var sink = heard == Strategy.NOTHING ? order : new BothSinks(order, heard);
    var outcome = outcome(made, sink);
    var timeline = order.timeline();
    var isNew = strategy.isWhole() && timelines.add(timeline);
    strategy.ran(made, isNew);
    return new Run<>(outcome, made, timeline, isNew);
  }

  private @Nullable T outcome(Choices choices, MessageSink sink) {
    try {
      return explored.run(choices, sink);
    } catch (CutShortException e) {
      return null;
    }
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
