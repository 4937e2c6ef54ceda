package swiotlb.study.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.delivery.ConsumerController;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.ServiceKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pulls chunks, has them done on a thread of its own, and tells the coordinator what came of them,
 * part by part, each until it was taken. A chunk is confirmed after that; until then it would go to
 * another worker if this one is lost.
 */
final class Worker extends AbstractBehavior<Worker.Command> {
  /** By which the coordinator finds those who pull. */
  static final ServiceKey<ConsumerController.Command<Chunk>> KEY =
      ServiceKey.create(ConsumerController.serviceKeyClass(), "worker");

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(3);

  /** What a worker is told. */
  sealed interface Command permits Assigned, Finished, Taken, Again {}

  /** A chunk to be done. */
  private record Assigned(ConsumerController.Delivery<Chunk> delivery) implements Command {}

  /** The chunk is done, or as much of it as there was time for. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record Finished(byte[] results, Spent spent) implements Command {}

  /** The coordinator has a part of what came of a chunk. */
  record Taken(long chunk, int part) implements Command, Told {}

  /** Nobody has said that a part was taken. */
  private record Again() implements Command {}

  /** Does chunks, one at a time, on another thread. */
  interface Hands {
    /** Does one, or the first pieces of it, if they take long. */
    void begin(Chunk chunk, ActorRef<Finished> listener);
  }

  private final String node;
  private final Hands hands;
  private final ActorRef<Coordinator.Command> coordinator;
  private final TimerScheduler<Command> timers;

  private ConsumerController.@Nullable Delivery<Chunk> delivery;

  /** Null while the chunk is being done. */
  private byte @Nullable [] results;

  private Spent spent = new Spent(0, 0, 0);
  private int part;

  static Behavior<Command> create(
      String node, Hands hands, ActorRef<Coordinator.Command> coordinator) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Worker(context, timers, node, hands, coordinator)));
  }

  private Worker(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String node,
      Hands hands,
      ActorRef<Coordinator.Command> coordinator) {
    super(context);
    this.timers = timers;
    this.node = node;
    this.hands = hands;
    this.coordinator = coordinator;
    var consumer = context.spawn(ConsumerController.create(KEY), "consumer");
    consumer.tell(
        new ConsumerController.Start<>(
            context.messageAdapter(ConsumerController.deliveryClass(), Assigned::new)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Assigned.class, this::onAssigned)
        .onMessage(Finished.class, this::onFinished)
        .onMessage(Taken.class, this::onTaken)
        .onMessage(Again.class, this::onAgain)
        .build();
  }

  private Behavior<Command> onAssigned(Assigned assigned) {
    delivery = assigned.delivery;
    hands.begin(assigned.delivery.message(), getContext().getSelf().narrow());
    return this;
  }

  private Behavior<Command> onFinished(Finished finished) {
    results = finished.results;
    spent = finished.spent;
    part = 0;
    return send();
  }

  private Behavior<Command> onTaken(Taken taken) {
    var current = delivery;
    if (current == null
        || results == null
        || taken.chunk != current.message().number()
        || taken.part != part) {
      return this; // Told twice.
    }
    part++;
    if (part < Parts.count(results)) {
      return send();
    }
    timers.cancel(Again.class);
    delivery = null;
    results = null;
    current.confirmTo().tell(ConsumerController.confirmed());
    return this;
  }

  private Behavior<Command> onAgain(Again again) {
    return send();
  }

  private Behavior<Command> send() {
    if (delivery != null && results != null) {
      coordinator.tell(
          new Coordinator.ResultPart(
              delivery.message().number(),
              part,
              Parts.count(results),
              spent,
              node,
              Parts.part(results, part),
              getContext().getSelf()));
      timers.startSingleTimer(Again.class, new Again(), AGAIN_AFTER);
    }
    return this;
  }
}
