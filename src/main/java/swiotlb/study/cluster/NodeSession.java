package swiotlb.study.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Text;

/**
 * A node, from the moment it looks for a coordinator to that when it is sent away, or does not hear
 * it any more: gets the files of the job, has the work's bench made of them, and then one worker
 * for each thread.
 */
final class NodeSession extends AbstractBehavior<NodeSession.Command> {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  /** A coordinator that says nothing for so many looks is lost. */
  private static final int LOOKS_UNHEARD = 6;

  /** What a node is told. */
  sealed interface Command
      permits Joined,
          Found,
          Welcome,
          Refused,
          JobPart,
          Ready,
          Unusable,
          Pong,
          Look,
          Farewell,
          Removed {}

  /** This node is in a cluster, so that there is, or was, a coordinator. */
  record Joined() implements Command {}

  /** Who coordinates. */
  private record Found(Receptionist.Listing listing) implements Command {}

  /**
   * The coordinator has work.
   *
   * @param parts of the files of the job
   * @param bytes of all of them
   */
  record Welcome(String kind, String description, int parts, int bytes) implements Command, Told {}

  /** The coordinator does not want this node. */
  record Refused(String reason) implements Command, Told {}

  /** A part of the files of the job, from 0. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record JobPart(int part, byte[] bytes) implements Command, Told {}

  /** The work can be done. */
  record Ready(Worker.Hands hands) implements Command {}

  /** The job cannot be done here. */
  record Unusable(String reason) implements Command {}

  /** The coordinator is alive. */
  record Pong() implements Command, Told {}

  /** Time to look who is still there. */
  record Look() implements Command {}

  /** All is done. */
  record Farewell() implements Command, Told {}

  /** The cluster does not want this node any more. */
  record Removed() implements Command {}

  /** How it ended. */
  enum End {
    /** The coordinator has no more work. */
    SENT_AWAY,
    /** It is of another version, or the job cannot be done here. */
    REFUSED,
    /** Nothing is heard of the coordinator, or it has taken this node out. */
    CUT_OFF
  }

  /**
   * What the node is.
   *
   * @param patience times that it waits longer than usual for a coordinator that says nothing
   */
  record Self(String version, String program, String name, int workers, int patience) {
    Self(String version, String program, String name, int workers) {
      this(version, program, name, workers, 1);
    }
  }

  /** The node's own machine, which may take time, on other threads. */
  interface Workshop {
    /** Makes the bench of a job; the answer is {@link Ready} or {@link Unusable}. */
    void open(String kind, String description, byte[] files, ActorRef<Command> listener);

    /** Something that people should know. */
    void say(String sentence);

    /** It is over. */
    void ended(End end);
  }

  private final Self self;
  private final Workshop workshop;
  private @Nullable ActorRef<Coordinator.Command> coordinator;
  private @Nullable Welcome job;
  private @Nullable Parts parts;
  private int nextPart;
  private int looksUnheard;
  private boolean isAtWork;
  private boolean isJoined;

  static Behavior<Command> create(Self self, Workshop workshop) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new NodeSession(context, timers, self, workshop)));
  }

  private NodeSession(
      ActorContext<Command> context, TimerScheduler<Command> timers, Self self, Workshop workshop) {
    super(context);
    this.self = self;
    this.workshop = workshop;
    context
        .getSystem()
        .receptionist()
        .tell(
            Receptionist.subscribe(
                Coordinator.KEY, context.messageAdapter(Receptionist.Listing.class, Found::new)));
    timers.startTimerWithFixedDelay(new Look(), LOOK_EVERY);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Joined.class, this::onJoined)
        .onMessage(Found.class, this::onFound)
        .onMessage(Welcome.class, this::onWelcome)
        .onMessage(Refused.class, this::onRefused)
        .onMessage(JobPart.class, this::onJobPart)
        .onMessage(Ready.class, this::onReady)
        .onMessage(Unusable.class, this::onUnusable)
        .onMessage(Pong.class, this::onPong)
        .onMessage(Look.class, this::onLook)
        .onMessage(Farewell.class, this::onFarewell)
        .onMessage(Removed.class, this::onRemoved)
        .build();
  }

  private Behavior<Command> onJoined(Joined joined) {
    isJoined = true;
    return this;
  }

  private Behavior<Command> onFound(Found found) {
    if (coordinator == null) {
      for (var one : found.listing.getServiceInstances(Coordinator.KEY)) {
        coordinator = one;
        hello(one);
        break;
      }
    }
    return this;
  }

  private void hello(ActorRef<Coordinator.Command> to) {
    to.tell(
        new Coordinator.Hello(
            self.version, self.program, self.name, self.workers, getContext().getSelf()));
  }

  private Behavior<Command> onWelcome(Welcome welcome) {
    looksUnheard = 0;
    if (job == null) {
      job = welcome;
      try {
        parts = new Parts(welcome.parts);
      } catch (IllegalArgumentException e) {
        return onRefused(new Refused("the job is larger than any can be"));
      }
      fetch();
    }
    return this;
  }

  private void fetch() {
    if (coordinator != null) {
      coordinator.tell(new Coordinator.Fetch(nextPart, getContext().getSelf()));
    }
  }

  private Behavior<Command> onRefused(Refused refused) {
    workshop.say("refused: " + Text.cut(Text.onOneLine(refused.reason), 4 * Limits.NAME_CHARS));
    return ended(End.REFUSED);
  }

  private Behavior<Command> onJobPart(JobPart part) {
    looksUnheard = 0;
    if (parts == null || job == null || part.part != nextPart) {
      return this; // Asked for twice.
    }
    nextPart++;
    try {
      var all = parts.add(part.part, part.bytes);
      if (all.isPresent()) {
        workshop.open(job.kind, job.description, all.get(), getContext().getSelf());
      } else {
        fetch();
      }
      return this;
    } catch (IllegalArgumentException e) {
      return onRefused(new Refused("the job comes in parts that cannot be: " + e.getMessage()));
    }
  }

  private Behavior<Command> onReady(Ready ready) {
    if (!isAtWork && coordinator != null) {
      isAtWork = true;
      for (var i = 0; i < self.workers; i++) {
        getContext().spawn(Worker.create(self.name, ready.hands, coordinator), "worker-" + i);
      }
      workshop.say("at work: " + self.workers + " at a time");
    }
    return this;
  }

  private Behavior<Command> onUnusable(Unusable unusable) {
    workshop.say("the job cannot be done here: " + Text.onOneLine(unusable.reason));
    return ended(End.REFUSED);
  }

  private Behavior<Command> onPong(Pong pong) {
    looksUnheard = 0;
    return this;
  }

  private Behavior<Command> onLook(Look look) {
    if (coordinator == null && !isJoined) {
      return this; // There may be none for as long as you like.
    }
    if (++looksUnheard > self.patience * LOOKS_UNHEARD) {
      workshop.say("nothing is heard of the coordinator; the work is given up, others do it");
      return ended(End.CUT_OFF);
    }
    if (coordinator == null) {
      return this;
    }
    if (job == null) {
      hello(coordinator);
    } else if (parts != null && nextPart < parts.of()) {
      fetch();
    }
    coordinator.tell(new Coordinator.Ping(getContext().getSelf()));
    return this;
  }

  private Behavior<Command> onFarewell(Farewell farewell) {
    workshop.say("all is done");
    return ended(End.SENT_AWAY);
  }

  private Behavior<Command> onRemoved(Removed removed) {
    workshop.say("taken out of the cluster; the work is given up, others do it");
    return ended(End.CUT_OFF);
  }

  private Behavior<Command> ended(End end) {
    workshop.ended(end);
    return Behaviors.stopped();
  }
}
