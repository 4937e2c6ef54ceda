package swiotlb.workload.ftrace;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.Slots;

/**
 * Mappings by the extra probes on the allocator: {@code map} and {@code unmap}, with {@code search}
 * where it is there. Slots were taken between the request and the line of the search that found
 * them, or of the mapping, which are written after the lock is dropped.
 */
final class ProbePass extends RecordingPass {
  private static final Pattern SEARCH =
      Pattern.compile(
          "\\(.*?\\) pool=0x([0-9a-f]{1,16}) area=(\\d{1,9}) orig=0x([0-9a-f]{1,16}) asize=\\d+ idx=(-?\\d{1,9})");
  private static final Pattern MAP =
      Pattern.compile(
          "\\(.*?\\) orig=0x([0-9a-f]{1,16}) size=(\\d{1,9}) align=0x[0-9a-f]+ dir=\\d+ tlb=0x([0-9a-f]{1,16})");
  private static final Pattern UNMAP =
      Pattern.compile("\\(.*?\\) tlb=0x([0-9a-f]{1,16}) size=(.*)");

  /** The pool of the buffer, of later probes. */
  private static final Pattern POOL =
      Pattern.compile(".* pstart=0x([0-9a-f]{1,16}) pnslabs=(\\d{1,9}).*");

  private final Map<Long, MappingBuilder> liveByAddress = new HashMap<>();
  private final Set<Long> otherPools = new HashSet<>();
  private final Map<Integer, Slot> slots = new HashMap<>();

  /** Where pools begin that nothing saw being made, by their descriptors. */
  private final TreeMap<Long, Long> bases = new TreeMap<>(Long::compareUnsigned);

  /** A slot that was found for a mapping, in a pool that nothing saw being made. */
  private record Slot(long descriptor, int number) {}

  @Override
  boolean line(TraceLine line) {
    position++;
    switch (line.event()) {
      case "swiotlb_bounced" -> {
        var event = EventText.read(line);
        if (!(event instanceof DmaEvent.Bounced bounced)) {
          return false;
        }
        bounced(bounced, line);
      }
      case "search" -> {
        return search(line);
      }
      case "map" -> {
        return map(line);
      }
      case "unmap" -> {
        return unmap(line);
      }
      default -> {
        var made = growthProbes.line(line, position);
        if (made != null) {
          otherPools.add(made.descriptor());
        }
      }
    }
    return true;
  }

  private boolean search(TraceLine line) {
    var match = SEARCH.matcher(line.rest());
    if (!match.matches()) {
      return false;
    }
    var area = Integer.parseInt(match.group(2));
    if (area >= TraceLine.MOST_CPUS) {
      throw new IllegalArgumentException(
          "area=%d is no area of any kernel; an allocator has at most one for each CPU"
              .formatted(area));
    }
    var mapping = newestOpen(line.cpu(), EventText.hex(match.group(3)));
    if (mapping == null) {
      return true;
    }
    mapping.end = position;
    var slot = Integer.parseInt(match.group(4));
    var pool = EventText.hex(match.group(1));
    if (slot >= 0 && !bases.containsKey(pool) && !otherPools.contains(pool)) {
      slots.put(mapping.index, new Slot(pool, slot));
    }
    return true;
  }

  private boolean map(TraceLine line) {
    var match = MAP.matcher(line.rest());
    if (!match.matches()) {
      return false;
    }
    var mapping = newestOpen(line.cpu(), EventText.hex(match.group(1)));
    if (mapping == null) {
      return true;
    }
    close(openOn(line.cpu()), mapping);
    mapping.isPaired = true;
    if (!mapping.hasEnd()) {
      mapping.end = position;
    }
    var address = EventText.hex(match.group(3));
    mapping.address = address;
    if (address == RecordedMapping.FAILED) {
      return true;
    }
    liveByAddress.put(address, mapping);
    var slot = slots.remove(mapping.index);
    if (slot != null) {
      bases.putIfAbsent(
          slot.descriptor, (address & -Slots.SLOT_BYTES) - Slots.toBytes(slot.number));
    }
    return true;
  }

  private boolean unmap(TraceLine line) {
    var match = UNMAP.matcher(line.rest());
    if (!match.matches()) {
      return false;
    }
    releases++;
    var address = EventText.hex(match.group(1));
    var pool = POOL.matcher(match.group(2));
    if (pool.matches() && address != RecordedMapping.FAILED) {
      requireInside(address, EventText.hex(pool.group(1)), Integer.parseInt(pool.group(2)));
    }
    var mapping = liveByAddress.remove(address);
    if (mapping != null) {
      mapping.release(position, line.timeNs());
    }
    return true;
  }

  private static void requireInside(long address, long start, int slots) {
    var offset = address - start;
    if (slots <= 0
        || Long.compareUnsigned(address, start) < 0
        || Long.compareUnsigned(offset, Slots.toBytes(slots)) >= 0) {
      throw new IllegalArgumentException(
          "tlb=0x%x does not lie in its pool, pstart=0x%x with pnslabs=%d; record the probes again"
              .formatted(address, start, slots));
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

  /** Its descriptor is a variable of the kernel's image, above all that is allocated. */
  @Override
  OptionalLong defaultPoolBase() {
    return bases.isEmpty() ? OptionalLong.empty() : OptionalLong.of(bases.lastEntry().getValue());
  }

  /** Whether others had grown before the recording began, of which no probe tells when. */
  @Override
  boolean hasEarlierPools() {
    return bases.size() > 1;
  }
}
