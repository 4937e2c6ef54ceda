package swiotlb.study.conform.replay;

import akka.actor.typed.ActorRef;
import swiotlb.actor.device.Device;
import swiotlb.workload.ftrace.RecordedMapping;

/** What a device is told of recorded mappings. */
final class RecordedCommands {
  private RecordedCommands() {}

  /** Maps a recorded buffer, wherever it comes to lie. */
  static Device.Map map(RecordedMapping m, ActorRef<Device.Outcome> replyTo) {
    return new Device.Map(
        m.index(), m.cpu(), m.interrupt(), m.originalAddress(), m.sizeBytes(), 0, false, replyTo);
  }
}
