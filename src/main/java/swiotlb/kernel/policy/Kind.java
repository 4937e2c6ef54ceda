package swiotlb.kernel.policy;

import java.util.List;

/**
 * A question about the allocator to which there are several answers, of which a scenario chooses
 * one by name.
 *
 * @param setting by which it is chosen, below {@code design} of a scenario
 * @param policy what a design of this kind is made into
 * @param ofKernel the name of what the kernel does
 */
public record Kind<P>(String setting, Class<P> policy, String ofKernel) {
  /** Where the memory of a bounce buffer comes from. */
  public static final Kind<PlacementPolicy> PLACEMENT =
      new Kind<>("placement", PlacementPolicy.class, "pools");

  /** Which pools are added. */
  public static final Kind<GrowthPolicy> GROWTH = new Kind<>("growth", GrowthPolicy.class, "buddy");

  /** What a request does when no pool has slots for it. */
  public static final Kind<ExhaustionPolicy> EXHAUSTION =
      new Kind<>("exhaustion", ExhaustionPolicy.class, "transient");

  /** What becomes of added pools that nobody uses. */
  public static final Kind<IdlePolicy> IDLE = new Kind<>("idle", IdlePolicy.class, "keep");

  /** How the pool of an address is looked for. */
  public static final Kind<SearchPolicy> SEARCH = new Kind<>("search", SearchPolicy.class, "list");

  /** Which locks keep CPUs apart. */
  public static final Kind<LockPolicy> LOCKS = new Kind<>("locks", LockPolicy.class, "areas");

  /** All of them. */
  public static List<Kind<?>> all() {
    return List.of(PLACEMENT, GROWTH, EXHAUSTION, IDLE, SEARCH, LOCKS);
  }
}
