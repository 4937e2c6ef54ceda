package swiotlb.actor.memory;

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
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.CoherentZones;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;

/**
 * Memory that can be had without waiting, for one transient pool each: from the page allocator's
 * atomic reserve or, for devices that cannot read encrypted memory, from the coherent pools, which
 * are shared with the hypervisor in advance (specification, sections 4 and 5). Drivers that may not
 * wait take coherent memory from the same pools. What is released comes back after a grace period
 * for readers.
 */
public final class AtomicPool extends AbstractBehavior<AtomicPool.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /**
   * Memory is wanted at once.
   *
   * @param mapping for which it is wanted
   * @param limit the highest address that the device reaches
   * @param decrypted whether it must be memory that is shared with the hypervisor
   */
  public record Take(
      long mapping, int slots, long limit, boolean decrypted, ActorRef<Reply> replyTo)
      implements Command {}

  /**
   * Pages of the coherent pools are wanted at once, for a driver and its device together.
   *
   * @param mapping for which they are wanted
   * @param pages how many, at least 1
   * @param limit the highest address that the device reaches
   */
  public record Allocate(long mapping, int pages, long limit, ActorRef<AllocationReply> replyTo)
      implements Command {}

  /** Pages of the coherent pools are no longer needed, and free at once. */
  public record Free(long address, int pages) implements Command {}

  /** Memory that nobody has used is given back at once. */
  public record GiveBack(long address, int slots) implements Command {}

  /** Memory that may still be looked at is given back; it returns after a grace period. */
  public record Release(long address, int slots) implements Command {}

  /** The grace period of everything released so far ends now, where periods end on command. */
  public record EndGracePeriod(ActorRef<GracePeriodEnded> replyTo) implements Command {}

  /** Answer when all memory has come back whose grace period ends by time, and nothing expands. */
  public record Drain(ActorRef<Drained> replyTo) implements Command {}

  /** What the coherent pools have is wanted. */
  public record ReadState(ActorRef<State> replyTo) implements Command {}

  /** Nobody can look at this memory any longer. */
  public record Unread(long address, int slots) implements Command {}

  /** The worker that expands the coherent pools gets to run. */
  public record StartWorker() implements Command {}

  private record PagesAnswered(PageAllocator.Reply reply) implements Command {}

  private record EncryptionAnswered(Encryption.Reply reply) implements Command {}

  /** What it answers. */
  public sealed interface Reply {}

  /** The memory is yours. */
  public record Granted(long mapping, PoolGeometry range) implements Reply {}

  /** There is none to be had without waiting. */
  public record Refused(long mapping) implements Reply {}

  /** What it answers to who wants pages of the coherent pools. */
  public sealed interface AllocationReply {
    /** The mapping named in the question. */
    long mapping();
  }

  /** The pages are yours. */
  public record Allocated(long mapping, long address) implements AllocationReply {}

  /** The coherent pools have too little. */
  public record Exhausted(long mapping) implements AllocationReply {}

  /** All memory has come back. */
  public record Drained() {}

  /** The grace period of so many releases has ended. */
  public record GracePeriodEnded(int releases) {}

  /**
   * What the coherent pools have and had.
   *
   * @param totalBytes of all of them
   * @param refused requests that found too little
   * @param expansions since boot
   * @param failedExpansions at boot and since
   */
  public record State(
      long totalBytes,
      long usedBytes,
      long hiwaterBytes,
      long refused,
      long expansions,
      long failedExpansions) {}

  /**
   * What it is made with.
   *
   * @param dmaZoneLimit the highest address of the DMA zone
   * @param units of the slots that are asked for
   * @param seed of the grace periods
   * @param coherent the coherent pools; absent: no device needs them
   */
  public record Settings(
      GracePeriod grace,
      long dmaZoneLimit,
      SlotUnits units,
      long seed,
      Optional<Coherent> coherent) {

    /** With slots as the published kernels have them. */
    public Settings(GracePeriod grace, long dmaZoneLimit, long seed, Optional<Coherent> coherent) {
      this(grace, dmaZoneLimit, SlotUnits.DEFAULT, seed, coherent);
    }

    /** Without coherent pools, and with grace periods that are all alike or end on command. */
    public Settings(GracePeriod grace, long dmaZoneLimit) {
      this(grace, dmaZoneLimit, 0, Optional.empty());
    }
  }

  /**
   * The coherent pools.
   *
   * @param configuredBytes of each at boot, and the least that should be left
   * @param zones that have one, and how they are asked
   * @param hasCma whether a region for contiguous allocations is asked first
   * @param workerStartNs from queueing the work that expands them to its first instruction
   * @param encryption shares their pages with the hypervisor; absent if memory is not encrypted
   */
  public record Coherent(
      long configuredBytes,
      CoherentZones zones,
      boolean hasCma,
      long workerStartNs,
      Optional<ActorRef<Encryption.Command>> encryption) {}

  private record Open(Take take, QuestRunner runner) {}

  private final Settings settings;
  private final Timeline timeline;
  private final Faults faults;
  private final QuestRunner.Sources sources;
  private final SplittableRandom random;
  private final Optional<CoherentWorker> coherent;
  private final Map<Long, Open> open = new HashMap<>();
  private final Deque<Release> awaitingCommand = new ArrayDeque<>();
  private final List<ActorRef<Drained>> drainers = new ArrayList<>();
  private int inGrace;
  private boolean isWorkerCalled;

  private AtomicPool(
      ActorContext<Command> context,
      Settings settings,
      Timeline timeline,
      Faults faults,
      ActorRef<PageAllocator.Command> pages) {
    super(context);
    this.settings = settings;
    this.timeline = timeline;
    this.faults = faults;
    this.random = new SplittableRandom(settings.seed);
    this.sources =
        new QuestRunner.Sources(
            pages,
            context.messageAdapter(PageAllocator.Reply.class, PagesAnswered::new),
            settings.coherent.flatMap(Coherent::encryption),
            context.messageAdapter(Encryption.Reply.class, EncryptionAnswered::new));
    this.coherent = settings.coherent.map(pools -> new CoherentWorker(pools, sources));
    coherent.ifPresent(CoherentWorker::boot);
  }

  /** Memory from a page allocator's reserve and from coherent pools, which it fills first. */
  public static Behavior<Command> create(
      Settings settings, Timeline timeline, ActorRef<PageAllocator.Command> pages) {
    return create(settings, timeline, Faults.NONE, pages);
  }

  /** The same, where workers are late now and then, and grace periods longer. */
  public static Behavior<Command> create(
      Settings settings, Timeline timeline, Faults faults, ActorRef<PageAllocator.Command> pages) {
    return Behaviors.setup(context -> new AtomicPool(context, settings, timeline, faults, pages));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(Take.class, this::onTake)
        .onMessage(PagesAnswered.class, this::onPagesAnswered)
        .onMessage(EncryptionAnswered.class, this::onEncryptionAnswered)
        .onMessage(GiveBack.class, this::onGiveBack)
        .onMessage(Allocate.class, this::onAllocate)
        .onMessage(Free.class, this::onFree)
        .onMessage(Release.class, this::onRelease)
        .onMessage(Unread.class, this::onUnread)
        .onMessage(StartWorker.class, this::onStartWorker)
        .onMessage(EndGracePeriod.class, this::onEndGracePeriod)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(ReadState.class, this::onReadState)
        .build();
  }

  // Requests.

  private Behavior<Command> onTake(Take take) {
    if (take.decrypted) {
      takeShared(take);
      return this;
    }
    var quest =
        PoolQuest.transientPool(
            settings.units, take.slots, take.limit, settings.dmaZoneLimit, false);
    var runner = new QuestRunner(quest, take.mapping, false, sources);
    open.put(take.mapping, new Open(take, runner));
    runner.proceed();
    return this;
  }

  private void takeShared(Take take) {
    var pages = (int) settings.units.pages(take.slots);
    var at = coherent.flatMap(pools -> pools.take(pages, take.limit, Zone.NORMAL));
    take.replyTo.tell(
        at.isPresent()
            ? new Granted(take.mapping, new PoolGeometry(at.get(), take.slots, 1, settings.units))
            : new Refused(take.mapping));
    callWorker();
  }

  private Behavior<Command> onAllocate(Allocate wanted) {
    var wish = Zone.forLimit(wanted.limit, settings.dmaZoneLimit);
    var at = coherent.flatMap(pools -> pools.take(wanted.pages, wanted.limit, wish));
    wanted.replyTo.tell(
        at.isPresent() ? new Allocated(wanted.mapping, at.get()) : new Exhausted(wanted.mapping));
    callWorker();
    return this;
  }

  private Behavior<Command> onFree(Free unused) {
    if (!coherent.map(pools -> pools.takeBack(unused.address, unused.pages)).orElse(false)) {
      throw new IllegalStateException(
          "0x%x is no address of a coherent pool".formatted(unused.address));
    }
    return this;
  }

  private Behavior<Command> onPagesAnswered(PagesAnswered answered) {
    if (answered.reply.quest() == CoherentWorker.QUEST) {
      coherent.ifPresent(worker -> worker.answered(answered.reply));
      afterWork();
      return this;
    }
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

  // The worker of the coherent pools.

  private void callWorker() {
    if (coherent.map(CoherentWorker::isWanted).orElse(false) && !isWorking()) {
      isWorkerCalled = true;
      var delayNs = settings.coherent.map(Coherent::workerStartNs).orElse(0L);
      timeline.deliverAfter(
          delayNs + faults.workerLateNs("the worker of the coherent pools"),
          getContext().getSelf().narrow(),
          new StartWorker());
    }
  }

  private Behavior<Command> onStartWorker(StartWorker start) {
    isWorkerCalled = false;
    coherent.ifPresent(CoherentWorker::start);
    afterWork();
    return this;
  }

  private Behavior<Command> onEncryptionAnswered(EncryptionAnswered answered) {
    coherent.ifPresent(worker -> worker.answered(answered.reply));
    afterWork();
    return this;
  }

  private void afterWork() {
    callWorker();
    answerIfDrained();
  }

  private boolean isWorking() {
    return isWorkerCalled || coherent.map(CoherentWorker::isRunning).orElse(false);
  }

  // What comes back.

  private Behavior<Command> onGiveBack(GiveBack unused) {
    free(unused.address, unused.slots);
    return this;
  }

  private Behavior<Command> onRelease(Release released) {
    if (settings.grace.isOnCommand()) {
      awaitingCommand.add(released);
    } else {
      inGrace++;
      timeline.deliverAfter(
          settings.grace.drawNs(random) + faults.graceLongerNs(),
          getContext().getSelf(),
          new Unread(released.address, released.slots));
    }
    return this;
  }

  private Behavior<Command> onUnread(Unread unread) {
    inGrace--;
    free(unread.address, unread.slots);
    answerIfDrained();
    return this;
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
    var pages = (int) settings.units.pages(slots);
    if (!coherent.map(pools -> pools.takeBack(address, pages)).orElse(false)) {
      sources.pages().tell(new PageAllocator.FreePages(address, settings.units.pageOrder(slots)));
    }
  }

  // The rest.

  private Behavior<Command> onDrain(Drain drain) {
    drainers.add(drain.replyTo);
    answerIfDrained();
    return this;
  }

  private void answerIfDrained() {
    if (inGrace == 0 && open.isEmpty() && !isWorking()) {
      drainers.forEach(drainer -> drainer.tell(new Drained()));
      drainers.clear();
    }
  }

  private Behavior<Command> onReadState(ReadState read) {
    read.replyTo.tell(coherent.map(CoherentWorker::state).orElse(new State(0, 0, 0, 0, 0, 0)));
    return this;
  }
}
