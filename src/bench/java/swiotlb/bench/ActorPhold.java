package swiotlb.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.List;
import swiotlb.time.ByType;
import swiotlb.time.Choices;
import swiotlb.time.Timeline;
import swiotlb.time.VirtualTime;

/** PHOLD on virtual time: a place is an actor, a job a message. */
final class ActorPhold implements Phold {
  private record Job(int number) {}

  private final VirtualTime time = new VirtualTime(Choices.inOrder(), null);
  private final List<ActorRef<Job>> places = new ArrayList<>();

  ActorPhold() {
    var dice = new Dice();
    time.start(timeline -> world(timeline, dice));
    time.runInstant();
  }

  private Behavior<Void> world(Timeline timeline, Dice dice) {
    return Behaviors.setup(
        context -> {
          for (var i = 0; i < PLACES; i++) {
            places.add(
                context.spawn(
                    Behaviors.setup(c -> new Place(c, timeline, dice, places)), "place-" + i));
          }
          for (var i = 0; i < JOBS; i++) {
            timeline.deliverAfter((long) dice.delayNs(), places.get(dice.place()), new Job(i));
          }
          return Behaviors.empty();
        });
  }

  private static final class Place extends AbstractBehavior<Job> {
    private final Timeline timeline;
    private final Dice dice;
    private final List<ActorRef<Job>> places;

    Place(ActorContext<Job> context, Timeline timeline, Dice dice, List<ActorRef<Job>> places) {
      super(context);
      this.timeline = timeline;
      this.dice = dice;
      this.places = places;
    }

    @Override
    public Receive<Job> createReceive() {
      return ByType.<Job>builder().onMessage(Job.class, this::onJob).build();
    }

    private Behavior<Job> onJob(Job job) {
      timeline.deliverAfter((long) dice.delayNs(), places.get(dice.place()), job);
      return this;
    }
  }

  @Override
  public void advance(int arrivals) {
    var end = time.deliveries() + arrivals;
    time.runUntil(() -> time.deliveries() >= end);
  }

  @Override
  public void close() {
    time.close();
  }
}
