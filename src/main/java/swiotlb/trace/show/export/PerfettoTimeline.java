package swiotlb.trace.show.export;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import swiotlb.trace.life.Interval;
import swiotlb.trace.show.export.wire.PerfettoTrace.CounterDescriptor;
import swiotlb.trace.show.export.wire.PerfettoTrace.Trace;
import swiotlb.trace.show.export.wire.PerfettoTrace.TracePacket;
import swiotlb.trace.show.export.wire.PerfettoTrace.TrackDescriptor;
import swiotlb.trace.show.export.wire.PerfettoTrace.TrackEvent;
import swiotlb.trace.store.TraceMessage;

/**
 * Packets of track events, for Perfetto. It sorts them by time and keeps the order of the file at
 * equal times: the end of a slice stands before the beginning of the next one on its track.
 */
final class PerfettoTimeline implements Timeline {
  private static final int SEQUENCE = 1;

  private final CodedOutputStream out;
  private final InternedNames names = new InternedNames();
  private final Annotations annotations = new Annotations(names);

  PerfettoTimeline(OutputStream out) {
    this.out = CodedOutputStream.newInstance(out, 1 << 16);
  }

  @Override
  public void track(Track track) throws IOException {
    var descriptor =
        TrackDescriptor.newBuilder()
            .setUuid(track.number())
            .setName(track.name())
            .setChildOrdering(TrackDescriptor.ChildTracksOrdering.EXPLICIT)
            .setSiblingOrderRank(track.rank());
    var parent = track.parent();
    if (parent != null) {
      descriptor.setParentUuid(parent.number());
    }
    if (track.kind() == Track.Kind.COUNTER) {
      descriptor.setCounter(
          CounterDescriptor.newBuilder().setUnit(CounterDescriptor.Unit.UNIT_COUNT));
    }
    write(TracePacket.newBuilder().setTrackDescriptor(descriptor));
  }

  @Override
  public void sent(Track sender, TraceMessage message) throws IOException {
    var event = event(TrackEvent.Type.TYPE_INSTANT, sender);
    event.setNameIid(names.event("send " + message.type()));
    event.addFlowIds(message.id());
    event.addDebugAnnotations(annotations.of("id", message.id()));
    event.addDebugAnnotations(annotations.of("to", message.to()));
    write(message.sentNs(), event);
  }

  @Override
  public void delivered(Track receiver, TraceMessage message) throws IOException {
    var isSlice = message.handledNs() != TraceMessage.UNKNOWN;
    var event =
        event(isSlice ? TrackEvent.Type.TYPE_SLICE_BEGIN : TrackEvent.Type.TYPE_INSTANT, receiver);
    event.setNameIid(names.event(message.type()));
    if (!message.from().isEmpty()) {
      event.addTerminatingFlowIds(message.id());
    }
    describe(event, message);
    write(message.atNs(), event);
    if (isSlice) {
      write(message.atNs() + message.handledNs(), event(TrackEvent.Type.TYPE_SLICE_END, receiver));
    }
  }

  @Override
  public void lost(Track track, TraceMessage message) throws IOException {
    var event = event(TrackEvent.Type.TYPE_INSTANT, track);
    event.setNameIid(names.event("lost " + message.type()));
    describe(event, message);
    event.addDebugAnnotations(annotations.of("to", message.to()));
    write(message.sentNs(), event);
  }

  private void describe(TrackEvent.Builder event, TraceMessage message) {
    event.addDebugAnnotations(annotations.of("id", message.id()));
    event.addDebugAnnotations(annotations.of("cause", message.cause()));
    if (message.mapping() != TraceMessage.UNKNOWN) {
      event.addDebugAnnotations(annotations.of("mapping", message.mapping()));
    }
    event.addDebugAnnotations(annotations.of("from", message.from()));
    if (Tracks.isTransient(message.to())) {
      event.addDebugAnnotations(annotations.of("actor", message.to()));
    }
    event.addDebugAnnotations(annotations.of("fields", message.fields().tree()));
  }

  @Override
  public void slice(Track track, Interval interval) throws IOException {
    var event = event(TrackEvent.Type.TYPE_SLICE_BEGIN, track);
    event.setNameIid(names.event(interval.kind().title()));
    if (interval.mapping() != TraceMessage.UNKNOWN) {
      event.addDebugAnnotations(annotations.of("mapping", interval.mapping()));
    }
    event.addDebugAnnotations(annotations.of("message", interval.message()));
    if (Tracks.isTransient(interval.actor())) {
      event.addDebugAnnotations(annotations.of("actor", interval.actor()));
    }
    write(interval.startNs(), event);
    write(interval.endNs(), event(TrackEvent.Type.TYPE_SLICE_END, track));
  }

  @Override
  public void value(Track counter, long timeNs, long value) throws IOException {
    write(timeNs, event(TrackEvent.Type.TYPE_COUNTER, counter).setCounterValue(value));
  }

  private static TrackEvent.Builder event(TrackEvent.Type type, Track track) {
    return TrackEvent.newBuilder().setType(type).setTrackUuid(track.number());
  }

  private void write(long timeNs, TrackEvent.Builder event) throws IOException {
    write(TracePacket.newBuilder().setTimestamp(timeNs).setTrackEvent(event));
  }

  private void write(TracePacket.Builder packet) throws IOException {
    packet.setTrustedPacketSequenceId(SEQUENCE);
    names.addTo(packet);
    out.writeMessage(Trace.PACKET_FIELD_NUMBER, packet.build());
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }
}
