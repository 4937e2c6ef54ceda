package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.DirectMemory;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.figures.GrowthStep;
import swiotlb.kernel.page.GrowthWork;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.time.ByType;

/**
 * Supervises the pools of one allocator: publishes their list, queues growth, and answers the
 * requests that no area could serve (specification, sections 3 to 6). A restricted allocator is one
 * that may not grow.
 */
public final class Allocator extends AbstractBehavior<Allocator.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /**
   * No area of any pool could serve a request.
   *
   * @param closest the refusal that came closest
   * @param largestFreeRun longest free run that the search met
   * @param refusedBy what the last area of the search said; null if there was none
   */
  public record Exhausted(
      Request request,
      Refusal closest,
      int largestFreeRun,
      SearchCost cost,
      Area.@Nullable Refused refusedBy)
      implements Command {
    /** One that was not searched for. */
    public Exhausted(Request request, Refusal closest, int largestFreeRun, SearchCost cost) {
      this(request, closest, largestFreeRun, cost, null);
    }
  }

  /** A client wants to hear of each new list of pools, and of the present one. */
  public record Subscribe(ActorRef<MapClient.Reply> client) implements Command {}

  /** Somebody wants to hear of each step of growth from now on. */
  public record Observe(ActorRef<GrowthNoted> observer) implements Command {}

  /** Growing is forbidden from now on; what is queued still runs. */
  public record Freeze() implements Command {}

  /** The high-water mark begins anew. */
  public record ResetHiwater() implements Command {}

  /** The worker gets to run now, where it runs on command. */
  public record RunGrowth(ActorRef<GrowthRun> replyTo) implements Command {}

  /** A pool is published as a recording says it was, without the worker. */
  public record AdoptPool(PoolGeometry geometry) implements Command {}

  /**
   * Answer when nothing is under way any more: no growth, nobody waiting, and of transient pools
   * only those whose unmap was forgotten.
   */
  public record Drain(int leakedTransientPools, ActorRef<Drained> replyTo) implements Command {}

  /** Counters and pools are wanted. */
  public record ReadState(ActorRef<State> replyTo) implements Command {}

  /** An area of a pool that may be given back has no slot in use. */
  public record AreaEmpty(int pool) implements Command {}

  /** A pool may have been idle for long enough. */
  record CheckIdle(int pool) implements Command {}

  private record AreaRetired(Area.Retirement retirement) implements Command {}

  private record PoolStarted(Pool.Started started) implements Command {}

  /** The worker's turn has come; {@code mapping} is the one whose request queued the work. */
  record StartWorker(long mapping) implements Command {}

  private record WorkerReported(Grower.Report report) implements Command {}

  private record AtomicPoolAnswered(AtomicPool.Reply reply) implements Command {}

  private record TransientEnded(Area.TransientEnd end) implements Command {}

  private record MemoryReturned(DirectMemory.Returned returned) implements Command {}

  private record PatienceOver(long mapping) implements Command {}

  /** The hypervisor has shared the memory of the first pool, or refused to. */
  private record FirstPoolShared(FirstPool first, boolean granted) implements Command {}

  /** What came of one run of the growth work. */
  public sealed interface GrowthRun {}

  /** A pool was added and published. */
  public record Grown(int pool, PoolGeometry geometry) implements GrowthRun {}

  /** No pages were to be had. */
  public record NotGrown() implements GrowthRun {}

  /** No work was queued. */
  public record NothingQueued() implements GrowthRun {}

  /** Growth has made a step. */
  public record GrowthNoted(ActorRef<Command> allocator, GrowthStep step) {}

  /** Nothing is under way. */
  public record Drained() {}

  /**
   * Counters and pools.
   *
   * @param allocator whose state it is
   * @param isGrowthQueued whether the growth work waits for the worker
   * @param isGrowthOwed whether a request has asked for growth since the worker took it up last
   * @param growthRequests requests that asked for growth so far
   * @param growthsQueued how many of those found the work idle and queued it
   * @param pools with the actors that know more of them
   */
  public record State(
      ActorRef<Command> allocator,
      long usedSlots,
      long hiwaterSlots,
      long transientSlots,
      boolean isGrowthQueued,
      boolean isGrowthOwed,
      long growthRequests,
      long growthsQueued,
      PoolList list,
      List<ActorRef<Pool.Command>> pools) {}

  /**
   * What an allocator is made with.
   *
   * @param mayGrow whether a full allocator adds pools and makes transient ones
   * @param workerOnCommand the worker runs when told to, instead of some time after it was queued
   * @param designs of what it decides
   * @param holdsBytes whether slots have bytes, so that payload can be checked
   * @param areaDesign of its areas, but for who hears of empty ones
   * @param direct who gives pages to single buffers; absent: buffers have slots of pools
   * @param grower what the worker looks for
   * @param rules of the kernel's release
   * @param work makes the growth work, idle
   */
  public record Settings(
      boolean mayGrow,
      boolean workerOnCommand,
      PoolList.SearchRounds rounds,
      ChosenDesigns designs,
      AreaCosts areaCosts,
      boolean holdsBytes,
      SlotCounters counters,
      Grower.Settings grower,
      PoolRules rules,
      AreaDesign areaDesign,
      Optional<BufferMemory.Direct> direct,
      Supplier<GrowthWork> work) {

    /** With growth work as the kernel has it. */
    public Settings(
        boolean mayGrow,
        boolean workerOnCommand,
        PoolList.SearchRounds rounds,
        ChosenDesigns designs,
        AreaCosts areaCosts,
        boolean holdsBytes,
        SlotCounters counters,
        Grower.Settings grower,
        PoolRules rules,
        AreaDesign areaDesign,
        Optional<BufferMemory.Direct> direct) {
      this(
          mayGrow,
          workerOnCommand,
          rounds,
          designs,
          areaCosts,
          holdsBytes,
          counters,
          grower,
          rules,
          areaDesign,
          direct,
          GrowthWork::new);
    }
  }

  /**
   * The first pool of an allocator.
   *
   * @param number by which reports know it
   * @param searchFrom by area: the slot where its first search begins, counted from the area's
   *     first slot; of areas that it does not reach, 0
   */
  public record FirstPool(int number, PoolGeometry geometry, List<Integer> searchFrom) {
    /** Immutable from the start. */
    public FirstPool {
      searchFrom = List.copyOf(searchFrom);
    }

    /** A pool that nobody has searched. */
    public FirstPool(int number, PoolGeometry geometry) {
      this(number, geometry, List.of());
    }
  }

  /** How pools that are added later are numbered, where several allocators share the numbers. */
  @FunctionalInterface
  public interface PoolNumbers {
    /** The next free number. */
    int next();
  }

  private final TimerScheduler<Command> timers;
  private final Settings settings;
  private final PoolNumbers numbers;
  private final ChosenDesigns designs;
  private final ActorRef<Pool.Started> poolStarts;
  private final Growth growth;
  private final Area.Settings areaSettings;
  private final Area.Settings addedAreas;
  private final Publication publication;
  private final Map<Integer, ActorRef<Pool.Command>> pools = new LinkedHashMap<>();
  private final WaitingRequests waiting = new WaitingRequests();
  private final TransientPools transients;
  private final IdlePools idle;
  private final List<ActorRef<Drained>> drainers = new ArrayList<>();

  private boolean mayGrow;
  private int poolsStarting;

  private Allocator(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Settings settings,
      Optional<FirstPool> firstPool,
      PoolNumbers numbers,
      ActorRef<PageAllocator.Command> pages,
      ActorRef<AtomicPool.Command> atomicPool) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.numbers = numbers;
    this.mayGrow = settings.mayGrow && firstPool.isPresent();
    this.designs = settings.designs;
    this.poolStarts = context.messageAdapter(Pool.Started.class, PoolStarted::new);
    this.publication = new Publication(settings.rounds);
    this.areaSettings =
        new Area.Settings(
            settings.areaCosts,
            settings.holdsBytes,
            settings.counters,
            publication.shared(),
            settings.grower.timeline(),
            context.getSelf().narrow(),
            false,
            List.of(),
            settings.areaDesign);
    this.addedAreas = areaSettings.with(settings.areaDesign.watchedBy(idleListener(context)));
    this.transients =
        new TransientPools(
            context,
            areaSettings.with(settings.areaDesign.ofTransient()),
            settings.grower.costs(),
            settings.rules,
            memoryOfOneBuffer(atomicPool),
            context.messageAdapter(AtomicPool.Reply.class, AtomicPoolAnswered::new),
            context.messageAdapter(Area.TransientEnd.class, TransientEnded::new),
            context.messageAdapter(DirectMemory.Returned.class, MemoryReturned::new));
    var grower = context.spawn(Grower.create(settings.grower, pages), "grower");
    context.watch(grower);
    this.growth =
        new Growth(
            settings,
            grower,
            context.messageAdapter(Grower.Report.class, WorkerReported::new),
            context.getSelf(),
            () -> publication.newest().slots());
    this.idle =
        new IdlePools(
            settings.designs.idle(),
            settings.grower.timeline(),
            context.getSelf(),
            context.messageAdapter(Area.Retirement.class, AreaRetired::new));
    firstPool.ifPresent(this::startFirst);
  }

  private void startFirst(FirstPool first) {
    var hypervisor = settings.grower.encryption();
    if (hypervisor.isEmpty()) {
      startUsed(first);
    } else {
      poolsStarting++;
      FirstSharing.ask(
          hypervisor.get(),
          first,
          getContext()
              .messageAdapter(
                  Encryption.Reply.class,
                  reply -> new FirstPoolShared(first, FirstSharing.isGranted(reply))));
    }
  }

  private Optional<ActorRef<AreaEmpty>> idleListener(ActorContext<Command> context) {
    return settings.designs.idle().patience().map(patience -> context.getSelf().narrow());
  }

  private BufferMemory memoryOfOneBuffer(ActorRef<AtomicPool.Command> atomicPool) {
    return settings
        .direct
        .<BufferMemory>map(direct -> direct)
        .orElseGet(() -> new BufferMemory.Atomic(atomicPool));
  }

  private Behavior<Command> onFirstPoolShared(FirstPoolShared shared) {
    poolsStarting--;
    if (shared.granted) {
      startUsed(shared.first);
    } else {
      startUnshared(shared.first);
      answerIfDrained();
    }
    return this;
  }

  private void startUsed(FirstPool first) {
    startPool(first.number, first.geometry, areaSettings.searchingFrom(first.searchFrom));
  }

  private void startUnshared(FirstPool first) {
    settings.counters.addUnshared(first.geometry.slots());
    switch (settings.rules.unshared()) {
      case USED -> startUsed(first);
      case DISABLED -> {
        settings.counters.addDisabled(first.geometry.slots());
        startPool(first.number, first.geometry, areaSettings.disabled());
      }
      case ABSENT -> mayGrow = false;
    }
  }

  /**
   * An allocator as set-up leaves it.
   *
   * @param firstPool absent if there is no memory at all
   * @param numbers for pools added later
   */
  public static Behavior<Command> create(
      Settings settings,
      Optional<FirstPool> firstPool,
      PoolNumbers numbers,
      ActorRef<PageAllocator.Command> pages,
      ActorRef<AtomicPool.Command> atomicPool) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Allocator(
                        context, timers, settings, firstPool, numbers, pages, atomicPool)));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(Exhausted.class, this::onExhausted)
        .onMessage(AtomicPoolAnswered.class, this::onAtomicPoolAnswered)
        .onMessage(TransientEnded.class, this::onTransientEnded)
        .onMessage(MemoryReturned.class, this::onMemoryReturned)
        .onMessage(StartWorker.class, this::onStartWorker)
        .onMessage(WorkerReported.class, this::onWorkerReported)
        .onMessage(PoolStarted.class, this::onPoolStarted)
        .onMessage(AreaEmpty.class, this::onAreaEmpty)
        .onMessage(CheckIdle.class, this::onCheckIdle)
        .onMessage(AreaRetired.class, this::onAreaRetired)
        .onMessage(PatienceOver.class, this::onPatienceOver)
        .onMessage(FirstPoolShared.class, this::onFirstPoolShared)
        .onMessage(Subscribe.class, this::onSubscribe)
        .onMessage(Observe.class, this::onObserve)
        .onMessage(Freeze.class, this::onFreeze)
        .onMessage(ResetHiwater.class, this::onResetHiwater)
        .onMessage(RunGrowth.class, this::onRunGrowth)
        .onMessage(AdoptPool.class, this::onAdoptPool)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(ReadState.class, this::onReadState)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .onSignal(Terminated.class, this::onChildStopped)
        .build();
  }

  // Requests that no area could serve.

  private Behavior<Command> onExhausted(Exhausted exhausted) {
    if (settings.direct.isPresent()) {
      transients.take(exhausted);
      return this;
    }
    if (!mayGrow) {
      fail(exhausted, FailureReason.of(exhausted.closest));
      return this;
    }
    var request = exhausted.request;
    growth.request(request.mapping()); // Before the transient pool, as specification 3.5 has it.
    var patience = growth.isUnderWay() ? patience(exhausted) : Duration.ZERO;
    if (patience.isZero() || patience.isNegative()) {
      transients.take(exhausted);
    } else {
      timers.startSingleTimer(request.mapping(), new PatienceOver(request.mapping()), patience);
      waiting.add(exhausted, now());
      request.client().tell(new MapClient.Waits(request.mapping()));
    }
    return this;
  }

  private Duration patience(Exhausted exhausted) {
    return designs
        .exhaustion()
        .patience(!exhausted.request.interrupt(), waiting.size())
        .minusNanos(exhausted.cost.waitNs());
  }

  private Behavior<Command> onPatienceOver(PatienceOver over) {
    var exhausted = waiting.take(over.mapping, now());
    if (exhausted != null) {
      transients.take(exhausted);
    }
    return this;
  }

  private void searchAgain() {
    for (var exhausted : waiting.takeAll(now())) {
      timers.cancel(exhausted.request.mapping());
      var again = Area.MapRequest.again(exhausted, list());
      list().ownerAt(again.stop(), exhausted.request.cpu()).tell(again);
    }
  }

  private void stopWaiting() {
    for (var exhausted : waiting.takeAll(now())) {
      timers.cancel(exhausted.request.mapping());
      transients.take(exhausted);
    }
  }

  // The transient path.

  private Behavior<Command> onAtomicPoolAnswered(AtomicPoolAnswered answered) {
    var refused = transients.onAnswer(answered.reply, list());
    if (refused != null) {
      fail(refused, FailureReason.TRANSIENT_REFUSED);
    }
    return this;
  }

  private Behavior<Command> onTransientEnded(TransientEnded ended) {
    var misfit = transients.onEnd(ended.end);
    if (misfit != null) {
      fail(misfit, FailureReason.TRANSIENT_DOES_NOT_FIT);
    }
    answerIfDrained();
    return this;
  }

  private Behavior<Command> onMemoryReturned(MemoryReturned memory) {
    transients.returned();
    answerIfDrained();
    return this;
  }

  private void fail(Exhausted exhausted, FailureReason reason) {
    var request = exhausted.request;
    request
        .client()
        .tell(
            new MapClient.MapFailed(
                request.mapping(),
                reason,
                settings.counters.shownUsed(),
                list().slots(),
                exhausted.largestFreeRun,
                exhausted.cost));
    answerIfDrained();
  }

  // Growth.

  private Behavior<Command> onStartWorker(StartWorker start) {
    growth.start();
    return this;
  }

  private Behavior<Command> onRunGrowth(RunGrowth run) {
    growth.run(run);
    return this;
  }

  private Behavior<Command> onAdoptPool(AdoptPool adopt) {
    startPool(numbers.next(), adopt.geometry);
    return this;
  }

  private Behavior<Command> onWorkerReported(WorkerReported reported) {
    if (reported.report instanceof Grower.Found found) {
      startPool(numbers.next(), found.range(), addedAreas);
    } else if (reported.report instanceof Grower.Failed failed) {
      growth.failed(failed);
      stopWaiting();
      answerIfDrained();
    } else if (reported.report instanceof Grower.Returned) {
      idle.returned();
      answerIfDrained();
    }
    return this;
  }

  private void startPool(int number, PoolGeometry geometry) {
    startPool(number, geometry, areaSettings);
  }

  private void startPool(int number, PoolGeometry geometry, Area.Settings ofAreas) {
    poolsStarting++;
    var pool =
        getContext().spawn(Pool.create(number, geometry, ofAreas, poolStarts), "pool-" + number);
    getContext().watch(pool);
  }

  private Behavior<Command> onPoolStarted(PoolStarted started) {
    poolsStarting--;
    var entry = started.started.entry();
    pools.put(entry.number(), started.started.pool());
    settings.grower.timeline().changed();
    settings.counters.addLasting(entry.geometry().slots());
    publication.add(entry);
    if (growth.isRunning()) {
      growth.published(entry.number(), entry.geometry());
      idle.mayBeIdle(entry.number()); // Perhaps nobody will ever use it.
      searchAgain();
    }
    answerIfDrained();
    return this;
  }

  // Pools that nobody uses.

  private Behavior<Command> onAreaEmpty(AreaEmpty empty) {
    idle.mayBeIdle(empty.pool);
    return this;
  }

  private Behavior<Command> onCheckIdle(CheckIdle check) {
    list().find(check.pool).ifPresent(idle::check);
    return this;
  }

  private Behavior<Command> onAreaRetired(AreaRetired answered) {
    var retired = idle.answered(answered.retirement);
    if (retired != null) {
      var geometry = retired.geometry();
      settings.grower.timeline().changed();
      publication.remove(retired.number());
      pools.remove(retired.number());
      settings.counters.addLasting(-geometry.slots());
      growth.gaveBack(geometry);
    }
    answerIfDrained();
    return this;
  }

  private PoolList list() {
    return publication.newest();
  }

  // Everything else.

  private Behavior<Command> onSubscribe(Subscribe subscription) {
    publication.subscribe(subscription.client);
    return this;
  }

  private Behavior<Command> onObserve(Observe observe) {
    growth.observe(observe.observer);
    return this;
  }

  private Behavior<Command> onFreeze(Freeze freeze) {
    mayGrow = false;
    return this;
  }

  private Behavior<Command> onResetHiwater(ResetHiwater reset) {
    settings.counters.resetHiwater();
    return this;
  }

  private Behavior<Command> onDrain(Drain drain) {
    drainers.add(drain.replyTo);
    transients.expectLeaked(drain.leakedTransientPools);
    answerIfDrained();
    return this;
  }

  private void answerIfDrained() {
    var busy =
        transients.isBusy()
            || poolsStarting > 0
            || !waiting.isEmpty()
            || growth.isBusy()
            || idle.isBusy();
    if (!busy) {
      drainers.forEach(drainer -> drainer.tell(new Drained()));
      drainers.clear();
    }
  }

  private Behavior<Command> onReadState(ReadState read) {
    var counters = settings.counters;
    read.replyTo.tell(
        new State(
            getContext().getSelf(),
            counters.used(),
            counters.hiwater(),
            counters.transientSlots(),
            growth.isQueued(),
            growth.isOwed(),
            growth.requests(),
            growth.timesQueued(),
            list(),
            List.copyOf(pools.values())));
    return this;
  }

  private Behavior<Command> onChildFailed(ChildFailed signal) {
    throw ActorFailedException.of(signal);
  }

  /** Of the children only transient areas stop, and they have told how it ended. */
  private Behavior<Command> onChildStopped(Terminated signal) {
    return this;
  }

  private long now() {
    return settings.grower.timeline().nowNs();
  }
}
