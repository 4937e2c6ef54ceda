package swiotlb.explore;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import swiotlb.time.Choices;
import swiotlb.time.CutShortException;
import swiotlb.time.MessageSink;

/**
 * Every order, depth first; messages are as late as they were to be. A run ends as soon as it comes
 * to a state in which an earlier one has been, since all that can follow from it is known or will
 * be. So each state is gone on from once, however many orders lead to it.
 */
public final class ExhaustiveStrategy implements Strategy {
  private final boolean keepsTime;
  private final @Nullable PresentState present;
  private SystemState history;
  private final Set<Long> states = new HashSet<>();
  private int[] taken = new int[64];
  private int[] alternatives = new int[64];
  private int known;
  private boolean isDone;
  private boolean isCut;

  private ExhaustiveStrategy(boolean keepsTime, @Nullable PresentState present) {
    this.keepsTime = keepsTime;
    this.present = present;
    this.history = new SystemState(keepsTime);
  }

  /**
   * No run yet; states are told apart by what each actor has handled and read so far. So behaviours
   * must depend on nothing else.
   *
   * @param keepsTime whether messages come at their times, so that a state is another one at
   *     another time; else behaviours must not depend on time
   */
  public static ExhaustiveStrategy byHistory(boolean keepsTime) {
    return new ExhaustiveStrategy(keepsTime, null);
  }

  /**
   * No run yet; messages come in any order, and states are told apart by what actors hold: all that
   * can be reached through fields of their behaviours. These are far fewer, since it often makes no
   * difference how something came about. Generators of random numbers cannot be looked into: what
   * was drawn must show elsewhere.
   *
   * @param isState whether what happens next can depend on a field: not so of mere counts and times
   */
  public static ExhaustiveStrategy byContents(Predicate<Field> isState) {
    return new ExhaustiveStrategy(false, new PresentState(isState));
  }

  @Override
  public Choices next() {
    history = new SystemState(keepsTime);
    isCut = false;
    return new InTurn();
  }

  @Override
  public MessageSink hears() {
    return present == null ? history : NOTHING;
  }

  @Override
  public void ran(MadeChoices made, boolean isNew) {
    while (known > 0 && taken[known - 1] + 1 == alternatives[known - 1]) {
      known--;
    }
    isDone = known == 0;
    if (!isDone) {
      taken[known - 1]++;
    }
  }

  @Override
  public boolean isDone() {
    return isDone;
  }

  /** States so far in which there was a choice. */
  public long states() {
    return states.size();
  }

  @Override
  public boolean isWhole() {
    return !isCut;
  }

  private final class InTurn implements Choices {
    private int made;

    @Override
    public int turn(Runnables runnables) {
      if (isCut) {
        return 0;
      }
      if (made == known && !states.add(present == null ? history.now() : present.of(runnables))) {
        isCut = true;
        throw new CutShortException("an earlier run was in this state");
      }
      return choose(runnables.size());
    }

    @Override
    public long lateness(long delayNs) {
      return 0;
    }

    @Override
    public boolean happens(String what, double probability) {
      return !isCut && choose(2) > 0;
    }

    private int choose(int ways) {
      if (made == known) {
        if (known == taken.length) {
          taken = Arrays.copyOf(taken, known * 2);
          alternatives = Arrays.copyOf(alternatives, known * 2);
        }
        taken[known] = 0;
        alternatives[known++] = ways;
      }
      if (alternatives[made] != ways) {
        throw new IllegalStateException(
            "choice %d had %d ways to go and has %d now: the run does not follow from its choices"
                .formatted(made, alternatives[made], ways));
      }
      return taken[made++];
    }
  }
}
