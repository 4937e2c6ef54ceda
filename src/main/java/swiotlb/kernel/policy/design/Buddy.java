package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/** Pools are blocks of the page allocator, at most its largest ones. */
public final class Buddy implements Design {
  @Override
  public Kind<GrowthPolicy> kind() {
    return Kind.GROWTH;
  }

  @Override
  public String name() {
    return "buddy";
  }

  @Override
  public String words() {
    return "pools of the page allocator, at most 4 MiB each, as the kernel has it";
  }

  @Override
  public String discussed() {
    return "the dynamic design as it was merged (6.6)";
  }

  @Override
  public GrowthPolicy make(PolicySettings settings) {
    return GrowthPolicy.KERNEL;
  }
}
