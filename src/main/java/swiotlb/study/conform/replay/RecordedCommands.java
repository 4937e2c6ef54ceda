package swiotlb.study.conform.replay;

import akka.actor.typed.ActorRef;
import swiotlb.actor.device.CommandedDevice;
import swiotlb.workload.ftrace.RecordedMapping;

/** What a device is told of recorded mappings. */
final class RecordedCommands {
  private RecordedCommands() {}

  /** Maps a recorded buffer, wherever it comes to lie. */
  static CommandedDevice.Map map(RecordedMapping m, ActorRef<CommandedDevice.Outcome> replyTo) {
    return new CommandedDevice.Map(
        m.index(), m.cpu(), m.interrupt(), m.originalAddress(), m.sizeBytes(), 0, false, replyTo);
  }
}
