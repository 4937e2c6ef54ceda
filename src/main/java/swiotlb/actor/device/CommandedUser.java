package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.MapClient;

/** Reports on a mapping that was made on command. */
final class CommandedUser implements MappingUser {
  private final ActorRef<Device.Outcome> replyTo;
  private @Nullable ActorRef<Device.Outcome> syncReplyTo;

  CommandedUser(ActorRef<Device.Outcome> replyTo) {
    this.replyTo = replyTo;
  }

  @Override
  public void mapped(Mapping mapping) {
    var answer = mapping.answer();
    replyTo.tell(
        new Device.Mapped(
            mapping.id(), answer.pool(), answer.geometry(), answer.slot(), mapping.demand()));
  }

  @Override
  public void failed(Mapping mapping, MapClient.MapFailed failure) {
    replyTo.tell(new Device.Failed(mapping.id(), failure.reason()));
  }

  @Override
  public void unmapped(Mapping mapping, MapClient.Unmapped answer) {
    replyTo.tell(new Device.Unmapped(mapping.id(), mapping.isTransient()));
  }

  void syncing(ActorRef<Device.Outcome> askedBy) {
    syncReplyTo = askedBy;
  }

  @Override
  public void synced(Mapping mapping, MapClient.Synced answer) {
    if (syncReplyTo != null) {
      syncReplyTo.tell(
          new Device.Synced(answer.mapping(), answer.bytes(), answer.originalAddress()));
    }
  }
}
