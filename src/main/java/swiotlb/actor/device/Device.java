package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.figures.MappingCount;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.time.ByType;

/** A device with its driver, which runs the jobs of a scenario: maps buffers, transfers, unmaps. */
public final class Device extends AbstractBehavior<MapClient.Message> implements BounceUser {

  /** What it can be asked, beside the answers of the allocator. */
  public sealed interface Command extends MapClient.Message
      permits StartRun,
          StopRun,
          TransferDone,
          GaveBack,
          Retry,
          Reset,
          Remove,
          CpuWake,
          NextRequest,
          CoherentAnswered,
          Cpu.Reply {}

  /** The jobs of a run begin. */
  public record StartRun(int run, ActorRef<Finished> replyTo) implements Command {}

  /** No further request of the jobs begins; the run ends with those in flight. */
  public record StopRun() implements Command {}

  /**
   * The device has moved the bytes of a request.
   *
   * @param mapping of the request's first buffer
   * @param transfer counts its transfers
   * @param beganNs when its buffers were ready for the device
   */
  public record TransferDone(long mapping, int transfer, long beganNs) implements Command {}

  /** The CPU has done what remained after the last buffer of a request was given back. */
  record GaveBack(long request) implements Command {}

  /**
   * It is time for another try of a request that could not be mapped.
   *
   * @param mapping that failed
   * @param reason why; null if the device was reset or is gone
   */
  record Retry(long request, long mapping, @Nullable FailureReason reason) implements Command {}

  /** The device is reset under its live mappings. */
  public record Reset(int run) implements Command {}

  /** The device is pulled out. */
  record Remove() implements Command {}

  /** Work on a CPU of the device's own is done, and other work waits. */
  record CpuWake(int cpu) implements Command {}

  /** It is time for the next request of a thread. */
  record NextRequest(int run, int thread) implements Command {}

  private record CoherentAnswered(CoherentAllocator.Reply reply) implements Command {}

  /** All jobs of a run have ended and every buffer is unmapped. */
  public record Finished(int run, DeviceReport report) {}

  private final Jobs jobs;
  private @Nullable StartRun postponed;
  private boolean knowsPools;

  private Device(
      ActorContext<MapClient.Message> context,
      DeviceSpec spec,
      Surroundings around,
      ActorRef<Allocator.Command> allocator) {
    super(context);
    var coherentReplyTo =
        context.messageAdapter(CoherentAllocator.Reply.class, CoherentAnswered::new);
    this.jobs = new Jobs(spec, around, allocator, coherentReplyTo, context.getSelf());
    allocator.tell(new Allocator.Subscribe(context.getSelf().narrow()));
  }

  /**
   * A device that has not begun anything.
   *
   * @param spec with a driver that runs its jobs
   */
  public static Behavior<MapClient.Message> create(
      DeviceSpec spec, Surroundings around, ActorRef<Allocator.Command> allocator) {
    return Behaviors.setup(context -> new Device(context, spec, around, allocator));
  }

  @Override
  public Receive<MapClient.Message> createReceive() {
    return ByType.<MapClient.Message>builder()
        .onMessage(MapClient.Mapped.class, this::onMapped)
        .onMessage(TransferDone.class, this::onTransferDone)
        .onMessage(MapClient.Unmapped.class, this::onUnmapped)
        .onMessage(MapClient.MapFailed.class, this::onMapFailed)
        .onMessage(CpuWake.class, this::onCpuWake)
        .onMessage(Cpu.Granted.class, this::onCpuGranted)
        .onMessage(NextRequest.class, this::onNextRequest)
        .onMessage(GaveBack.class, this::onGaveBack)
        .onMessage(Retry.class, this::onRetry)
        .onMessage(MapClient.Waits.class, this::onWaits)
        .onMessage(MapClient.Throttled.class, this::onThrottled)
        .onMessage(MapClient.Admitted.class, this::onAdmitted)
        .onMessage(Cpu.Interrupted.class, this::onCpuInterrupted)
        .onMessage(Cpu.Resumed.class, this::onCpuResumed)
        .onMessage(Reset.class, this::onReset)
        .onMessage(Remove.class, this::onRemove)
        .onMessage(MapClient.PoolsPublished.class, this::onPoolsPublished)
        .onMessage(MapClient.Synced.class, this::onSynced)
        .onMessage(CoherentAnswered.class, this::onCoherentAnswered)
        .onMessage(StartRun.class, this::onStartRun)
        .onMessage(StopRun.class, this::onStopRun)
        .build();
  }

  @Override
  public MappingCount mappings() {
    return jobs.driver().mappings().count();
  }

  // The answers of the allocator.

  private Behavior<MapClient.Message> onMapped(MapClient.Mapped answer) {
    jobs.driver().mappings().onMapped(answer);
    return this;
  }

  private Behavior<MapClient.Message> onMapFailed(MapClient.MapFailed answer) {
    jobs.driver().mappings().onMapFailed(answer);
    return this;
  }

  private Behavior<MapClient.Message> onUnmapped(MapClient.Unmapped answer) {
    jobs.driver().mappings().onUnmapped(answer);
    return this;
  }

  private Behavior<MapClient.Message> onWaits(MapClient.Waits answer) {
    jobs.driver().mappings().onWaits(answer);
    return this;
  }

  private Behavior<MapClient.Message> onThrottled(MapClient.Throttled answer) {
    jobs.driver().mappings().onThrottled(answer);
    return this;
  }

  private Behavior<MapClient.Message> onAdmitted(MapClient.Admitted answer) {
    jobs.driver().mappings().onAdmitted(answer);
    return this;
  }

  private Behavior<MapClient.Message> onPoolsPublished(MapClient.PoolsPublished published) {
    jobs.driver().mappings().onPoolsPublished(published);
    knowsPools = true;
    if (postponed != null) {
      jobs.begin(postponed);
      postponed = null;
    }
    return this;
  }

  private Behavior<MapClient.Message> onSynced(MapClient.Synced answer) {
    jobs.driver().mappings().onSynced(answer);
    return this;
  }

  private Behavior<MapClient.Message> onCoherentAnswered(CoherentAnswered answered) {
    jobs.driver().coherent().onReply(answered.reply);
    return this;
  }

  // Jobs.

  private Behavior<MapClient.Message> onStartRun(StartRun start) {
    if (knowsPools) {
      jobs.begin(start);
    } else {
      postponed = start;
    }
    return this;
  }

  private Behavior<MapClient.Message> onStopRun(StopRun stop) {
    jobs.stop();
    return this;
  }

  private Behavior<MapClient.Message> onNextRequest(NextRequest next) {
    jobs.next(next);
    return this;
  }

  private Behavior<MapClient.Message> onTransferDone(TransferDone done) {
    jobs.transferDone(done);
    return this;
  }

  private Behavior<MapClient.Message> onGaveBack(GaveBack gave) {
    jobs.gaveBack(gave);
    return this;
  }

  private Behavior<MapClient.Message> onRetry(Retry retry) {
    jobs.retry(retry);
    return this;
  }

  private Behavior<MapClient.Message> onReset(Reset reset) {
    jobs.reset(reset);
    return this;
  }

  private Behavior<MapClient.Message> onRemove(Remove remove) {
    jobs.remove();
    return this;
  }

  // CPUs.

  private Behavior<MapClient.Message> onCpuWake(CpuWake wake) {
    jobs.cpus().onWake(wake);
    return this;
  }

  private Behavior<MapClient.Message> onCpuGranted(Cpu.Granted granted) {
    jobs.required(granted.work()).granted();
    return this;
  }

  private Behavior<MapClient.Message> onCpuInterrupted(Cpu.Interrupted interrupted) {
    jobs.inFlight(interrupted.work()).ifPresent(IoRequest::interrupted);
    return this;
  }

  private Behavior<MapClient.Message> onCpuResumed(Cpu.Resumed resumed) {
    jobs.inFlight(resumed.work()).ifPresent(request -> request.resumed(resumed.endNs()));
    return this;
  }
}
