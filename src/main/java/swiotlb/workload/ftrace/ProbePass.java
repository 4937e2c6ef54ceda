package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/**
 * Mappings by the extra probes on the allocator: {@code search}, {@code map}, {@code unmap}, {@code
 * alloc_pool}, {@code dyn_alloc}. Slots were taken between the request and the line of the search
 * that found them, which is written after the lock is dropped.
 */
final class ProbePass extends RecordingPass {
  private static final Pattern SEARCH =
      Pattern.compile(
          "\\(.*?\\) pool=0x([0-9a-f]{1,16}) area=(\\d{1,6}) orig=0x([0-9a-f]{1,16}) asize=\\d+ idx=(-?\\d{1,9})");
  private static final Pattern MAP =
      Pattern.compile(
          "\\(.*?\\) orig=0x([0-9a-f]{1,16}) size=(\\d{1,9}) align=0x[0-9a-f]+ dir=\\d+ tlb=0x([0-9a-f]{1,16})");
  private static final Pattern UNMAP = Pattern.compile("\\(.*?\\) tlb=0x([0-9a-f]{1,16}) size=.*");
  private static final Pattern ALLOC_POOL =
      Pattern.compile(
          "\\(([A-Za-z_0-9.]++)[^)]*\\) minslabs=.* pool=0x([0-9a-f]{1,16}) start=0x([0-9a-f]{1,16}) got=(\\d{1,9}) gotareas=(\\d{1,6})");
  private static final String WORKER = "swiotlb_dyn_alloc";

  private final Map<Long, MappingBuilder> liveByAddress = new HashMap<>();
  private final Set<Long> otherPools = new HashSet<>();
  private final List<GrowthRecord> growths = new ArrayList<>();
  private final Map<Integer, Integer> slotInDefaultPool = new HashMap<>();
  private OptionalLong base = OptionalLong.empty();
  private long position;
  private long workerStart = RecordedMapping.NEVER;
  private long workQueued;
  private long queuedNs;

  @Override
  void line(TraceLine line) {
    position++;
    switch (line.event()) {
      case "swiotlb_bounced" -> bounced(line, position);
      case "search" -> search(line);
      case "map" -> map(line);
      case "unmap" -> unmap(line);
      case "alloc_pool" -> allocPool(line);
      case "dyn_alloc" -> workerStart = position;
      case "workqueue_queue_work" -> {
        if (line.rest().contains("function=" + WORKER)) {
          workQueued++;
          queuedNs = line.timeNs();
        }
      }
      default -> {
        // Other events do not concern the allocator.
      }
    }
  }

  private void search(TraceLine line) {
    var match = SEARCH.matcher(line.rest());
    if (!match.matches()) {
      return;
    }
    var mapping = newestOpen(line.cpu(), hex(match.group(3)));
    if (mapping == null) {
      return;
    }
    mapping.end = position;
    var slot = Integer.parseInt(match.group(4));
    var pool = hex(match.group(1));
    if (slot >= 0 && base.isEmpty() && !otherPools.contains(pool)) {
      slotInDefaultPool.put(mapping.index, slot);
    }
  }

  private void map(TraceLine line) {
    var match = MAP.matcher(line.rest());
    if (!match.matches()) {
      return;
    }
    var mapping = newestOpen(line.cpu(), hex(match.group(1)));
    if (mapping == null) {
      return;
    }
    close(openOn(line.cpu()), mapping);
    mapping.isPaired = true;
    var address = hex(match.group(3));
    mapping.address = address;
    if (address == RecordedMapping.FAILED) {
      return;
    }
    liveByAddress.put(address, mapping);
    var slot = slotInDefaultPool.remove(mapping.index);
    if (slot != null && base.isEmpty()) {
      base = OptionalLong.of((address & -Slots.SLOT_BYTES) - Slots.toBytes(slot));
    }
  }

  private void unmap(TraceLine line) {
    var match = UNMAP.matcher(line.rest());
    if (match.matches()) {
      var mapping = liveByAddress.remove(hex(match.group(1)));
      if (mapping != null) {
        mapping.release(position, line.timeNs());
      }
    }
  }

  private void allocPool(TraceLine line) {
    var match = ALLOC_POOL.matcher(line.rest());
    if (!match.matches()) {
      return;
    }
    otherPools.add(hex(match.group(2)));
    var geometry = geometry(match);
    if (match.group(1).startsWith(WORKER) && geometry != null) {
      growths.add(new GrowthRecord(workerStart, position, geometry, line.timeNs() - queuedNs));
      workerStart = RecordedMapping.NEVER;
    }
  }

  /** Null for a pool that cannot be, of text that no kernel wrote. */
  private static @Nullable PoolGeometry geometry(Matcher match) {
    try {
      return new PoolGeometry(
          hex(match.group(3)), Integer.parseInt(match.group(4)), Integer.parseInt(match.group(5)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable MappingBuilder newestOpen(int cpu, long original) {
    var mappings = openOn(cpu);
    for (var i = mappings.size() - 1; i >= 0; i--) {
      if (mappings.get(i).originalAddress == original) {
        return mappings.get(i);
      }
    }
    return null;
  }

  @Override
  OptionalLong defaultPoolBase() {
    return base;
  }

  @Override
  List<GrowthRecord> growths() {
    return List.copyOf(growths);
  }

  @Override
  long workQueued() {
    return workQueued;
  }
}
