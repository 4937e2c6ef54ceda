package swiotlb.explore;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
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
  private SystemState state;
  private final Set<Long> states = new HashSet<>();
  private int[] taken = new int[64];
  private int[] alternatives = new int[64];
  private int known;
  private boolean isDone;
  private boolean isCut;

  /**
   * No run yet.
   *
   * @param keepsTime whether messages come at their times, so that a state is another one at
   *     another time; else behaviours must not depend on time
   */
  public ExhaustiveStrategy(boolean keepsTime) {
    this.keepsTime = keepsTime;
    this.state = new SystemState(keepsTime);
  }

  @Override
  public Choices next() {
    state = new SystemState(keepsTime);
    isCut = false;
    return new InTurn();
  }

  @Override
  public MessageSink hears() {
    return state;
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
      if (made == known && !states.add(state.now())) {
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
