package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/** As the kernel does, but the default pool and those that are added may lie anywhere in memory. */
public final class Anywhere implements Design {
  private static final GrowthPolicy POLICY =
      new GrowthPolicy() {
        @Override
        public int wishSlots(int defaultSlots, long presentSlots) {
          return defaultSlots;
        }

        @Override
        public boolean isAnywhere() {
          return true;
        }
      };

  @Override
  public Kind<GrowthPolicy> kind() {
    return Kind.GROWTH;
  }

  @Override
  public String name() {
    return "anywhere";
  }

  @Override
  public String words() {
    return "the default pool and those that are added may lie anywhere in memory";
  }

  @Override
  public String discussed() {
    return "as swiotlb=any would have it: patches to the parameter, never merged";
  }

  @Override
  public GrowthPolicy make(PolicySettings settings) {
    return POLICY;
  }
}
