package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.figures.GrowthStep;
import swiotlb.kernel.page.GrowthWork;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.slot.PoolGeometry;

/**
 * The growth of an allocator: when the work is queued, when the worker starts, and what came of it
 * (specification, section 6). State of one Allocator.
 */
final class Growth {
  private final Allocator.Settings settings;
  private final ActorRef<Grower.Command> grower;
  private final ActorRef<Grower.Report> reports;
  private final ActorRef<Allocator.Command> allocator;
  private final GrowthPolicy policy;
  private final LongSupplier presentSlots;
  private final GrowthWork work;
  private final WorkerTail.Draws late;
  private final List<ActorRef<Allocator.GrowthNoted>> observers = new ArrayList<>();
  private @Nullable ActorRef<Allocator.GrowthRun> runReplyTo;
  private long queuedBy;
  private long requests;
  private long timesQueued;
  private boolean isOwed;

  Growth(
      Allocator.Settings settings,
      ActorRef<Grower.Command> grower,
      ActorRef<Grower.Report> reports,
      ActorRef<Allocator.Command> allocator,
      LongSupplier presentSlots) {
    this.settings = settings;
    this.work = settings.work().get();
    this.grower = grower;
    this.reports = reports;
    this.allocator = allocator;
    this.policy = settings.designs().growth();
    this.presentSlots = presentSlots;
    this.late = new WorkerTail.Draws(settings.grower().costs().workerTail());
  }

  /** A request found no slots. */
  void request(long mapping) {
    requests++;
    if (wish() == 0) {
      return;
    }
    isOwed = true;
    if (!work.queue()) {
      return;
    }
    timesQueued++;
    queuedBy = mapping;
    note(GrowthStep.Event.QUEUED, 0, 0);
    if (!settings.workerOnCommand() && !work.isRunning()) {
      scheduleWorker();
    }
  }

  /** The worker gets to run. */
  boolean start() {
    if (!work.start()) {
      return false;
    }
    isOwed = false;
    note(GrowthStep.Event.STARTED, 0, 0);
    var wish = wish();
    if (wish == settings.grower().defaultSlots() && !policy.source().isContiguousRegion()) {
      grower.tell(new Grower.Grow(reports));
    } else {
      grower.tell(new Grower.GrowOtherwise(wish, policy.source(), reports));
    }
    return true;
  }

  /** Slots of the next pool; less than a slot set is none. */
  private int wish() {
    var slots = policy.wishSlots(settings.grower().defaultSlots(), presentSlots.getAsLong());
    return slots < settings.grower().units().setSlots() ? 0 : slots;
  }

  /** A pool that nobody uses was taken off the list; its memory follows. */
  void gaveBack(PoolGeometry geometry) {
    note(GrowthStep.Event.GIVEN_BACK, geometry.slots(), geometry.areas());
    grower.tell(new Grower.GiveBack(geometry, reports));
  }

  /** The worker gets to run on command. */
  void run(Allocator.RunGrowth run) {
    if (start()) {
      runReplyTo = run.replyTo();
    } else {
      run.replyTo().tell(new Allocator.NothingQueued());
    }
  }

  void failed(Grower.Failed failed) {
    note(GrowthStep.Event.FAILED, failed.smallestTriedSlots(), 0);
    end(new Allocator.NotGrown());
  }

  void published(int pool, PoolGeometry geometry) {
    note(GrowthStep.Event.PUBLISHED, geometry.slots(), geometry.areas());
    end(new Allocator.Grown(pool, geometry));
  }

  /** Whether the worker is at it. */
  boolean isRunning() {
    return work.isRunning();
  }

  /** Whether the work waits for the worker. */
  boolean isQueued() {
    return work.isQueued();
  }

  /** Whether a pool may come: the worker is at it, or will be. */
  boolean isUnderWay() {
    return work.isRunning() || work.isQueued();
  }

  /** Whether the worker is at it or will be, without being told. */
  boolean isBusy() {
    return work.isRunning() || (work.isQueued() && !settings.workerOnCommand());
  }

  /** Requests that asked for growth so far. */
  long requests() {
    return requests;
  }

  /** Whether one has asked since the worker took the work up last. */
  boolean isOwed() {
    return isOwed;
  }

  /** How many of those found the work idle. */
  long timesQueued() {
    return timesQueued;
  }

  /** Somebody wants to hear of each step from now on. */
  void observe(ActorRef<Allocator.GrowthNoted> observer) {
    observers.add(observer);
  }

  private void end(Allocator.GrowthRun outcome) {
    work.end();
    if (runReplyTo != null) {
      runReplyTo.tell(outcome);
      runReplyTo = null;
    }
    if (work.isQueued() && !settings.workerOnCommand()) {
      scheduleWorker();
    }
  }

  private void scheduleWorker() {
    settings
        .grower()
        .timeline()
        .deliverAfter(
            settings.grower().costs().workerStartNs()
                + late.nextNs()
                + settings.grower().faults().workerLateNs("the worker that adds pools"),
            allocator,
            new Allocator.StartWorker(queuedBy));
  }

  private void note(GrowthStep.Event event, int slots, int areas) {
    var step = new GrowthStep(settings.grower().timeline().nowNs(), event, slots, areas);
    observers.forEach(observer -> observer.tell(new Allocator.GrowthNoted(allocator, step)));
  }
}
