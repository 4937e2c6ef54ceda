package swiotlb.explore;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import swiotlb.time.ActorVisitor;
import swiotlb.time.Choices;

/**
 * Tells states of a system of actors apart by what there is: what each actor holds, what waits in
 * its mailbox, and what is on its way. How it came about makes no difference. Of messages that come
 * in any order; not thread-safe.
 *
 * <p>A state is a number of 64 bits; for n states two of them are taken for one with a probability
 * of about n²/2^65.
 */
final class PresentState implements ActorVisitor {
  private final Contents contents;
  private final Map<String, Long> onTheirWay = new HashMap<>();
  private long sum;
  private long actor;

  /** Of systems in which what happens next depends on some fields of all objects. */
  PresentState(Predicate<Field> isState) {
    this.contents = new Contents(isState);
  }

  /** What is so now, before one of them has its turn. */
  long of(Choices.Runnables runnables) {
    contents.forget();
    onTheirWay.clear();
    sum = 0;
    actor = 0;
    runnables.show(this);
    sum += MessageOrder.mixed(actor);
    onTheirWay.forEach((way, number) -> sum += next(MessageOrder.ofText(way), number));
    return sum;
  }

  @Override
  public void actor(String path, Object behavior, boolean wantsTurn) {
    sum += MessageOrder.mixed(actor);
    actor = next(next(MessageOrder.ofText(path), wantsTurn ? 1 : 0), contents.of(behavior));
  }

  @Override
  public void waits(Object message) {
    actor = next(actor, contents.of(message));
  }

  @Override
  public void comes(String from, String to, Object message, long dueNs) {
    var keepOrder = !from.isEmpty() && !from.equals(to);
    onTheirWay.merge(
        from + " " + to,
        MessageOrder.mixed(contents.of(message)),
        (before, one) -> keepOrder ? next(before, one) : before + one);
  }

  private static long next(long before, long value) {
    return MessageOrder.mixed(before * MessageOrder.GOLDEN + MessageOrder.mixed(value));
  }
}
