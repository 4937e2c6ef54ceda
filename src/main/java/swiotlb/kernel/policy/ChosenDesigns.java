package swiotlb.kernel.policy;

/** An answer to each question: all of them together are what an allocator does. */
public record ChosenDesigns(
    PlacementPolicy placement,
    GrowthPolicy growth,
    ExhaustionPolicy exhaustion,
    IdlePolicy idle,
    SearchPolicy search,
    LockPolicy locks) {

  /** What the kernel does. */
  public static final ChosenDesigns KERNEL =
      new ChosenDesigns(
          new PlacementPolicy.Pools(),
          GrowthPolicy.KERNEL,
          new ExhaustionPolicy.TakeTransient(),
          IdlePolicy.KEEP,
          SearchPolicy.LIST,
          LockPolicy.AREAS);

  /** The same with another answer to exhaustion. */
  public ChosenDesigns with(ExhaustionPolicy other) {
    return new ChosenDesigns(placement, growth, other, idle, search, locks);
  }

  /** The same for a pool that never grows and lies where its device says. */
  public ChosenDesigns ofRestricted() {
    return new ChosenDesigns(new PlacementPolicy.Pools(), growth, exhaustion, idle, search, locks);
  }
}
