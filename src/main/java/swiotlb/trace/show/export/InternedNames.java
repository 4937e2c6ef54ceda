package swiotlb.trace.show.export;

import java.util.HashMap;
import java.util.Map;
import swiotlb.trace.show.export.wire.PerfettoTrace.DebugAnnotationName;
import swiotlb.trace.show.export.wire.PerfettoTrace.EventName;
import swiotlb.trace.show.export.wire.PerfettoTrace.InternedData;
import swiotlb.trace.show.export.wire.PerfettoTrace.TracePacket;

/**
 * Names that are written once and then referred to by number. When there are many, all are
 * forgotten, which the packet says, and written anew.
 */
final class InternedNames {
  private static final int MOST = 4096;

  private final Map<String, Long> events = new HashMap<>();
  private final Map<String, Long> annotations = new HashMap<>();
  private InternedData.Builder added = InternedData.newBuilder();
  private boolean hasAdded;
  private boolean isCleared = true;

  /** The number of an event's name. */
  long event(String name) {
    var known = events.get(name);
    if (known != null) {
      return known;
    }
    var number = events.size() + 1L;
    events.put(name, number);
    added.addEventNames(EventName.newBuilder().setIid(number).setName(name));
    hasAdded = true;
    return number;
  }

  /** The number of an annotation's name. */
  long annotation(String name) {
    var known = annotations.get(name);
    if (known != null) {
      return known;
    }
    var number = annotations.size() + 1L;
    annotations.put(name, number);
    added.addDebugAnnotationNames(DebugAnnotationName.newBuilder().setIid(number).setName(name));
    hasAdded = true;
    return number;
  }

  /** Lets a packet, which is complete otherwise, say which names are new in it. */
  void addTo(TracePacket.Builder packet) {
    packet.setSequenceFlags(
        TracePacket.SequenceFlags.SEQ_NEEDS_INCREMENTAL_STATE_VALUE
            | (isCleared ? TracePacket.SequenceFlags.SEQ_INCREMENTAL_STATE_CLEARED_VALUE : 0));
    isCleared = false;
    if (hasAdded) {
      packet.setInternedData(added);
      added = InternedData.newBuilder();
      hasAdded = false;
    }
    if (events.size() + annotations.size() > MOST) {
      events.clear();
      annotations.clear();
      isCleared = true;
    }
  }
}
