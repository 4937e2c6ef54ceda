package swiotlb.actor.machine;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.pool.ActorFailedException;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.page.PageSource;
import swiotlb.time.Choices;
import swiotlb.time.MessageSink;
import swiotlb.time.Timeline;
import swiotlb.time.VirtualTime;

/**
 * A machine as actors in virtual time, without costs: a worker that runs on command, a page
 * allocator with answers of the caller's. Time stands still until the caller lets it pass. Not
 * thread-safe.
 */
public final class Rig implements AutoCloseable {
  /** The allocator of devices that have none of their own. */
  public static final String DEFAULT = "";

  private final RigSettings machine;
  private final VirtualTime time;
  private final List<Object> answers = new ArrayList<>();
  private @Nullable Machine actors;
  private @Nullable ActorRef<Object> listener;
  private @Nullable ActorFailedException failure;

  /**
   * A machine after set-up.
   *
   * @param sink receives every message, or null
   * @throws IllegalArgumentException if a device names an allocator that there is not
   * @throws IllegalStateException if the actors could not be made, which is a fault of the
   *     simulator
   */
  public Rig(RigSettings machine, PageSource pages, @Nullable MessageSink sink) {
    this.machine = machine;
    var spec = machine.spec(pages); // First, since it may throw and an engine must be closed.
    this.time = new VirtualTime(Choices.inOrder(), sink);
    time.start(timeline -> guardian(timeline, spec));
    time.run();
    var cause = time.failure();
    if (cause != null) {
      time.close();
      throw new IllegalStateException("the actors of the machine could not be made", cause);
    }
  }

  private Behavior<Object> guardian(Timeline timeline, MachineSpec spec) {
    return Behaviors.setup(
        context -> {
          listener = context.getSelf();
          actors = new Machine(context, spec, timeline);
          return Behaviors.receive(Object.class)
              .onSignal(
                  ChildFailed.class,
                  signal -> {
                    failure = ActorFailedException.of(signal);
                    return Behaviors.stopped();
                  })
              .onAnyMessage(
                  message -> {
                    answers.add(message);
                    return Behaviors.same();
                  })
              .build();
        });
  }

  /**
   * An allocator by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ActorRef<Allocator.Command> allocator(String name) {
    return actors().allocator(machine.nameOf(name));
  }

  /**
   * A device by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ActorRef<MapClient.Message> device(String name) {
    return actors().device(name);
  }

  /** All allocators, the default one first. */
  public List<ActorRef<Allocator.Command>> allocators() {
    return actors().allocators();
  }

  /** Where transient memory comes from. */
  public ActorRef<AtomicPool.Command> atomicPool() {
    return actors().atomicPool();
  }

  private Machine actors() {
    return Objects.requireNonNull(actors, "the system has not started");
  }

  /** Where answers go. */
  public <T> ActorRef<T> replyTo() {
    return Objects.requireNonNull(listener, "the system has not started").narrow();
  }

  /** Sends a message and lets happen what follows from it at this instant. */
  public <M> void tell(ActorRef<M> to, M message) {
    to.tell(message);
    time.runInstant();
  }

  /** Lets time pass until nothing is under way. */
  public void letTimePass() {
    time.run();
  }

  /** Sends a message and takes the one answer that must follow from it at this instant. */
  public <M, A> A ask(ActorRef<M> to, M message, Class<A> answer) {
    answers.clear();
    tell(to, message);
    return taken(message, answer);
  }

  /** Sends a message, lets time pass, and takes the one answer that must follow from it. */
  public <M, A> A askAndWait(ActorRef<M> to, M message, Class<A> answer) {
    answers.clear();
    to.tell(message);
    time.run();
    return taken(message, answer);
  }

  /**
   * The answer to a message.
   *
   * @throws ActorFailedException if an actor failed, whatever the message was
   */
  private <A> A taken(Object message, Class<A> answer) {
    if (failure != null) {
      throw failure;
    }
    if (answers.size() != 1 || !answer.isInstance(answers.get(0))) {
      throw new IllegalStateException(message + " was answered by " + answers);
    }
    return answer.cast(answers.get(0));
  }

  @Override
  public void close() {
    time.close();
  }
}
