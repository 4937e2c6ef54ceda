package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/**
 * Requests that may wait pass one after the other while nearly all slots are in use. Proposed in
 * August 2024, and not seen again since.
 */
public final class Throttle implements Design {
  private static final int ALL_PERCENT = 100;

  @Override
  public Kind<ExhaustionPolicy> kind() {
    return Kind.EXHAUSTION;
  }

  @Override
  public String name() {
    return "throttle";
  }

  @Override
  public String words() {
    return "goes one after the other before it searches, if it may wait and nearly all is in use";
  }

  @Override
  public String discussed() {
    return "proposed in August 2024 for storage drivers; no later version";
  }

  @Override
  public ExhaustionPolicy make(PolicySettings settings) {
    var high = settings.integer("high-percent", 1, ALL_PERCENT);
    return new ExhaustionPolicy.Throttle(high, settings.integer("low-percent", 0, high));
  }
}
