package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.IdlePolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/** Pools that were added stay for ever. */
public final class Keep implements Design {
  @Override
  public Kind<IdlePolicy> kind() {
    return Kind.IDLE;
  }

  @Override
  public String name() {
    return "keep";
  }

  @Override
  public String words() {
    return "pools that were added stay, as the kernel has it";
  }

  @Override
  public String discussed() {
    return "the dynamic design as it was merged (6.6)";
  }

  @Override
  public IdlePolicy make(PolicySettings settings) {
    return IdlePolicy.KEEP;
  }
}
