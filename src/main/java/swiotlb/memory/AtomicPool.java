package swiotlb.memory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.slot.PoolGeometry;
import swiotlb.slot.PoolQuest;
import swiotlb.slot.Slots;
import swiotlb.time.Timeline;

/**
 * Memory that can be had without waiting, for one transient pool each: from the page allocator's
 * atomic reserve. What is released comes back after a grace period for readers.
 */
public final class AtomicPool extends AbstractBehavior<AtomicPool.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /**
   * Memory is wanted at once.
   *
   * @param mapping for which it is wanted
   * @param limit the highest address that the device reaches
   */
  public record Take(long mapping, int slots, long limit, ActorRef<Reply> replyTo)
      implements Command {}

  /** Memory that nobody has used is given back at once. */
  public record GiveBack(long address, int slots) implements Command {}

  /** Memory that may still be looked at is given back; it returns after a grace period. */
  public record Release(long address, int slots) implements Command {}

  /** The grace period of everything released so far ends now, where periods end on command. */
  public record EndGracePeriod(ActorRef<GracePeriodEnded> replyTo) implements Command {}

  /** Answer when all memory has come back whose grace period ends by time. */
  public record Drain(ActorRef<Drained> replyTo) implements Command {}

  /** Nobody can look at this memory any longer. */
  private record Unread(long address, int slots) implements Command {}

  private record PagesAnswered(PageAllocator.Reply reply) implements Command {}

  /** What it answers. */
  public sealed interface Reply {}

  /** The memory is yours. */
  public record Granted(long mapping, PoolGeometry range) implements Reply {}

  /** There is none to be had without waiting. */
  public record Refused(long mapping) implements Reply {}

  /** All memory has come back. */
  public record Drained() {}

  /** The grace period of so many releases has ended. */
  public record GracePeriodEnded(int releases) {}

  /**
   * What it is made with.
   *
   * @param graceNs length of a grace period; negative: it ends on command
   * @param dmaZoneLimit the highest address of the DMA zone
   */
  public record Settings(long graceNs, long dmaZoneLimit) {}

  private record Open(Take take, QuestRunner runner) {}

  private final Settings settings;
  private final Timeline timeline;
  private final ActorRef<PageAllocator.Command> pages;
  private final ActorRef<PageAllocator.Reply> answers;
  private final Map<Long, Open> open = new HashMap<>();
  private final Deque<Release> awaitingCommand = new ArrayDeque<>();
  private final List<ActorRef<Drained>> drainers = new ArrayList<>();
  private int inGrace;

  private AtomicPool(
      ActorContext<Command> context,
      Settings settings,
      Timeline timeline,
      ActorRef<PageAllocator.Command> pages) {
    super(context);
    this.settings = settings;
    this.timeline = timeline;
    this.pages = pages;
    this.answers = context.messageAdapter(PageAllocator.Reply.class, PagesAnswered::new);
  }

  /** Memory from a page allocator's reserve. */
  public static Behavior<Command> create(
      Settings settings, Timeline timeline, ActorRef<PageAllocator.Command> pages) {
    return Behaviors.setup(context -> new AtomicPool(context, settings, timeline, pages));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Take.class, this::onTake)
        .onMessage(PagesAnswered.class, this::onPagesAnswered)
        .onMessage(GiveBack.class, this::onGiveBack)
        .onMessage(Release.class, this::onRelease)
        .onMessage(Unread.class, this::onUnread)
        .onMessage(EndGracePeriod.class, this::onEndGracePeriod)
        .onMessage(Drain.class, this::onDrain)
        .build();
  }

  private Behavior<Command> onTake(Take take) {
    var quest = PoolQuest.transientPool(take.slots, take.limit, settings.dmaZoneLimit);
    var runner = new QuestRunner(quest, take.mapping, false, pages, answers);
    open.put(take.mapping, new Open(take, runner));
    runner.proceed();
    return this;
  }

  private Behavior<Command> onPagesAnswered(PagesAnswered answered) {
    var asked = open.get(answered.reply.quest());
    if (asked != null && asked.runner.answered(answered.reply)) {
      open.remove(answered.reply.quest());
      asked.take.replyTo.tell(outcome(asked));
      answerIfDrained();
    }
    return this;
  }

  private static Reply outcome(Open asked) {
    var quest = asked.runner.quest();
    return quest.step() == PoolQuest.Step.DONE
        ? new Granted(asked.take.mapping, quest.geometry())
        : new Refused(asked.take.mapping);
  }

  private Behavior<Command> onGiveBack(GiveBack unused) {
    free(unused.address, unused.slots);
    return this;
  }

  private Behavior<Command> onRelease(Release released) {
    if (settings.graceNs < 0) {
      awaitingCommand.add(released);
    } else {
      inGrace++;
      timeline.deliverAfter(
          settings.graceNs, getContext().getSelf(), new Unread(released.address, released.slots));
    }
    return this;
  }

  private Behavior<Command> onUnread(Unread unread) {
    inGrace--;
    free(unread.address, unread.slots);
    answerIfDrained();
    return this;
  }

  private Behavior<Command> onDrain(Drain drain) {
    drainers.add(drain.replyTo);
    answerIfDrained();
    return this;
  }

  private void answerIfDrained() {
    if (inGrace == 0 && open.isEmpty()) {
      drainers.forEach(drainer -> drainer.tell(new Drained()));
      drainers.clear();
    }
  }

  private Behavior<Command> onEndGracePeriod(EndGracePeriod end) {
    var ended = awaitingCommand.size();
    for (@Nullable Release r = awaitingCommand.poll(); r != null; r = awaitingCommand.poll()) {
      free(r.address, r.slots);
    }
    end.replyTo.tell(new GracePeriodEnded(ended));
    return this;
  }

  private void free(long address, int slots) {
    pages.tell(new PageAllocator.FreePages(address, Slots.pageOrder(slots)));
  }
}
