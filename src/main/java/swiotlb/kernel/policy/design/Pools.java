package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PlacementPolicy;
import swiotlb.kernel.policy.PolicySettings;

/** Bounce buffers have slots of pools. */
public final class Pools implements Design {
  @Override
  public Kind<PlacementPolicy> kind() {
    return Kind.PLACEMENT;
  }

  @Override
  public String name() {
    return "pools";
  }

  @Override
  public String words() {
    return "slots of pools, as the kernel has it";
  }

  @Override
  public String discussed() {
    return "the dynamic design as it was merged (6.6)";
  }

  @Override
  public PlacementPolicy make(PolicySettings settings) {
    return new PlacementPolicy.Pools();
  }
}
