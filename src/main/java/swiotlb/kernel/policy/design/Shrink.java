package swiotlb.kernel.policy.design;

import java.time.Duration;
import java.util.Optional;
import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.IdlePolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/**
 * A pool that was added and that nobody used for some time is taken off the list; its memory is
 * given back when nobody can be looking at it any longer.
 */
public final class Shrink implements Design {
  private record After(Optional<Duration> patience) implements IdlePolicy {}

  @Override
  public Kind<IdlePolicy> kind() {
    return Kind.IDLE;
  }

  @Override
  public String name() {
    return "shrink";
  }

  @Override
  public String words() {
    return "a pool that was added and has no slot in use for some time gives its memory back";
  }

  @Override
  public String discussed() {
    return "discussed since the dynamic design was merged; the question is who may still hold a reference to such a pool";
  }

  @Override
  public IdlePolicy make(PolicySettings settings) {
    return new After(Optional.of(Duration.ofNanos(settings.nanos("after", 1))));
  }
}
