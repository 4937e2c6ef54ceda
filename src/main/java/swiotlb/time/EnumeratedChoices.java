package swiotlb.time;

import java.util.Arrays;

/**
 * Every way to take turns, one for each run, depth first; delays as they are. A run with the same
 * turns so far must offer the same actors, so each begins from the same state:
 *
 * <pre>{@code
 * do {
 *   run(choices);
 * } while (choices.next());
 * }</pre>
 */
public final class EnumeratedChoices implements Choices {
  private final int[] taken;
  private final int[] alternatives;
  private int known;
  private int made;
  private boolean isCut;

  /**
   * For the first run.
   *
   * @param depth how many turns of a run are varied, at least 1; further ones are in order
   */
  public EnumeratedChoices(int depth) {
    if (depth < 1) {
      throw new IllegalArgumentException("a depth of " + depth + " varies nothing");
    }
    taken = new int[depth];
    alternatives = new int[depth];
  }

  @Override
  public int turn(Runnables runnables) {
    if (made == taken.length) {
      isCut = true;
      return 0;
    }
    if (made == known) {
      taken[known] = 0;
      alternatives[known++] = runnables.size();
    }
    if (alternatives[made] != runnables.size()) {
      throw new IllegalStateException(
          "turn %d had %d actors to choose from and has %d now: the run does not follow from its choices"
              .formatted(made, alternatives[made], runnables.size()));
    }
    return taken[made++];
  }

  @Override
  public long lateness(long delayNs) {
    return 0;
  }

  /**
   * Ends a run: the last turn that could still go another way does so in the next one.
   *
   * @return false if there is none, so that all runs have been
   */
  public boolean next() {
    if (made < known) {
      throw new IllegalStateException(
          "the run ended after %d turns, yet it had %d: it does not follow from its choices"
              .formatted(made, known));
    }
    made = 0;
    while (known > 0 && taken[known - 1] + 1 == alternatives[known - 1]) {
      known--;
    }
    if (known == 0) {
      return false;
    }
    taken[known - 1]++;
    return true;
  }

  /** Whether a run had more turns than are varied, so that there are runs which are left out. */
  public boolean isCut() {
    return isCut;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(taken, known));
  }
}
