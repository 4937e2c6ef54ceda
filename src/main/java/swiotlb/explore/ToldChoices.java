package swiotlb.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import swiotlb.time.Choices;
import swiotlb.time.ForwardedChoices;

/**
 * Says in words what others choose that is not in order: which messages were passed over and until
 * when, which came late, and what happened that need not. There is a sentence for each message that
 * was held back, whether that was one choice or several.
 */
public final class ToldChoices extends ForwardedChoices {
  private static final String UNTIL_NOTHING_ELSE = "until nothing else can go";

  /** Of which the end may not be known yet. */
  private static final class Sentence {
    private final String beginning;
    private String end;

    private Sentence(String beginning, String end) {
      this.beginning = beginning;
      this.end = end;
    }
  }

  private final Function<Object, String> words;
  private final List<Sentence> told = new ArrayList<>();
  private final Map<Object, Sentence> held = new HashMap<>();
  private String before = "";
  private int place;

  /** Nothing chosen yet; messages are told by their class and the first of their numbers. */
  public ToldChoices(Choices chosenBy) {
    this(chosenBy, MessageWords::of);
  }

  /**
   * Nothing chosen yet.
   *
   * @param words of a message
   */
  public ToldChoices(Choices chosenBy, Function<Object, String> words) {
    super(chosenBy);
    this.words = words;
  }

  @Override
  public int turn(Runnables runnables) {
    var turn = super.turn(runnables);
    for (var i = 0; i < turn; i++) {
      var beginning = i;
      held.computeIfAbsent(HeldBack.key(runnables, i), key -> beginsToBeHeld(runnables, beginning));
    }
    if (!held.isEmpty()) {
      end(runnables, turn);
    }
    before = what(runnables, turn);
    place++;
    return turn;
  }

  private Sentence beginsToBeHeld(Runnables runnables, int index) {
    var sentence =
        new Sentence(
            "choice %d: %s is held back ".formatted(place, what(runnables, index)),
            UNTIL_NOTHING_ELSE);
    told.add(sentence);
    return sentence;
  }

  private void end(Runnables runnables, int turn) {
    Set<Object> present = new HashSet<>();
    var isOneFree = false;
    for (var i = 0; i < runnables.size(); i++) {
      var key = HeldBack.key(runnables, i);
      present.add(key);
      isOneFree |= !held.containsKey(key);
    }
    // What is not there any more went when it was alone, which is nobody's choice.
    held.keySet().retainAll(present);
    var ended = held.remove(HeldBack.key(runnables, turn));
    if (ended != null && isOneFree) {
      ended.end = "until after " + before;
    }
  }

  /** What one of them would be at: its message, from whom and to whom. */
  private String what(Runnables runnables, int index) {
    var message = runnables.content(index);
    var to = runnables.path(index);
    if (message == null) {
      return "the begin or end of " + to;
    }
    return MessageWords.between(words.apply(message), runnables.sender(index), to);
  }

  @Override
  public long lateness(long delayNs) {
    return late(delayNs, super.lateness(delayNs), "a message");
  }

  @Override
  public long lateness(long delayNs, Object message) {
    var lateness = super.lateness(delayNs, message);
    return late(delayNs, lateness, lateness > 0 ? words.apply(message) : "");
  }

  private long late(long delayNs, long lateness, String what) {
    if (lateness > 0) {
      tell("%s comes after %,d ns, %,d ns late".formatted(what, delayNs + lateness, lateness));
    }
    place++;
    return lateness;
  }

  @Override
  public boolean happens(String what, double probability) {
    var happens = super.happens(what, probability);
    if (happens) {
      tell(what);
    }
    place++;
    return happens;
  }

  private void tell(String what) {
    told.add(new Sentence("choice %d: %s".formatted(place, what), ""));
  }

  /** A sentence for each so far, in the order in which they begin. */
  public List<String> told() {
    return told.stream().map(sentence -> sentence.beginning + sentence.end).toList();
  }
}
