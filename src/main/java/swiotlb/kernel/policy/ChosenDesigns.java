package swiotlb.kernel.policy;

import java.util.Optional;

/**
 * An answer to each question: all of them together are what an allocator does.
 *
 * @param planted the mistake that it makes on purpose; absent: none
 */
public record ChosenDesigns(
    PlacementPolicy placement,
    GrowthPolicy growth,
    ExhaustionPolicy exhaustion,
    IdlePolicy idle,
    SearchPolicy search,
    LockPolicy locks,
    Optional<Flaw> planted) {

  /** What the kernel does. */
  public static final ChosenDesigns KERNEL =
      new ChosenDesigns(
          new PlacementPolicy.Pools(),
          GrowthPolicy.KERNEL,
          new ExhaustionPolicy.TakeTransient(),
          IdlePolicy.KEEP,
          SearchPolicy.LIST,
          LockPolicy.AREAS);

  /** Without a mistake that is made on purpose. */
  public ChosenDesigns(
      PlacementPolicy placement,
      GrowthPolicy growth,
      ExhaustionPolicy exhaustion,
      IdlePolicy idle,
      SearchPolicy search,
      LockPolicy locks) {
    this(placement, growth, exhaustion, idle, search, locks, Optional.empty());
  }

  /** The same with another answer to exhaustion. */
  public ChosenDesigns with(ExhaustionPolicy other) {
    return new ChosenDesigns(placement, growth, other, idle, search, locks, planted);
  }

  /** The same with a mistake. */
  public ChosenDesigns with(Flaw flaw) {
    return new ChosenDesigns(placement, growth, exhaustion, idle, search, locks, Optional.of(flaw));
  }

  /** The same for a pool that never grows and lies where its device says. */
  public ChosenDesigns ofRestricted() {
    return new ChosenDesigns(
        new PlacementPolicy.Pools(), growth, exhaustion, idle, search, locks, planted);
  }
}
