package swiotlb.kernel.policy;

import java.time.Duration;
import java.util.Optional;

/** What becomes of added pools that nobody uses. */
@FunctionalInterface
public interface IdlePolicy {

  /** As the kernel does: they stay. */
  IdlePolicy KEEP = Optional::empty;

  /** For how long a pool has no slot in use before it is given back; empty: it never is. */
  Optional<Duration> patience();
}
