package swiotlb.trace.show.export;

import java.io.IOException;
import java.util.List;
import swiotlb.trace.life.Interval;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;

/**
 * A timeline: each message where it was sent and where it came, modelled intervals as slices, with
 * the real clock also handling. An area's searches and releases are on its own track, since its
 * lock keeps them apart; other intervals are on lanes of their kind.
 */
final class TimelineExport implements TraceExport {
  private final Timeline timeline;
  private final boolean isVirtual;
  private final Tracks tracks;
  private final Counters counters;

  TimelineExport(Timeline timeline, TraceHeader header) {
    this.timeline = timeline;
    this.isVirtual = header.isVirtual();
    this.tracks = new Tracks(timeline);
    this.counters =
        new Counters(
            header.selection().isEmpty(),
            (actor, name, timeNs, value) ->
                timeline.value(tracks.counter(actor, name), timeNs, value));
  }

  @Override
  public void write(TraceMessage message, List<Interval> intervals) throws IOException {
    var hasSender = !message.from().isEmpty();
    if (!message.isDelivered()) {
      timeline.lost(tracks.actor(hasSender ? message.from() : message.to()), message);
      return;
    }
    if (hasSender) {
      timeline.sent(tracks.actor(message.from()), message);
    }
    timeline.delivered(receiver(message), message);
    for (var interval : intervals) {
      timeline.slice(trackOf(interval), interval);
    }
    counters.read(message);
    leave(message);
  }

  @Override
  public void passOver(TraceMessage message) {
    leave(message);
  }

  private void leave(TraceMessage message) {
    if (Message.STOPPED.equals(message.type())) {
      message.fields().text(Field.ACTOR).ifPresent(tracks::stopped);
    }
  }

  private Track receiver(TraceMessage message) throws IOException {
    var track = tracks.actor(message.to());
    return isVirtual || message.handledNs() == TraceMessage.UNKNOWN
        ? track
        : tracks.ownLane(track, message.atNs(), message.atNs() + message.handledNs());
  }

  private Track trackOf(Interval interval) throws IOException {
    var track = tracks.actor(interval.actor());
    return switch (interval.kind()) {
      case SEARCH, RELEASE -> tracks.ownLane(track, interval.startNs(), interval.endNs());
      default -> tracks.lane(track, interval.kind().title(), interval.startNs(), interval.endNs());
    };
  }

  @Override
  public void finish() throws IOException {
    timeline.finish();
  }
}
