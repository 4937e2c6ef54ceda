package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of an allocator's pools, and who hears of it: areas look at what they share with the
 * allocator, however many there are; clients are told. State of one Allocator.
 */
final class Publication {
  private final PublishedPools shared;
  private final List<ActorRef<MapClient.Reply>> clients = new ArrayList<>();

  /** No pools yet. */
  Publication(PoolList.SearchRounds rounds) {
    this.shared = new PublishedPools(rounds);
  }

  /** Where areas find the newest list. */
  PublishedPools shared() {
    return shared;
  }

  /** The newest list. */
  PoolList newest() {
    return shared.newest();
  }

  /** A pool more, the newest of all. */
  void add(PoolList.Entry pool) {
    shared.publish(newest().withNewest(pool));
    clients.forEach(this::tell);
  }

  /** A pool less: whoever looks at an older list still finds it. */
  void remove(int pool) {
    shared.publish(newest().without(pool));
    clients.forEach(this::tell);
  }

  /** A client hears of the present list, and of each later one. */
  void subscribe(ActorRef<MapClient.Reply> client) {
    clients.add(client);
    tell(client);
  }

  private void tell(ActorRef<MapClient.Reply> client) {
    client.tell(new MapClient.PoolsPublished(newest()));
  }
}
