package swiotlb.actor.memory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.text.BuddyInfo;
import swiotlb.time.ByType;

/** Answers requests for pages and small kernel objects at once, yes or no. */
public final class PageAllocator extends AbstractBehavior<PageAllocator.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /**
   * A block of pages is wanted.
   *
   * @param quest returned with the answer, so that an asker can have several questions open
   * @param mayWait whether the asker is in process context
   */
  public record AllocatePages(
      long quest, int order, Zone zone, boolean mayWait, ActorRef<Reply> replyTo)
      implements Command {}

  /** Adjacent pages are wanted from the region that is set aside for such; the asker may wait. */
  public record AllocateContiguous(long quest, int pages, ActorRef<Reply> replyTo)
      implements Command {}

  /** Pages of that region are given back. */
  public record FreeContiguous(long address, int pages) implements Command {}

  /** A small object is wanted: the descriptor of a pool or the table of its slots. */
  public record AllocateObject(long quest, KernelObject object, ActorRef<Reply> replyTo)
      implements Command {}

  /** What is free is wanted. */
  public record ReadState(ActorRef<State> replyTo) implements Command {}

  /** What is free, as {@code /proc/buddyinfo} shows it. */
  public record State(String buddyinfo) {}

  /** A block of pages is given back. */
  public record FreePages(long address, int order) implements Command {}

  /** Small objects that a pool needs beside its pages. */
  public enum KernelObject {
    /** The pool itself with its areas. */
    POOL_DESCRIPTOR,
    /** A record for each slot. */
    SLOT_TABLE
  }

  /** What it answers. */
  public sealed interface Reply {
    /** The quest named in the question. */
    long quest();
  }

  /** The block is yours. */
  public record PagesGranted(long quest, long address) implements Reply {}

  /** The object is yours. */
  public record ObjectGranted(long quest) implements Reply {}

  /** It cannot be had. */
  public record Refused(long quest) implements Reply {}

  private final PageSource source;
  private final Faults faults;

  private PageAllocator(ActorContext<Command> context, PageSource source, Faults faults) {
    super(context);
    this.source = source;
    this.faults = faults;
  }

  /** A page allocator that owns a source of pages, and gives what that has. */
  public static Behavior<Command> create(PageSource source) {
    return create(source, Faults.NONE);
  }

  /** The same, which refuses now and then what it has. */
  public static Behavior<Command> create(PageSource source, Faults faults) {
    return Behaviors.setup(context -> new PageAllocator(context, source, faults));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(AllocatePages.class, this::onAllocatePages)
        .onMessage(AllocateObject.class, this::onAllocateObject)
        .onMessage(FreePages.class, this::onFreePages)
        .onMessage(ReadState.class, this::onReadState)
        .onMessage(AllocateContiguous.class, this::onAllocateContiguous)
        .onMessage(FreeContiguous.class, this::onFreeContiguous)
        .build();
  }

  private Behavior<Command> onAllocatePages(AllocatePages request) {
    var at =
        faults.refusesPages(request.order, request.mayWait)
            ? null
            : source.allocate(request.order, request.zone, request.mayWait);
    request.replyTo.tell(
        at == null ? new Refused(request.quest) : new PagesGranted(request.quest, at));
    return this;
  }

  private Behavior<Command> onAllocateObject(AllocateObject request) {
    var granted =
        !faults.refusesObject(request.object)
            && switch (request.object) {
              case POOL_DESCRIPTOR -> source.givesDescriptor();
              case SLOT_TABLE -> source.givesSlotTable();
            };
    request.replyTo.tell(granted ? new ObjectGranted(request.quest) : new Refused(request.quest));
    return this;
  }

  private Behavior<Command> onFreePages(FreePages freed) {
    source.free(freed.address, freed.order);
    return this;
  }

  private Behavior<Command> onAllocateContiguous(AllocateContiguous request) {
    var at =
        faults.refusesContiguous(request.pages) ? null : source.allocateContiguous(request.pages);
    request.replyTo.tell(
        at == null ? new Refused(request.quest) : new PagesGranted(request.quest, at));
    return this;
  }

  private Behavior<Command> onFreeContiguous(FreeContiguous freed) {
    source.freeContiguous(freed.address, freed.pages);
    return this;
  }

  private Behavior<Command> onReadState(ReadState read) {
    read.replyTo.tell(new State(BuddyInfo.text(source.freeBlocks())));
    return this;
  }
}
