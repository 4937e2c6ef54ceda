package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.LockPolicy;
import swiotlb.kernel.policy.PolicySettings;

/** Locks cost nothing and are never waited for: what is left is what locks do not explain. */
public final class Unlocked implements Design {
  @Override
  public Kind<LockPolicy> kind() {
    return Kind.LOCKS;
  }

  @Override
  public String name() {
    return "free";
  }

  @Override
  public String words() {
    return "none is ever waited for, and they cost nothing: to see what locks cost";
  }

  @Override
  public String discussed() {
    return "no proposal: a measure";
  }

  @Override
  public LockPolicy make(PolicySettings settings) {
    return LockPolicy.FREE;
  }
}
