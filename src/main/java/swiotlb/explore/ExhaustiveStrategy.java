package swiotlb.explore;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
  private static final int NONE = -1;

  private final boolean keepsTime;
  private final Predicate<Field> isState;
  private final @Nullable PresentState present;
  private final AloneWatch watch = new AloneWatch();
  private SystemState history;
  private final Set<Long> states = new HashSet<>();

  /** By place: which was taken first; the others follow in order. */
  private int[] firsts = new int[64];

  private int[] taken = new int[64];
  private int[] alternatives = new int[64];

  /** By place: the state in which the choice was made; of chances the last that stood there. */
  private long[] stateAt = new long[64];

  private int known;

  /**
   * Where the last choice was made, if it was new and an actor had its turn; else {@link #NONE}.
   */
  private int turned = NONE;

  private String turnedPath = "";

  /** By path: how many turns made no difference to others, less those that did. */
  private final Map<String, Integer> alone = new HashMap<>();

  private boolean isDone;
  private boolean isCut;

  private ExhaustiveStrategy(
      boolean keepsTime, Predicate<Field> isState, @Nullable PresentState present) {
    this.keepsTime = keepsTime;
    this.isState = isState;
    this.present = present;
    this.history = new SystemState(keepsTime, isState);
  }

  /**
   * No run yet; states are told apart by what each actor has handled and read so far. So behaviours
   * must depend on nothing else.
   *
   * @param keepsTime whether messages come at their times, so that a state is another one at
   *     another time; else behaviours must not depend on time
   * @param isState whether what happens next can depend on a field of a message, or of what it
   *     holds
   */
  public static ExhaustiveStrategy byHistory(boolean keepsTime, Predicate<Field> isState) {
    return new ExhaustiveStrategy(keepsTime, isState, null);
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
    return new ExhaustiveStrategy(false, isState, new PresentState(isState));
  }

  @Override
  public Choices next() {
    history = new SystemState(keepsTime, isState);
    isCut = false;
    return new InTurn();
  }

  @Override
  public MessageSink hears() {
    return present == null ? history : watch;
  }

  @Override
  public void ran(MadeChoices made, boolean isNew) {
    end(false);
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
      if (made == known) {
        var now = stateOf(runnables);
        var isNew = states.add(now);
        end(!isNew && isOnTheWay(now));
        if (!isNew) {
          isCut = true;
          throw new CutShortException("an earlier run was in this state");
        }
        keep(now, made);
      }
      var place = made;
      var index = choose(runnables.size(), made == known ? likelyAlone(runnables) : 0);
      if (present != null && place == known - 1) {
        turned = runnables.message(index) < 0 ? NONE : place;
        turnedPath = runnables.path(index);
        watch.begin();
      }
      return index;
    }

    /** That one comes to an actor at rest must not differ from that it waits, or more is lost. */
    @Override
    public boolean handlesAtOnce() {
      return present == null;
    }

    @Override
    public long lateness(long delayNs) {
      return 0;
    }

    @Override
    public boolean happens(String what, double probability) {
      watch.decide();
      return !isCut && choose(2, 0) > 0;
    }

    private int choose(int ways, int first) {
      if (made == known) {
        if (known == taken.length) {
          firsts = Arrays.copyOf(firsts, known * 2);
          taken = Arrays.copyOf(taken, known * 2);
          alternatives = Arrays.copyOf(alternatives, known * 2);
        }
        firsts[known] = first;
        taken[known] = 0;
        alternatives[known++] = ways;
      }
      if (alternatives[made] > ways) {
        throw new IllegalStateException(
            "choice %d had %d ways to go and has %d now: the run does not follow from its choices"
                .formatted(made, alternatives[made], ways));
      }
      var turn = taken[made];
      var firstOfAll = firsts[made++];
      return turn == 0 ? firstOfAll : turn <= firstOfAll ? turn - 1 : turn;
    }
  }

  /** An actor whose turn probably makes no difference to others; else the first. */
  private int likelyAlone(Choices.Runnables runnables) {
    for (var index = 0; index < runnables.size(); index++) {
      if (runnables.message(index) >= 0 && alone.getOrDefault(runnables.path(index), 0) > 0) {
        return index;
      }
    }
    return 0;
  }

  private long stateOf(Choices.Runnables runnables) {
    return present == null ? history.now() : present.of(runnables);
  }

  private void keep(long state, int place) {
    if (place >= stateAt.length) {
      stateAt = Arrays.copyOf(stateAt, 2 * place);
    }
    stateAt[place] = state;
  }

  /** Whether this run has come from there. */
  private boolean isOnTheWay(long state) {
    for (var place = 0; place < known; place++) {
      if (stateAt[place] == state) {
        return true;
      }
    }
    return false;
  }

  /**
   * The last turn is over. If it made no difference to others, what they might have done instead
   * they can as well do after it; unless it leads back to where it came from, as then they never
   * would.
   */
  private void end(boolean leadsBack) {
    if (turned != NONE) {
      alone.merge(turnedPath, watch.isAlone() ? 1 : -1, Integer::sum);
    }
    if (turned != NONE && watch.isAlone() && !leadsBack) {
      alternatives[turned] = taken[turned] + 1;
    }
    turned = NONE;
  }
}
