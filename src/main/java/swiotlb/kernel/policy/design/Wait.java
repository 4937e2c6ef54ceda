package swiotlb.kernel.policy.design;

import java.time.Duration;
import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/** A request in process context waits for the worker, for some time, then does as the kernel. */
public final class Wait implements Design {
  private static final int MOST_WAITING = 1_000_000;

  @Override
  public Kind<ExhaustionPolicy> kind() {
    return Kind.EXHAUSTION;
  }

  @Override
  public String name() {
    return "wait";
  }

  @Override
  public String words() {
    return "waits for a new pool, then searches again; in the end takes a transient pool";
  }

  @Override
  public String discussed() {
    return "discussed with the dynamic design: a request that may sleep need not take pages of the atomic reserve";
  }

  @Override
  public ExhaustionPolicy make(PolicySettings settings) {
    return new ExhaustionPolicy.WaitForGrowth(
        Duration.ofNanos(settings.nanos("timeout", 1)), settings.integer("most", 1, MOST_WAITING));
  }
}
