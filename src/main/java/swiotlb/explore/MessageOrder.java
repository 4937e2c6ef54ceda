package swiotlb.explore;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import swiotlb.time.Handling;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/**
 * Tells timelines apart: a timeline is the order of messages as each actor saw it. Two runs that
 * differ only in the order of messages to different actors, neither of which had to do with the
 * other, have the same timeline, and so have two in which the same happens at other times.
 *
 * <p>A message is known by what its sender had seen when it sent it, so that nothing need be known
 * of its content. Of several messages of one class that an actor sends to the same receiver on one
 * occasion, the order is not told. What is kept is a number of 64 bits, by which two different
 * timelines are taken for one with a probability of about n²/2^65 for n of them.
 *
 * <p>Of one run in virtual time; not thread-safe.
 */
public final class MessageOrder implements MessageSink {
  static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** By actor: all that it has seen, in its order. */
  private final Map<String, Seen> actors = new HashMap<>();

  /** By number of a message: what its receiver had seen with it. */
  private long[] seenWith = new long[256];

  private static final class Seen {
    long inOrder;
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    var seen = actors.computeIfAbsent(sent.to(), to -> new Seen());
    seen.inOrder = mixed(seen.inOrder * GOLDEN + mixed(identity(sent)));
    keep(sent.id(), seen.inOrder);
  }

  /** By what a message is known; the same in runs in which its sender had seen the same. */
  long identity(Sent sent) {
    return mixed(seenWith(sent.cause()) + ofText(sent.from()))
        + ofText(sent.message().getClass().getName());
  }

  @Override
  public void saw(Handling by, long value) {
    var seen = actors.computeIfAbsent(by.path(), to -> new Seen());
    seen.inOrder = mixed(seen.inOrder * GOLDEN + value);
  }

  @Override
  public void undelivered(Sent sent) {
    // No actor saw it.
  }

  /** A number for all that the receiver of a message had seen with it; 0 if it was not handled. */
  long seenWith(long id) {
    return id <= 0 || id >= seenWith.length ? 0 : seenWith[(int) id];
  }

  private void keep(long id, long inOrder) {
    if (id >= seenWith.length) {
      seenWith = Arrays.copyOf(seenWith, Math.toIntExact(Math.max(id + 1, 2L * seenWith.length)));
    }
    seenWith[(int) id] = inOrder;
  }

  /** A number for the timeline so far; equal ones have equal numbers. */
  public long timeline() {
    var sum = 0L;
    for (var actor : actors.entrySet()) {
      sum += mixed(actor.getValue().inOrder + ofText(actor.getKey()) * GOLDEN);
    }
    return sum;
  }

  /** A number of 64 bits for a text, whose own hash code has 32, and is the same for many names. */
  static long ofText(String text) {
    var number = (long) text.length();
    for (var i = 0; i < text.length(); i++) {
      number = number * GOLDEN + text.charAt(i);
    }
    return mixed(number);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every bit goes into each. */
  static long mixed(long bits) {
    var x = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
    return x ^ x >>> 31;
  }
}
