package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/**
 * No pool is ever added; transient ones are made as ever. A kernel without dynamic pools has no
 * transient ones either: {@code kernel.dynamic = off}.
 */
public final class Static implements Design {
  private static final GrowthPolicy POLICY = (defaultSlots, presentSlots) -> 0;

  @Override
  public Kind<GrowthPolicy> kind() {
    return Kind.GROWTH;
  }

  @Override
  public String name() {
    return "static";
  }

  @Override
  public String words() {
    return "no pool is ever added";
  }

  @Override
  public String discussed() {
    return "kernels without dynamic pools, up to 6.5 and as distributions build them";
  }

  @Override
  public GrowthPolicy make(PolicySettings settings) {
    return POLICY;
  }
}
