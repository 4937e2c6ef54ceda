package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/** Nobody waits: a request that no pool has slots for takes a transient pool. */
public final class Transient implements Design {
  @Override
  public Kind<ExhaustionPolicy> kind() {
    return Kind.EXHAUSTION;
  }

  @Override
  public String name() {
    return "transient";
  }

  @Override
  public String words() {
    return "takes a transient pool at once, as the kernel does";
  }

  @Override
  public String discussed() {
    return "the dynamic design as it was merged (6.6)";
  }

  @Override
  public ExhaustionPolicy make(PolicySettings settings) {
    return new ExhaustionPolicy.TakeTransient();
  }
}
