package swiotlb.explore;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import swiotlb.time.Choices;
import swiotlb.time.MessageSink;
import swiotlb.time.Timeline;
import swiotlb.time.VirtualTime;

/**
 * A transaction over several participants, as a second example of actors that are explored: the
 * coordinator asks each for its vote, and commits if all say yes; if votes do not come in time it
 * aborts. The last participant says no where that is wanted. Gray, Notes on Data Base Operating
 * Systems, 1978.
 */
final class TwoPhaseCommit {
  /** What is wrong with it. */
  enum Mistake {
    /** Nothing. */
    NONE,
    /** When time is up the coordinator goes by the votes that it has. */
    DECIDES_BY_THOSE_THAT_CAME,
    /** A participant that has said yes and hears nothing for long goes its own way, and aborts. */
    GIVES_UP_AFTER_YES
  }

  /** What the coordinator is told. */
  sealed interface CoordinatorCommand {}

  /** A participant has decided how it votes. */
  record Vote(int by, boolean isYes) implements CoordinatorCommand {}

  /** It has waited long enough. */
  record TimeIsUp() implements CoordinatorCommand {}

  /** What a participant is told. */
  sealed interface ParticipantCommand {}

  /** Its vote is wanted. */
  record Prepare(ActorRef<CoordinatorCommand> coordinator) implements ParticipantCommand {}

  /** What was decided. */
  record Decided(boolean commits) implements ParticipantCommand {}

  /** It has heard nothing since its vote. */
  record HeardNothing() implements ParticipantCommand {}

  /** A participant has come to an end, once. */
  record Ended(int participant, boolean commits) {}

  private static final long PATIENCE_NS = 50_000;

  private TwoPhaseCommit() {}

  /**
   * Makes one transaction.
   *
   * @param participants at least 1
   * @param allSayYes whether the last one votes for it as the others do
   * @return by participant whether it committed; of those that came to an end
   */
  static Map<Integer, Boolean> commit(
      VirtualTime time,
      int participants,
      boolean allSayYes,
      Mistake mistake,
      Choices choices,
      MessageSink sink) {
    var ends = new TreeMap<Integer, Boolean>();
    time.begin(choices, sink);
    time.start(timeline -> transaction(participants, allSayYes, mistake, ends, timeline));
    time.run();
    return ends;
  }

  private static Behavior<Ended> transaction(
      int count,
      boolean allSayYes,
      Mistake mistake,
      Map<Integer, Boolean> ends,
      Timeline timeline) {
    return Behaviors.setup(
        context -> {
          var participants = new ArrayList<ActorRef<ParticipantCommand>>();
          for (var i = 0; i < count; i++) {
            var votesYes = allSayYes || i < count - 1;
            participants.add(
                context.spawn(
                    undecided(i, votesYes, mistake, context.getSelf(), timeline),
                    "participant-" + i));
          }
          context.spawn(coordinator(participants, mistake, timeline), "coordinator");
          return Behaviors.receiveMessage(
              ended -> {
                ends.put(ended.participant, ended.commits);
                return ends.size() == count ? Behaviors.stopped() : Behaviors.same();
              });
        });
  }

  private static Behavior<CoordinatorCommand> coordinator(
      List<ActorRef<ParticipantCommand>> participants, Mistake mistake, Timeline timeline) {
    return Behaviors.setup(
        context -> {
          participants.forEach(p -> p.tell(new Prepare(context.getSelf())));
          timeline.deliverAfter(PATIENCE_NS, context.getSelf(), new TimeIsUp());
          return gathering(participants, 0, mistake);
        });
  }

  private static Behavior<CoordinatorCommand> gathering(
      List<ActorRef<ParticipantCommand>> participants, int yes, Mistake mistake) {
    return Behaviors.receive(CoordinatorCommand.class)
        .onMessage(
            Vote.class,
            vote -> {
              if (!vote.isYes) {
                return decided(participants, false);
              }
              return yes + 1 == participants.size()
                  ? decided(participants, true)
                  : gathering(participants, yes + 1, mistake);
            })
        .onMessage(
            TimeIsUp.class,
            up -> decided(participants, mistake == Mistake.DECIDES_BY_THOSE_THAT_CAME && yes > 0))
        .build();
  }

  private static Behavior<CoordinatorCommand> decided(
      List<ActorRef<ParticipantCommand>> participants, boolean commits) {
    participants.forEach(p -> p.tell(new Decided(commits)));
    return Behaviors.ignore();
  }

  private static Behavior<ParticipantCommand> undecided(
      int number,
      boolean votesYes,
      Mistake mistake,
      ActorRef<Ended> transaction,
      Timeline timeline) {
    return Behaviors.setup(
        context ->
            Behaviors.receive(ParticipantCommand.class)
                .onMessage(
                    Prepare.class,
                    prepare -> {
                      prepare.coordinator.tell(new Vote(number, votesYes));
                      if (!votesYes) {
                        return ended(number, false, transaction);
                      }
                      if (mistake == Mistake.GIVES_UP_AFTER_YES) {
                        timeline.deliverAfter(
                            2 * PATIENCE_NS, context.getSelf(), new HeardNothing());
                      }
                      return prepared(number, transaction);
                    })
                .onMessage(Decided.class, decided -> ended(number, decided.commits, transaction))
                .build());
  }

  /** It has said yes, and may not decide alone any more. */
  private static Behavior<ParticipantCommand> prepared(int number, ActorRef<Ended> transaction) {
    return Behaviors.receive(ParticipantCommand.class)
        .onMessage(Decided.class, decided -> ended(number, decided.commits, transaction))
        .onMessage(HeardNothing.class, nothing -> ended(number, false, transaction))
        .build();
  }

  private static Behavior<ParticipantCommand> ended(
      int number, boolean commits, ActorRef<Ended> transaction) {
    transaction.tell(new Ended(number, commits));
    return Behaviors.ignore();
  }
}
