package swiotlb.trace.show.export;

import java.io.IOException;
import swiotlb.trace.life.Interval;
import swiotlb.trace.store.TraceMessage;

/** A format of timelines. Times come in any order; what is on a track comes after the track. */
interface Timeline extends Tracks.Announcer {

  /** A message was sent, where an arrow begins. */
  void sent(Track sender, TraceMessage message) throws IOException;

  /** A message came, where its arrow ends, if there is a sender. */
  void delivered(Track receiver, TraceMessage message) throws IOException;

  /** A message was sent and nobody handled it. */
  void lost(Track track, TraceMessage message) throws IOException;

  /** Something took time. */
  void slice(Track track, Interval interval) throws IOException;

  /** A counter changed. */
  void value(Track counter, long timeNs, long value) throws IOException;

  /** Nothing follows. */
  void finish() throws IOException;
}
