package swiotlb.explore;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import swiotlb.time.Handling;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/**
 * Tells states of a system of actors apart while it runs. The state of an actor is what it has
 * handled, in its order, what it has read that others share, and what waits in its mailbox; and the
 * times at which it handled that, unless messages come in any order. So behaviours must depend on
 * nothing else. Two orders that lead every actor to the same come to the same state, from which
 * they can go on only alike. Orders that matter to no actor are told apart in one case: where
 * messages are sent to one receiver ahead of time, in another order.
 *
 * <p>A state is a number of 64 bits; for n states two of them are taken for one with a probability
 * of about n²/2^65. Of one run in virtual time; not thread-safe.
 */
final class SystemState implements MessageSink {
  private static final class Actor {
    private long handled;
    private long arrived;
    private long scheduled;
  }

  private final Map<String, Actor> actors = new HashMap<>();
  private final boolean keepsTime;
  private final Contents contents;
  private long[] handledWith = new long[256];

  /**
   * Nothing seen yet.
   *
   * @param keepsTime whether states differ where the same was handled at other times
   * @param isState whether what happens next can depend on a field of a message, or of what it
   *     holds
   */
  SystemState(boolean keepsTime, Predicate<Field> isState) {
    this.keepsTime = keepsTime;
    this.contents = new Contents(isState);
  }

  @Override
  public void arrived(Sent sent) {
    var actor = actor(sent.to());
    actor.arrived = next(actor.arrived, identity(sent));
  }

  @Override
  public void turn(String path) {
    var actor = actor(path);
    actor.handled = next(actor.handled, 1);
  }

  @Override
  public void scheduled(@Nullable Handling by, Supplier<String> to, long dueNs) {
    var actor = actor(to.get());
    actor.scheduled = next(actor.scheduled, (by == null ? 0 : ofMessage(by.id())) + dueNs);
  }

  @Override
  public void saw(Handling by, long value) {
    var actor = actor(by.path());
    actor.handled = next(actor.handled, value);
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    var actor = actor(sent.to());
    actor.handled = next(next(actor.handled, identity(sent)), keepsTime ? atNs : 0);
    keep(sent.id(), actor.handled);
  }

  @Override
  public void undelivered(Sent sent) {
    // No actor handled it.
  }

  /** What is so now. */
  long now() {
    var sum = 0L;
    for (var entry : actors.entrySet()) {
      var actor = entry.getValue();
      var seen = next(next(MessageOrder.ofText(entry.getKey()), actor.handled), actor.arrived);
      sum += MessageOrder.mixed(next(seen, actor.scheduled));
    }
    return sum;
  }

  private Actor actor(String path) {
    return actors.computeIfAbsent(path, p -> new Actor());
  }

  private long identity(Sent sent) {
    contents.forget();
    return MessageOrder.mixed(ofMessage(sent.cause()) + MessageOrder.ofText(sent.from()))
        + contents.of(sent.message());
  }

  private long ofMessage(long id) {
    return id <= 0 || id >= handledWith.length ? 0 : handledWith[(int) id];
  }

  private void keep(long id, long handled) {
    if (id >= handledWith.length) {
      handledWith =
          Arrays.copyOf(handledWith, Math.toIntExact(Math.max(id + 1, 2L * handledWith.length)));
    }
    handledWith[(int) id] = handled;
  }

  private static long next(long before, long value) {
    return MessageOrder.mixed(before * MessageOrder.GOLDEN + MessageOrder.mixed(value));
  }
}
