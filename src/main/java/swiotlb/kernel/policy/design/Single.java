package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.LockPolicy;
import swiotlb.kernel.policy.PolicySettings;

/** All areas of an allocator share one lock. */
public final class Single implements Design {
  @Override
  public Kind<LockPolicy> kind() {
    return Kind.LOCKS;
  }

  @Override
  public String name() {
    return "one";
  }

  @Override
  public String words() {
    return "a single one for all areas of an allocator";
  }

  @Override
  public String discussed() {
    return "kernels before 6.0";
  }

  @Override
  public LockPolicy make(PolicySettings settings) {
    return LockPolicy.ONE;
  }
}
