package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.MapClient;

/** Reports on a mapping that was made on command. */
final class CommandedUser implements MappingUser {
  private final ActorRef<CommandedDevice.Outcome> replyTo;
  private @Nullable ActorRef<CommandedDevice.Outcome> syncReplyTo;

  CommandedUser(ActorRef<CommandedDevice.Outcome> replyTo) {
    this.replyTo = replyTo;
  }

  @Override
  public void mapped(Mapping mapping) {
    replyTo.tell(
        new CommandedDevice.Mapped(
            mapping.id(), mapping.pool(), mapping.geometry(), mapping.slot(), mapping.demand()));
  }

  @Override
  public void failed(Mapping mapping, MapClient.MapFailed failure) {
    replyTo.tell(new CommandedDevice.Failed(mapping.id(), failure.reason()));
  }

  @Override
  public void unmapped(Mapping mapping, MapClient.Unmapped answer) {
    replyTo.tell(new CommandedDevice.Unmapped(mapping.id(), mapping.isTransient()));
  }

  void syncing(ActorRef<CommandedDevice.Outcome> askedBy) {
    syncReplyTo = askedBy;
  }

  @Override
  public void synced(Mapping mapping, MapClient.Synced answer) {
    if (syncReplyTo != null) {
      syncReplyTo.tell(
          new CommandedDevice.Synced(answer.mapping(), answer.bytes(), answer.originalAddress()));
    }
  }
}
