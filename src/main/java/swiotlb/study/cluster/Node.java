package swiotlb.study.cluster;

import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.JoinSeedNodes;
import akka.cluster.typed.Subscribe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import swiotlb.input.InputException;

/** A process that does the work of coordinators, one after the other. */
public final class Node {
  private static final long LOOK_EVERY_MS = 200;
  private static final long PAUSE_MS = 2_000;

  /**
   * What a node is.
   *
   * @param join where the coordinator listens
   * @param workers how many pieces it does at a time
   * @param shared a folder whose files jobs may read where they are
   * @param once whether it ends with the first coordinator
   * @param isInterrupted asked now and then; once it holds, it leaves
   * @param listener hears what people should know, on any thread
   */
  public record Options(
      ClusterSettings settings,
      Endpoint join,
      String version,
      String program,
      String name,
      int workers,
      Optional<Path> shared,
      boolean once,
      BooleanSupplier isInterrupted,
      Consumer<String> listener) {}

  /** How it ended. */
  public enum Ending {
    /** Its coordinators had no more work, or somebody ended it. */
    DONE,
    /** It cannot work for this coordinator. */
    REFUSED,
    /** It did not hear its coordinator any more. */
    CUT_OFF
  }

  private final Options options;

  private Node(Options options) {
    this.options = options;
  }

  /**
   * Works until somebody ends it, a coordinator refuses it, or, if that was asked for, the first
   * one has no more work.
   *
   * @throws InputException if it cannot listen
   */
  public static Ending run(Options options) {
    return new Node(options).run();
  }

  private Ending run() {
    while (true) {
      var ending = session();
      if (options.isInterrupted.getAsBoolean()) {
        return Ending.DONE;
      }
      if (options.once || ending == Ending.REFUSED) {
        return ending;
      }
      options.listener.accept("waiting for the next coordinator at " + options.join);
      pause();
    }
  }

  private void pause() {
    for (var ms = 0L; ms < PAUSE_MS && !options.isInterrupted.getAsBoolean(); ms += LOOK_EVERY_MS) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Ending session() {
    try (var shop = new JobShop(options, System::nanoTime)) {
      var system = started(shop);
      try {
        while (!options.isInterrupted.getAsBoolean()
            && !system.getWhenTerminated().toCompletableFuture().isDone()) {
          TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      system.terminate();
      try {
        system.getWhenTerminated().toCompletableFuture().join();
      } catch (CompletionException e) {
        options.listener.accept("does not end in order: " + ClusterCrew.reason(e));
      }
      return shop.ending();
    }
  }

  private ActorSystem<NodeSession.Command> started(JobShop shop) {
    var self =
        new NodeSession.Self(
            options.version,
            options.program,
            options.name,
            options.workers,
            options.settings.patience());
    try {
      return ActorSystem.create(
          member(NodeSession.create(self, shop)),
          ClusterSettings.NAME,
          options.settings.config("node"));
    } catch (RuntimeException e) {
      throw new InputException(
          "--bind " + options.settings.bind(),
          "cannot be listened at: "
              + ClusterCrew.reason(e)
              + "; name an address of this machine and a free port");
    }
  }

  /** A session that has joined the cluster of the coordinator. */
  private Behavior<NodeSession.Command> member(Behavior<NodeSession.Command> session) {
    return Behaviors.setup(
        context -> {
          var cluster = Cluster.get(context.getSystem());
          var own = context.spawn(membership(cluster, context.getSelf()), "membership");
          cluster.subscriptions().tell(Subscribe.create(own, ClusterEvent.MemberEvent.class));
          var coordinator =
              AddressFromURIString.parse("akka://" + ClusterSettings.NAME + "@" + options.join);
          cluster.manager().tell(new JoinSeedNodes(List.of(coordinator)));
          return session;
        });
  }

  /** Tells a session when it is a member, and when it is no more. */
  private static Behavior<ClusterEvent.MemberEvent> membership(
      Cluster cluster, ActorRef<NodeSession.Command> session) {
    return Behaviors.receiveMessage(
        event -> {
          if (event.member().uniqueAddress().equals(cluster.selfMember().uniqueAddress())) {
            session.tell(
                event instanceof ClusterEvent.MemberRemoved
                    ? new NodeSession.Removed()
                    : new NodeSession.Joined());
          }
          return Behaviors.same();
        });
  }
}
