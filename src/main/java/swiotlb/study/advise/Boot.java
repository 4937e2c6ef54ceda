package swiotlb.study.advise;

import java.util.Map;
import java.util.Optional;

/**
 * How a machine is booted, where that is not what the workload says.
 *
 * @param size of its pools; absent: as the kernel has them where nothing is written
 * @param isDynamic whether the kernel is built with dynamic pools
 * @param costs settings of the platform that are not as it says, by their paths
 */
public record Boot(Optional<AskedSize> size, boolean isDynamic, Map<String, String> costs) {
  /** Immutable from the start. */
  public Boot {
    costs = Map.copyOf(costs);
  }
}
