package swiotlb.actor.memory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import swiotlb.kernel.page.PageStates;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;

/**
 * The hypervisor's part in encrypted memory: shares pages of the guest, which devices then can
 * read, and makes them private again. Each request takes its time and may be refused.
 */
public final class Encryption extends AbstractBehavior<Encryption.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /**
   * Pages are to be shared.
   *
   * @param quest returned with the answer
   */
  public record Decrypt(long quest, long address, int pages, ActorRef<Reply> replyTo)
      implements Command {}

  /** Pages that were shared, or part of which may be, are to be private again. */
  public record Encrypt(long quest, long address, int pages, ActorRef<Reply> replyTo)
      implements Command {}

  /** What has been done so far is wanted. */
  public record ReadState(ActorRef<State> replyTo) implements Command {}

  /** What it answers. */
  public sealed interface Reply {
    /** The quest named in the question. */
    long quest();
  }

  /** It is done. */
  public record Changed(long quest) implements Reply {}

  /** It is refused; part of the pages may be in either state. */
  public record NotChanged(long quest) implements Reply {}

  /**
   * What has been done so far.
   *
   * @param spentNs time that requests took
   * @param leakedPages lost, since they could not be made private again
   */
  public record State(
      long sharedPages,
      long calls,
      long pagesChanged,
      long refusals,
      long leakedPages,
      long spentNs) {}

  /**
   * What a change costs.
   *
   * @param perCallNs fixed part
   * @param sharePageNs for each page that is shared
   * @param unsharePageNs for each page that is made private
   */
  public record Costs(long perCallNs, long sharePageNs, long unsharePageNs) {
    /** Where the work itself takes the time, as with real threads. */
    public static final Costs FREE = new Costs(0, 0, 0);
  }

  private final PageStates pages;
  private final Costs costs;
  private final Timeline timeline;
  private final Faults faults;
  private long spentNs;

  private Encryption(
      ActorContext<Command> context,
      PageStates pages,
      Costs costs,
      Timeline timeline,
      Faults faults) {
    super(context);
    this.pages = pages;
    this.costs = costs;
    this.timeline = timeline;
    this.faults = faults;
  }

  /** A hypervisor that has shared nothing yet. */
  public static Behavior<Command> create(PageStates pages, Costs costs, Timeline timeline) {
    return create(pages, costs, timeline, Faults.NONE);
  }

  /** The same, which refuses now and then what it could do. */
  public static Behavior<Command> create(
      PageStates pages, Costs costs, Timeline timeline, Faults faults) {
    return Behaviors.setup(context -> new Encryption(context, pages, costs, timeline, faults));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(Decrypt.class, this::onDecrypt)
        .onMessage(Encrypt.class, this::onEncrypt)
        .onMessage(ReadState.class, this::onReadState)
        .build();
  }

  private Behavior<Command> onDecrypt(Decrypt asked) {
    var done = pages.share(asked.pages, faults.refusesToShare(asked.pages));
    answer(asked.quest, done, asked.pages * costs.sharePageNs, asked.replyTo);
    return this;
  }

  private Behavior<Command> onEncrypt(Encrypt asked) {
    var done = pages.unshare(asked.pages, faults.keepsShared(asked.pages));
    answer(asked.quest, done, asked.pages * costs.unsharePageNs, asked.replyTo);
    return this;
  }

  private void answer(long quest, boolean done, long pagesNs, ActorRef<Reply> replyTo) {
    var takesNs = costs.perCallNs + pagesNs;
    spentNs += takesNs;
    timeline.deliverAfter(takesNs, replyTo, done ? new Changed(quest) : new NotChanged(quest));
  }

  private Behavior<Command> onReadState(ReadState read) {
    read.replyTo.tell(
        new State(
            pages.sharedPages(),
            pages.calls(),
            pages.pagesChanged(),
            pages.refusals(),
            pages.leakedPages(),
            spentNs));
    return this;
  }
}
