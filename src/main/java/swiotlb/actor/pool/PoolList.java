package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SearchOrder;

/** The pools of an allocator, newest first, at one moment. Immutable; later versions replace it. */
public final class PoolList {
  /** The number of every transient pool; lasting pools are numbered from 0. */
  public static final int TRANSIENT = -1;

  /**
   * A pool in the list.
   *
   * @param number by which reports know it
   * @param areas the actors that own its areas, in order
   */
  public record Entry(int number, PoolGeometry geometry, List<ActorRef<Area.Command>> areas) {
    /** Immutable from the start. */
    public Entry {
      areas = List.copyOf(areas);
    }
  }

  private final int version;
  private final List<Entry> newestFirst;
  private final SearchRounds rounds;
  private final @Nullable SearchOrder order;
  private final long slots;

  private PoolList(int version, List<Entry> newestFirst, SearchRounds rounds) {
    this.version = version;
    this.newestFirst = newestFirst;
    this.rounds = rounds;
    this.slots = newestFirst.stream().mapToLong(p -> p.geometry.slots()).sum();
    this.order =
        newestFirst.isEmpty()
            ? null
            : rounds.order(newestFirst.stream().map(Entry::geometry).toList());
  }

  /** No pools yet. */
  public static PoolList empty(SearchRounds rounds) {
    return new PoolList(0, List.of(), rounds);
  }

  /** The list with a new pool at its head. */
  public PoolList withNewest(Entry pool) {
    var pools = new ArrayList<Entry>();
    pools.add(pool);
    pools.addAll(newestFirst);
    return new PoolList(version + 1, List.copyOf(pools), rounds);
  }

  /** The list without a pool. */
  PoolList without(int pool) {
    return new PoolList(
        version + 1, newestFirst.stream().filter(p -> p.number != pool).toList(), rounds);
  }

  /** A pool by its number. */
  Optional<Entry> find(int pool) {
    return newestFirst.stream().filter(p -> p.number == pool).findFirst();
  }

  /** Rises with each change. */
  public int version() {
    return version;
  }

  /** The later of two versions. */
  public PoolList newerOf(PoolList other) {
    return other.version > version ? other : this;
  }

  /** The pools, newest first. */
  public List<Entry> newestFirst() {
    return newestFirst;
  }

  /**
   * The place of a lasting pool in the list, 0 for the newest; one that is not in the list yet is
   * newer than all that are.
   */
  public int position(int pool) {
    for (var i = 0; i < newestFirst.size(); i++) {
      if (newestFirst.get(i).number == pool) {
        return i;
      }
    }
    return 0;
  }

  /** Slots of all of them. */
  public long slots() {
    return slots;
  }

  /** The first stop of a round or of a later one, or {@link SearchOrder#END}. */
  public long firstOf(int round) {
    return order == null ? SearchOrder.END : order.firstOf(round);
  }

  /** Whether a stop is the first one of its round. */
  public boolean beginsRound(long stop) {
    return stop != SearchOrder.END && firstOf(SearchOrder.round(stop)) == stop;
  }

  /** The next stop of the same round, or {@link SearchOrder#END}. */
  public long nextInRound(long stop) {
    return order == null ? SearchOrder.END : order.nextInRound(stop);
  }

  /** The pool of a stop. */
  public Entry at(long stop) {
    return newestFirst.get(SearchOrder.position(stop));
  }

  /** Which area of its pool a stop means for a CPU. */
  public int areaAt(long stop, int cpu) {
    return at(stop).geometry.areaFor(cpu, SearchOrder.round(stop));
  }

  /** The actor that owns that area. */
  public ActorRef<Area.Command> ownerAt(long stop, int cpu) {
    var pool = at(stop);
    return pool.areas.get(pool.geometry.ownerOf(areaAt(stop, cpu)));
  }

  @Override
  public String toString() {
    return "pools-" + version;
  }

  /**
   * How many rounds a search has.
   *
   * @param fixed a kernel without dynamic pools: the areas of its only pool, one after the other
   * @param defaultAreas else: the default number of areas
   */
  public record SearchRounds(boolean fixed, int defaultAreas) {
    SearchOrder order(List<PoolGeometry> newestFirst) {
      return fixed
          ? SearchOrder.fixed(newestFirst.get(0))
          : SearchOrder.growing(newestFirst, defaultAreas);
    }
  }
}
