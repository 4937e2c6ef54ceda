package swiotlb.workload.ftrace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mappings by the events that every 6.12 or later kernel gives. Slots were taken between the
 * request and the next line of the same CPU.
 *
 * <p>A list of buffers is given back as a whole, under the original addresses of its buffers; a
 * long list is cut in its map event but never in its unmap event, so that the one is the beginning
 * of the other. A list that finds no slots has no event of its own: the bounces of a CPU and device
 * that its next list does not name were those of lists that failed, see {@link FailedLists}.
 */
final class StandardPass extends RecordingPass {
  /** A mapped list: the original addresses of all its buffers, and those that bounced. */
  private record MappedList(List<Long> originals, List<MappingBuilder> mappings) {
    /** What many lists may only read, such as a page of zeros, may be mapped by several at once. */
    boolean isMappedAgainBy(DmaEvent.MapList list) {
      return list.isWritten() && list.originals().stream().anyMatch(originals::contains);
    }
  }

  /** Where a device was told that a buffer is. */
  private record Place(String device, long address) {}

  private final Map<Place, List<MappingBuilder>> livePages = new HashMap<>();

  /** Buffers that did not bounce: how many are mapped at a place. */
  private final Map<Place, Integer> directPages = new HashMap<>();

  private final Map<String, Deque<MappedList>> liveLists = new HashMap<>();
  private final List<EarlierBuffer> earlier = new ArrayList<>();
  private long earlierLists;

  /**
   * Buffers that were mapped again although no line gave them back, and none is told to be lost.
   */
  private long missing;

  /** By CPU: the mapping that no further line of this CPU has followed yet. */
  private final Map<Integer, MappingBuilder> awaitingNextLine = new HashMap<>();

  @Override
  boolean line(TraceLine line) {
    growthProbes.line(line, position);
    if (!EventText.counts(line.event())) {
      return true;
    }
    position++;
    var before = awaitingNextLine.remove(line.cpu());
    if (before != null) {
      before.end = position;
    }
    var event = EventText.read(line);
    if (event == null) {
      forgetOpen(line);
      return false;
    }
    if (event instanceof DmaEvent.Bounced bounced) {
      awaitingNextLine.put(line.cpu(), bounced(bounced, line));
    } else if (event instanceof DmaEvent.MapOne one) {
      mapOne(one, line);
    } else if (event instanceof DmaEvent.UnmapOne one) {
      unmapOne(one, line);
    } else if (event instanceof DmaEvent.MapList list) {
      mapList(list, line);
    } else if (event instanceof DmaEvent.MapListFailed list) {
      FailedLists.closeFound(takeAll(line, list.device()), position, line.timeNs());
    } else if (event instanceof DmaEvent.UnmapList list) {
      unmapList(list, line);
    }
    return true;
  }

  /** What a line of mappings tells that cannot be read, nobody knows: its buffers did not fail. */
  private void forgetOpen(TraceLine line) {
    if (line.event().startsWith("dma_map")) {
      openOn(line.cpu()).removeIf(m -> m.interrupt == line.interrupt());
    }
  }

  private void mapOne(DmaEvent.MapOne event, TraceLine line) {
    var mapping = takeNewest(line.cpu(), event.device(), event.original(), event.bytes());
    var place = new Place(event.device(), event.address());
    if (mapping == null) {
      notBounced++;
      if (event.address() != RecordedMapping.FAILED) {
        directPages.merge(place, 1, Integer::sum);
      }
      return;
    }
    mapping.isPaired = true;
    mapping.address = event.address();
    if (mapping.address != RecordedMapping.FAILED) {
      var live = livePages.computeIfAbsent(place, p -> new ArrayList<>());
      live.removeIf(older -> isReleasedByLoss(older, mapping));
      live.add(mapping);
    }
  }

  /**
   * The line comes after the release, so the address may be mapped again: the oldest of its size.
   */
  private void unmapOne(DmaEvent.UnmapOne event, TraceLine line) {
    releases++;
    var place = new Place(event.device(), event.address());
    var mapped = livePages.get(place);
    if (mapped == null || mapped.isEmpty()) {
      if (directPages.merge(place, -1, Integer::sum) < 0) {
        directPages.remove(place);
        var since =
            losses.isEmpty() ? RecordedMapping.BEFORE : losses.get(losses.size() - 1).position();
        earlier.add(
            new EarlierBuffer(event.device(), event.address(), event.bytes(), since, position));
      }
      return;
    }
    var released =
        mapped.stream().filter(m -> m.sizeBytes == event.bytes()).findFirst().orElse(mapped.get(0));
    close(mapped, released);
    released.release(position, line.timeNs());
  }

  private void mapList(DmaEvent.MapList list, TraceLine line) {
    var mappings = new ArrayList<MappingBuilder>();
    var newest = Integer.MIN_VALUE;
    for (var i = list.entries() - 1; i >= 0; i--) {
      var mapping =
          takeNewest(line.cpu(), list.device(), list.originals().get(i), list.sizes().get(i));
      if (mapping == null) {
        notBounced++;
      } else {
        mapping.isPaired = true;
        mapping.address = list.addresses().get(i);
        newest = Math.max(newest, mapping.index);
        mappings.add(mapping);
      }
    }
    Collections.reverse(mappings);
    var others = takeAll(line, list.device());
    if (list.isCut()) {
      // Its further buffers bounced, but the recording does not say where to.
      var last = newest;
      var rest = others.stream().filter(m -> m.index > last).toList();
      rest.forEach(m -> m.isPaired = true);
      mappings.addAll(rest);
      others.removeIf(m -> m.index > last);
    }
    FailedLists.close(others);
    var live = liveLists.computeIfAbsent(list.device(), d -> new ArrayDeque<>());
    live.removeIf(older -> older.isMappedAgainBy(list) && isReleased(older, mappings, line));
    live.add(new MappedList(list.originals(), mappings));
  }

  /**
   * Whoever maps buffers again had given them back: the line that said so is missing, and what
   * follows must not be taken for it.
   */
  private boolean isReleased(MappedList older, List<MappingBuilder> again, TraceLine line) {
    if (older.mappings.isEmpty() || isBeforeLoss(older.mappings.get(0))) {
      older.mappings.forEach(this::releaseByLoss);
      return true;
    }
    missing += older.mappings.size();
    var since = again.isEmpty() ? position : again.get(0).start;
    var sinceNs = again.isEmpty() ? line.timeNs() : again.get(0).requestNs;
    older.mappings.forEach(m -> m.release(since, sinceNs));
    return true;
  }

  /**
   * The same of a page, whose line may also come late: only if lines are missing for other reasons.
   */
  private boolean isReleasedByLoss(MappingBuilder older, MappingBuilder again) {
    if (isBeforeLoss(older)) {
      releaseByLoss(older);
      return true;
    }
    if (missing > 0) {
      missing++;
      older.release(again.start, again.requestNs);
      return true;
    }
    return false;
  }

  private void unmapList(DmaEvent.UnmapList event, TraceLine line) {
    releases++;
    var lists = liveLists.getOrDefault(event.device(), new ArrayDeque<>());
    for (var list : lists) {
      if (isBeginning(list.originals, event.originals())) {
        lists.remove(list);
        list.mappings.forEach(m -> m.release(position, line.timeNs()));
        return;
      }
    }
    earlierLists++;
  }

  private static boolean isBeginning(List<Long> shorter, List<Long> whole) {
    return shorter.size() <= whole.size() && shorter.equals(whole.subList(0, shorter.size()));
  }

  /**
   * All bounces of a device that still wait for an event on the CPU of a line, in its context: a
   * list that an interrupt came between goes on after it.
   */
  private List<MappingBuilder> takeAll(TraceLine line, String device) {
    var taken = new ArrayList<MappingBuilder>();
    openOn(line.cpu())
        .removeIf(m -> m.device.equals(device) && m.interrupt == line.interrupt() && taken.add(m));
    return taken;
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

  /**
   * A device that maps lists and bounced on a CPU that went on to write other lines had no list: it
   * failed. Where lines were lost, nobody knows.
   */
  @Override
  void end(boolean lostAnywhere) {
    livePages.values().forEach(this::endTwice);
    if (lostAnywhere || !losses.isEmpty()) {
      super.end(lostAnywhere);
      return;
    }
    for (var left : open.values()) {
      for (var device : left.stream().map(m -> m.device).distinct().toList()) {
        var own = left.stream().filter(m -> m.device.equals(device)).toList();
        if (liveLists.containsKey(device) && own.get(own.size() - 1).hasEnd()) {
          left.removeIf(m -> m.device.equals(device));
          FailedLists.close(own);
        }
      }
    }
  }

  /** Of pages that are mapped at one place at the end all but the newest were given back. */
  private void endTwice(List<MappingBuilder> live) {
    for (var i = 0; i < live.size() - 1; i++) {
      var older = live.get(i);
      if (!isBeforeLoss(older)) {
        missing++;
        older.release(live.get(i + 1).start, live.get(i + 1).requestNs);
      }
    }
  }

  @Override
  long missing() {
    return missing;
  }

  @Override
  long earlierLists() {
    return earlierLists;
  }

  @Override
  List<EarlierBuffer> earlier() {
    return List.copyOf(earlier);
  }
}
