package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import swiotlb.actor.pool.MapClient;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;
import swiotlb.workload.Context;

/**
 * A CPU that several devices contend for: orders their threads and interrupts. A CPU that only one
 * device uses is that device's own business and costs no message.
 */
public final class Cpu extends AbstractBehavior<Cpu.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /**
   * Work wants the CPU.
   *
   * @param work by which the device knows it
   */
  public record Claim(long work, Context context, ActorRef<MapClient.Message> device)
      implements Command {}

  /** The holder will be done at a time. */
  public record EndsAt(long timeNs, boolean interruptible) implements Command {}

  /** The holder is done. */
  public record Release() implements Command {}

  /** Somebody waits for this moment. */
  private record Wake() implements Command {}

  /** What it tells a device. */
  public sealed interface Reply extends Device.Command {}

  /** Work has the CPU. */
  public record Granted(int cpu, long work) implements Reply {}

  /** A stronger context took the CPU from the work. */
  public record Interrupted(int cpu, long work) implements Reply {}

  /** Work has the CPU back, and will be done at a time. */
  public record Resumed(int cpu, long work, long endNs) implements Reply {}

  private final int number;
  private final Timeline timeline;
  private final CpuTurns turns;

  private Cpu(ActorContext<Command> context, int number, Timeline timeline) {
    super(context);
    this.number = number;
    this.timeline = timeline;
    this.turns = new CpuTurns(at -> timeline.deliverAt(at, context.getSelf().narrow(), new Wake()));
  }

  /** An idle CPU. */
  public static Behavior<Command> create(int number, Timeline timeline) {
    return Behaviors.setup(context -> new Cpu(context, number, timeline));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(Claim.class, this::onClaim)
        .onMessage(EndsAt.class, this::onEndsAt)
        .onMessage(Release.class, this::onRelease)
        .onMessage(Wake.class, this::onWake)
        .build();
  }

  private Behavior<Command> onClaim(Claim claim) {
    turns.claim(new Claimed(claim), timeline.nowNs());
    return this;
  }

  private Behavior<Command> onEndsAt(EndsAt end) {
    turns.endsAt(end.timeNs, end.interruptible, timeline.nowNs());
    return this;
  }

  private Behavior<Command> onRelease(Release release) {
    turns.release(timeline.nowNs());
    return this;
  }

  private Behavior<Command> onWake(Wake wake) {
    turns.wake(timeline.nowNs());
    return this;
  }

  /** A device's work as the turns see it. */
  private final class Claimed extends CpuTurns.Work {
    private final Claim claim;

    Claimed(Claim claim) {
      this.claim = claim;
    }

    @Override
    long id() {
      return claim.work;
    }

    @Override
    Context context() {
      return claim.context;
    }

    @Override
    void granted() {
      claim.device.tell(new Granted(number, claim.work));
    }

    @Override
    void interrupted() {
      claim.device.tell(new Interrupted(number, claim.work));
    }

    @Override
    void resumed(long endNs) {
      claim.device.tell(new Resumed(number, claim.work, endNs));
    }
  }
}
