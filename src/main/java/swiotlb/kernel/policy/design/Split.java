package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.LockPolicy;
import swiotlb.kernel.policy.PolicySettings;

/** Each area has a lock of its own. */
public final class Split implements Design {
  @Override
  public Kind<LockPolicy> kind() {
    return Kind.LOCKS;
  }

  @Override
  public String name() {
    return "areas";
  }

  @Override
  public String words() {
    return "one for each area, as the kernel has it";
  }

  @Override
  public String discussed() {
    return "split for parallel devices of encrypted guests (6.0)";
  }

  @Override
  public LockPolicy make(PolicySettings settings) {
    return LockPolicy.AREAS;
  }
}
