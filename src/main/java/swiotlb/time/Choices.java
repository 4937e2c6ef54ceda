package swiotlb.time;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chance as an argument: whatever could go another way in a run in virtual time is asked here. A
 * run is a function of its behaviours and of these answers, so answers that were {@link
 * RecordedChoices recorded} and are {@link GivenChoices given} again make the same run.
 *
 * <p>One for each run; not thread-safe.
 */
public interface Choices {
  /**
   * Among which a turn is to be chosen: actors, in the order in which they became runnable, and
   * messages that may come now.
   */
  interface Runnables {
    /** How many there are, at least two. */
    int size();

    /** Path of one of them; of a message, of its receiver. */
    String path(int index);

    /**
     * Number of the message that it would handle; 0 if none waits, or if none are numbered. One
     * that has not come yet has a negative number.
     */
    default long message(int index) {
      return 0;
    }

    /** Number of the message whose handling sent that one; 0 if no actor sent it, or as above. */
    default long cause(int index) {
      return 0;
    }

    /** The message that it would handle; null if none waits, or if that is not known. */
    default @Nullable Object content(int index) {
      return null;
    }

    /** Path of the actor that sent that message; empty if none did, or as above. */
    default String sender(int index) {
      return "";
    }

    /**
     * Shows all actors, and messages that are to come: by path, and by rising time. Nothing is
     * shown where messages come at their times.
     */
    default void show(ActorVisitor visitor) {
      // Only where messages come in any order.
    }
  }

  /**
   * Which actor has the next turn.
   *
   * @return an index of the runnables
   * @throws CutShortException if nothing more of the run is wanted
   */
  int turn(Runnables runnables);

  /**
   * By how much a delay is lengthened.
   *
   * @param delayNs the delay as it was asked for, positive
   * @return nanoseconds, not negative
   */
  long lateness(long delayNs);

  /** The same, for those who want to know which message is late. */
  default long lateness(long delayNs, Object message) {
    return lateness(delayNs);
  }

  /**
   * Whether messages come at their times. Else those that are to come later may come in any order,
   * but for two from one actor to another, which keep theirs: each is one of the {@link Runnables},
   * after the actors and by rising time, and the clock is at the latest time of those that came.
   * Asked once, when a run begins.
   */
  default boolean keepsTime() {
    return true;
  }

  /**
   * Whether a message that may come in any order is handled as soon as it comes, where its receiver
   * is at rest. Else it waits for a turn of its receiver, and others may come and go before. Asked
   * once, when a run begins.
   */
  default boolean handlesAtOnce() {
    return true;
  }

  /**
   * Whether something happens that need not, such as that memory is refused.
   *
   * @param what its name, for those who write down what was chosen
   * @param probability how often, from 0 to 1; only some choices go by it
   */
  default boolean happens(String what, double probability) {
    return false;
  }

  /** Actors in the order in which they became runnable, delays as they are. */
  static Choices inOrder() {
    return InOrder.INSTANCE;
  }

  /** A random runnable actor each time: as reproducible, another interleaving. */
  static Choices random(long seed) {
    return new Random(new SplittableRandom(seed));
  }

  /**
   * The same turns, with noise on delays, since ties alone explore little.
   *
   * @param fraction the most by which a delay is lengthened
   */
  default Choices withJitter(long seed, double fraction) {
    // The stream of noise is not that of the turns: one more turn must not change the noise.
    return new Jittered(this, new SplittableRandom(~seed), fraction);
  }

  /** Always the first. */
  final class InOrder implements Choices {
    private static final InOrder INSTANCE = new InOrder();

    private InOrder() {}

    @Override
    public int turn(Runnables runnables) {
      return 0;
    }

    @Override
    public long lateness(long delayNs) {
      return 0;
    }
  }

  /** Any of them. */
  final class Random implements Choices {
    private final SplittableRandom picks;

    private Random(SplittableRandom picks) {
      this.picks = picks;
    }

    @Override
    public int turn(Runnables runnables) {
      return picks.nextInt(runnables.size());
    }

    @Override
    public boolean happens(String what, double probability) {
      return picks.nextDouble() < probability;
    }

    @Override
    public long lateness(long delayNs) {
      return 0;
    }
  }

  /** Turns of others, and delays with noise. */
  final class Jittered implements Choices {
    private final Choices turns;
    private final SplittableRandom noise;
    private final double fraction;

    private Jittered(Choices turns, SplittableRandom noise, double fraction) {
      this.turns = turns;
      this.noise = noise;
      this.fraction = fraction;
    }

    @Override
    public int turn(Runnables runnables) {
      return turns.turn(runnables);
    }

    @Override
    public long lateness(long delayNs) {
      var most = (long) (delayNs * fraction);
      return most <= 0 ? 0 : noise.nextLong(most + 1);
    }

    @Override
    public boolean keepsTime() {
      return turns.keepsTime();
    }

    @Override
    public boolean handlesAtOnce() {
      return turns.handlesAtOnce();
    }

    @Override
    public boolean happens(String what, double probability) {
      return turns.happens(what, probability);
    }
  }
}
