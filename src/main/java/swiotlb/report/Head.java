package swiotlb.report;

import java.util.List;
import java.util.Map;

/**
 * What stands above the figures of a simulation: the facts of its scenario that reports show.
 *
 * @param name of the scenario
 * @param isVirtual whether its time is simulated; else all depends on timing
 * @param hasPlannedRequests whether the number of its requests is known beforehand
 * @param showsFreePages whether it is of interest what the page allocator has in the end
 * @param slotBytes of the kernel's slots
 * @param lines that say what runs on what machine, for people
 * @param remedies what helps, by the reason why mappings failed
 */
public record Head(
    String name,
    long seed,
    boolean isVirtual,
    boolean hasPlannedRequests,
    boolean showsFreePages,
    int slotBytes,
    List<String> lines,
    Map<String, List<String>> remedies) {
  /** Immutable from the start. */
  public Head {
    lines = List.copyOf(lines);
    remedies = Map.copyOf(remedies);
  }

  /** The mode as scenarios name it. */
  String mode() {
    return isVirtual ? "virtual" : "concurrent";
  }
}
