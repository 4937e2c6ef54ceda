package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PlacementPolicy;
import swiotlb.kernel.policy.PolicySettings;

/**
 * Each bounce buffer has pages of its own, which are allocated and freed with it; in encrypted
 * memory each pays for two page-state changes. Rejected by the announcement of the dynamic design.
 */
public final class Direct implements Design {
  @Override
  public Kind<PlacementPolicy> kind() {
    return Kind.PLACEMENT;
  }

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public String words() {
    return "pages of its own for each buffer, allocated and freed; no pools; in encrypted memory two page-state changes for each";
  }

  @Override
  public String discussed() {
    return "rejected by the announcement of the dynamic design (August 2023)";
  }

  @Override
  public PlacementPolicy make(PolicySettings settings) {
    return new PlacementPolicy.Direct();
  }
}
