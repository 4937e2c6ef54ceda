package swiotlb.study.cluster;

import akka.actor.Address;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Subscribe;

/** The members of the cluster that an actor is in. */
final class ClusterMembership implements Coordinator.Membership {
  private final Cluster cluster;

  ClusterMembership(ActorContext<Coordinator.Command> context) {
    cluster = Cluster.get(context.getSystem());
    var events = cluster.subscriptions();
    events.tell(
        Subscribe.create(
            context.messageAdapter(
                ClusterEvent.UnreachableMember.class,
                event -> new Coordinator.Reach(event.member().address(), false)),
            ClusterEvent.UnreachableMember.class));
    events.tell(
        Subscribe.create(
            context.messageAdapter(
                ClusterEvent.ReachableMember.class,
                event -> new Coordinator.Reach(event.member().address(), true)),
            ClusterEvent.ReachableMember.class));
    events.tell(
        Subscribe.create(
            context.messageAdapter(
                ClusterEvent.MemberRemoved.class,
                event -> new Coordinator.Gone(event.member().address())),
            ClusterEvent.MemberRemoved.class));
  }

  @Override
  public void down(Address address) {
    cluster.manager().tell(new Down(address));
  }
}
