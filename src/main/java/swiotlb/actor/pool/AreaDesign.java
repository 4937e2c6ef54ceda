package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import swiotlb.kernel.policy.LockPolicy;
import swiotlb.kernel.policy.PlacementPolicy;

/**
 * What the areas of an allocator do otherwise than the kernel's.
 *
 * @param locks of all of them
 * @param lending absent: their free pages are lent to nobody
 * @param idle hears of areas that have become empty; absent: nobody does
 * @param randoms a stream of random numbers for each name
 * @param made what stands between the behaviour of each area and its messages
 */
public record AreaDesign(
    Locks locks,
    Optional<PlacementPolicy.Lending> lending,
    Optional<ActorRef<Allocator.AreaEmpty>> idle,
    Function<String, SplittableRandom> randoms,
    UnaryOperator<Behavior<Area.Command>> made) {

  /** Nothing stands between areas and their messages. */
  public AreaDesign(
      Locks locks,
      Optional<PlacementPolicy.Lending> lending,
      Optional<ActorRef<Allocator.AreaEmpty>> idle,
      Function<String, SplittableRandom> randoms) {
    this(locks, lending, idle, randoms, UnaryOperator.identity());
  }

  /** As the kernel does. */
  public static AreaDesign ofKernel() {
    return new AreaDesign(
        new Locks(LockPolicy.AREAS),
        Optional.empty(),
        Optional.empty(),
        name -> new SplittableRandom(0));
  }

  /** The same, of pools that may be given back. */
  AreaDesign watchedBy(Optional<ActorRef<Allocator.AreaEmpty>> listener) {
    return new AreaDesign(locks, lending, listener, randoms, made);
  }

  /** The same, of a pool for one buffer. */
  AreaDesign ofTransient() {
    return new AreaDesign(new Locks(LockPolicy.AREAS), Optional.empty(), Optional.empty(), randoms);
  }
}
