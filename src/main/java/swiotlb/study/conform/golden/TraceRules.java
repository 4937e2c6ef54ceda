package swiotlb.study.conform.golden;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.Demand;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/**
 * What the lines of a golden trace must keep to, so that an allocator can play them: they name what
 * the header declares, and a number stands for one live mapping at a time. What goes wrong with a
 * line that keeps to them is the allocator's fault, not the file's. Not thread-safe.
 */
final class TraceRules {
  private final GoldenHeader header;

  /** The line of each mapping that is live in the trace. */
  private final Map<Long, Long> liveSince = new HashMap<>();

  /**
   * Rules for the lines below a header.
   *
   * @throws IllegalArgumentException if the header itself does not keep to them, in words
   */
  TraceRules(GoldenHeader header) {
    this.header = header;
    for (var device : header.devices().values()) {
      requireAllocator(device.allocator());
    }
    if (header.machine() != null) {
      GoldenLabels.sizing(header.machine().boot());
    }
  }

  /**
   * Holds the next line against the rules.
   *
   * @throws IllegalArgumentException if it breaks one, in words
   */
  void check(GoldenOp op) {
    if (op instanceof GoldenOp.Boot boot) {
      GoldenLabels.sizing(boot.input());
    } else if (header.machine() == null) {
      throw new IllegalArgumentException("a file of boot sizings has only boot lines");
    }
    if (op instanceof GoldenOp.Map map) {
      var limits = header.device(map.device()).limits();
      Demand.ofBuffer(limits, map.originalAddress(), map.sizeBytes(), map.allocAlignMask());
      begin(map.id(), map);
    } else if (op instanceof GoldenOp.Alloc alloc) {
      Demand.ofPages(header.device(alloc.device()).limits(), alloc.sizeBytes());
      begin(alloc.id(), alloc);
    } else if (op instanceof GoldenOp.Unmap unmap) {
      if (liveSince.remove(unmap.id()) == null) {
        throw new IllegalArgumentException(
            "mapping " + unmap.id() + " is not live; unmap each once, and only what was mapped");
      }
    } else if (op instanceof GoldenOp.Stat stat) {
      requireAllocator(stat.allocator());
    }
  }

  private void begin(long id, GoldenOp op) {
    var since = liveSince.get(id);
    if (since != null) {
      throw new IllegalArgumentException(
          "mapping "
              + id
              + " is live since line "
              + since
              + "; give this one another number, or unmap that one before");
    }
    if (!(op.expected().outcome() instanceof Outcome.Failed)) {
      liveSince.put(id, op.line());
    }
  }

  private void requireAllocator(@Nullable String name) {
    if (name != null && header.restricted().stream().noneMatch(r -> r.allocator().equals(name))) {
      throw new IllegalArgumentException(
          "the header declares no allocator \""
              + name
              + "\"; name \"default\" or one of its restricted pools");
    }
  }
}
