package swiotlb.workload.ftrace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mappings by the events that every 6.12 or later kernel gives. Slots were taken between the
 * request and the next line of the same CPU.
 *
 * <p>A list of buffers is given back as a whole, under the original addresses of its buffers; a
 * long list is cut in its map event but never in its unmap event, so that the one is the beginning
 * of the other.
 */
final class StandardPass extends RecordingPass {
  private static final Pattern MAP_PAGE =
      Pattern.compile(
          "(\\S+) dir=\\w+ dma_addr=([0-9a-f]{1,16}) size=(\\d{1,9}) phys_addr=([0-9a-f]{1,16}) attrs=.*");
  private static final Pattern UNMAP_PAGE =
      Pattern.compile("(\\S+) dir=\\w+ dma_addr=([0-9a-f]{1,16}) size=(\\d{1,9}) attrs=.*");
  private static final Pattern MAP_LIST =
      Pattern.compile(
          "(\\S+) dir=\\w+ (?:nents=(\\d+)/(\\d+) ents=\\d+/\\d+( \\[TRUNCATED\\])? )?"
              + "dma_addrs=\\{([^}]*)\\} sizes=\\{([^}]*)\\} phys_addrs=\\{([^}]*)\\} attrs=.*");

  /** Its original addresses go by the name of dma_addrs. */
  private static final Pattern MAP_LIST_FAILED =
      Pattern.compile("(\\S+) dir=\\w+ (?:dma|phys)_addrs=\\{([^}]*)\\}.*");

  private static final Pattern UNMAP_LIST =
      Pattern.compile("(\\S+) dir=\\w+ phys_addrs=\\{([^}]*)\\} attrs=.*");

  /** A mapped list: the original addresses of all its buffers, and those that bounced. */
  private record MappedList(List<Long> originals, List<MappingBuilder> mappings) {}

  /** Where a device was told that a buffer is. */
  private record Place(String device, long address) {}

  private final Map<Place, List<MappingBuilder>> livePages = new HashMap<>();
  private final Map<String, Deque<MappedList>> liveLists = new HashMap<>();

  /** By CPU: the mapping that no further line of this CPU has followed yet. */
  private final Map<Integer, MappingBuilder> awaitingNextLine = new HashMap<>();

  private long position;

  @Override
  void line(TraceLine line) {
    if (!line.event().equals("swiotlb_bounced") && !line.event().startsWith("dma_")) {
      return;
    }
    position++;
    var before = awaitingNextLine.remove(line.cpu());
    if (before != null) {
      before.end = position;
    }
    switch (line.event()) {
      case "swiotlb_bounced" -> {
        var known = all.size();
        bounced(line, position);
        if (all.size() > known) {
          awaitingNextLine.put(line.cpu(), all.get(known));
        }
      }
      case "dma_map_page", "dma_map_phys" -> mapPage(line);
      case "dma_unmap_page", "dma_unmap_phys" -> unmapPage(line);
      case "dma_map_sg" -> mapList(line);
      case "dma_map_sg_err" -> failList(line);
      case "dma_unmap_sg" -> unmapList(line);
      default -> {
        // Coherent memory and syncs take and give no slots.
      }
    }
  }

  private void mapPage(TraceLine line) {
    var match = MAP_PAGE.matcher(line.rest());
    if (!match.matches()) {
      return;
    }
    var size = Long.parseLong(match.group(3));
    var mapping = takeNewest(line.cpu(), match.group(1), hex(match.group(4)), size);
    if (mapping == null) {
      notBounced++;
      return;
    }
    mapping.isPaired = true;
    mapping.address = hex(match.group(2));
    if (mapping.address != RecordedMapping.FAILED) {
      livePages
          .computeIfAbsent(new Place(mapping.device, mapping.address), p -> new ArrayList<>())
          .add(mapping);
    }
  }

  /**
   * The line comes after the release, so the address may be mapped again: the oldest of its size.
   */
  private void unmapPage(TraceLine line) {
    var match = UNMAP_PAGE.matcher(line.rest());
    if (!match.matches()) {
      return;
    }
    var mapped = livePages.get(new Place(match.group(1), hex(match.group(2))));
    if (mapped == null || mapped.isEmpty()) {
      return;
    }
    var size = Long.parseLong(match.group(3));
    var released =
        mapped.stream().filter(m -> m.sizeBytes == size).findFirst().orElse(mapped.get(0));
    close(mapped, released);
    released.release(position, line.timeNs());
  }

  private void mapList(TraceLine line) {
    var match = MAP_LIST.matcher(line.rest());
    if (!match.matches()) {
      return;
    }
    var device = match.group(1);
    var addresses = hexList(match.group(5));
    var sizes = hexList(match.group(6));
    var originals = hexList(match.group(7));
    var mappings = new ArrayList<MappingBuilder>();
    var entries = Math.min(addresses.size(), Math.min(sizes.size(), originals.size()));
    for (var i = 0; i < entries; i++) {
      var mapping = takeOldest(line.cpu(), device, originals.get(i), sizes.get(i));
      if (mapping == null) {
        notBounced++;
      } else {
        mapping.isPaired = true;
        mapping.address = addresses.get(i);
        mappings.add(mapping);
      }
    }
    var shown = match.group(2);
    if (match.group(4) != null || (shown != null && !shown.equals(match.group(3)))) {
      takeRestOf(line.cpu(), device, mappings);
    }
    liveLists
        .computeIfAbsent(device, d -> new ArrayDeque<>())
        .add(new MappedList(originals, mappings));
  }

  /**
   * What a cut list does not show: its buffers bounced, but the recording does not say where to.
   */
  private void takeRestOf(int cpu, String device, List<MappingBuilder> into) {
    var rest = openOn(cpu).stream().filter(m -> m.device.equals(device)).toList();
    openOn(cpu).removeIf(m -> m.device.equals(device));
    rest.forEach(m -> m.isPaired = true);
    into.addAll(rest);
  }

  /** A list that failed: what it had taken was given back at once. */
  private void failList(TraceLine line) {
    var match = MAP_LIST_FAILED.matcher(line.rest());
    if (match.matches()) {
      var mappings = new ArrayList<MappingBuilder>();
      takeRestOf(line.cpu(), match.group(1), mappings);
      mappings.forEach(m -> m.release(position, line.timeNs()));
    }
  }

  private void unmapList(TraceLine line) {
    var match = UNMAP_LIST.matcher(line.rest());
    if (!match.matches()) {
      return;
    }
    var lists = liveLists.get(match.group(1));
    if (lists == null) {
      return;
    }
    var originals = hexList(match.group(2));
    for (var list : lists) {
      if (isBeginning(list.originals, originals)) {
        lists.remove(list);
        list.mappings.forEach(m -> m.release(position, line.timeNs()));
        return;
      }
    }
  }

  private static boolean isBeginning(List<Long> shorter, List<Long> whole) {
    return shorter.size() <= whole.size() && shorter.equals(whole.subList(0, shorter.size()));
  }

  private @Nullable MappingBuilder takeNewest(int cpu, String device, long original, long size) {
    var mappings = openOn(cpu);
    for (var i = mappings.size() - 1; i >= 0; i--) {
      if (mappings.get(i).is(device, original, size)) {
        return mappings.remove(i);
      }
    }
    return null;
  }

  private @Nullable MappingBuilder takeOldest(int cpu, String device, long original, long size) {
    var mappings = openOn(cpu);
    for (var i = 0; i < mappings.size(); i++) {
      if (mappings.get(i).is(device, original, size)) {
        return mappings.remove(i);
      }
    }
    return null;
  }

  private static List<Long> hexList(String text) {
    var values = new ArrayList<Long>();
    for (var item : text.split(",", -1)) {
      var digits = item.trim().replaceFirst("^0x", "");
      if (digits.matches("[0-9a-f]{1,16}")) {
        values.add(hex(digits));
      }
    }
    return values;
  }
}
