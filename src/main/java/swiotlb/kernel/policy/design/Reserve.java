package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/**
 * Requests that may wait reserve their slots before they search, and wait in order while too many
 * are reserved: the throttle without its races.
 */
public final class Reserve implements Design {
  @Override
  public Kind<ExhaustionPolicy> kind() {
    return Kind.EXHAUSTION;
  }

  @Override
  public String name() {
    return "reserve";
  }

  @Override
  public String words() {
    return "reserves its slots before it searches, if it may wait, and waits in order while too many are reserved";
  }

  @Override
  public String discussed() {
    return "nowhere; what exploration finds in the throttle asks for it";
  }

  @Override
  public ExhaustionPolicy make(PolicySettings settings) {
    return new ExhaustionPolicy.Reserve(
        settings.integer("percent", 1, ExhaustionPolicy.ALL_PERCENT));
  }
}
