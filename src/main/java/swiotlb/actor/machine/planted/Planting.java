package swiotlb.actor.machine.planted;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Optional;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.actor.pool.Throttle;
import swiotlb.kernel.page.GrowthWork;
import swiotlb.kernel.policy.Flaw;
import swiotlb.time.Timeline;

/**
 * Where a mistake can get into a machine: what stands between its parts. This one lets everything
 * through; each flaw is another. State of one machine in virtual time; not thread-safe, but for
 * those of flaws that are for threads, too.
 */
public class Planting {
  private final ActorContext<?> context;
  private final Timeline timeline;

  Planting(ActorContext<?> context, Timeline timeline) {
    this.context = context;
    this.timeline = timeline;
  }

  /**
   * That of a flaw.
   *
   * @param context of the machine
   */
  public static Planting of(Optional<Flaw> flaw, ActorContext<?> context, Timeline timeline) {
    return flaw.map(planted -> of(planted, context, timeline))
        .orElseGet(() -> new Planting(context, timeline));
  }

  private static Planting of(Flaw flaw, ActorContext<?> context, Timeline timeline) {
    return switch (flaw) {
      case STALE_LOOK_UP -> new StaleLookUp(context, timeline);
      case LOST_REQUEUE -> new OtherGrowthWork(context, timeline, OtherGrowthWork.LostRequeue::new);
      case FLAG_CLEARED_LATE ->
          new OtherGrowthWork(context, timeline, OtherGrowthWork.ClearedLate::new);
      case LOST_WAKE_UP -> new LostWakeUp(context, timeline);
      case DOUBLE_RELEASE -> new DoubleRelease(context, timeline);
      case UNLOCKED_COUNTER -> new UnlockedCounter(context, timeline);
      case FIND_THEN_TAKE -> new FindThenTake(context, timeline);
      case FREE_BEFORE_COPY -> new FreeBeforeCopy(context, timeline);
      case NO_GRACE_PERIOD -> new NoGracePeriod(context, timeline);
      case FREED_BEFORE_SYNC -> new FreedBeforeSync(context, timeline);
      case PUBLISHED_WHILE_PRIVATE -> new PublishedWhilePrivate(context, timeline);
      case FORGOTTEN_EXPANSION -> new ForgottenExpansion(context, timeline);
      case EARLY_ANSWER -> new EarlyAnswer(context, timeline);
    };
  }

  final Timeline timeline() {
    return timeline;
  }

  final <M> ActorRef<M> spawn(Behavior<M> behavior, String name) {
    return context.spawn(behavior, name);
  }

  /** An actor that hears what nobody waits for. */
  final ActorRef<Object> spawnNobody() {
    return spawn(Behaviors.ignore(), "nobody");
  }

  /** An area of a lasting pool of the default allocator, to be made. */
  public Behavior<Area.Command> area(Behavior<Area.Command> area) {
    return area;
  }

  /** A device, to be made. */
  public Behavior<MapClient.Message> device(Behavior<MapClient.Message> device) {
    return device;
  }

  /** Where memory comes from that can be had without waiting, to be made. */
  public Behavior<AtomicPool.Command> atomicPool(Behavior<AtomicPool.Command> pool) {
    return pool;
  }

  /** The throttle, to be made. */
  public Behavior<Throttle.Command> throttle(Behavior<Throttle.Command> throttle) {
    return throttle;
  }

  /** By which devices send. */
  public Timeline ofDevices() {
    return timeline;
  }

  /** By which allocators, their areas and their workers send. */
  public Timeline ofAllocators() {
    return timeline;
  }

  /** By which memory that can be had without waiting is handled. */
  public Timeline ofAtomicPool() {
    return timeline;
  }

  /** Counters of an allocator. */
  public SlotCounters counters(SlotCounters counters) {
    return counters;
  }

  /** Who shares the memory of pools. */
  public Optional<ActorRef<Encryption.Command>> ofPools(
      Optional<ActorRef<Encryption.Command>> hypervisor) {
    return hypervisor;
  }

  /** Growth work, idle. */
  public GrowthWork growthWork() {
    return new GrowthWork();
  }
}
