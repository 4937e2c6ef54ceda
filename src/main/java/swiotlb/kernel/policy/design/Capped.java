package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/** As the kernel does, but with a limit to the slots of all pools together. */
public final class Capped implements Design {
  private static final int MOST_SLOTS = 1 << 30;

  private record Cap(int mostSlots) implements GrowthPolicy {
    /** A power of two, as the page allocator's blocks are. */
    @Override
    public int wishSlots(int defaultSlots, long presentSlots) {
      return Integer.highestOneBit(
          (int) Math.max(0, Math.min(defaultSlots, mostSlots - presentSlots)));
    }
  }

  @Override
  public Kind<GrowthPolicy> kind() {
    return Kind.GROWTH;
  }

  @Override
  public String name() {
    return "capped";
  }

  @Override
  public String words() {
    return "pools of the page allocator, but never more than so many slots in all";
  }

  @Override
  public String discussed() {
    return "asked for by people who size machines: a limit to what I/O may take of memory";
  }

  @Override
  public GrowthPolicy make(PolicySettings settings) {
    return new Cap(settings.integer("slots", 0, MOST_SLOTS));
  }
}
