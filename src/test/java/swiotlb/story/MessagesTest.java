package swiotlb.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;

/** What a story names must exist, or "never" would hold for ever. */
class MessagesTest extends Story {

  @Test
  void aTypeThatDoesNotExistIsRefusedWithThoseThatDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named("Grower.Grown"))
        .withMessageStartingWith("there is no message Grower.Grown; there are ")
        .withMessageContaining("Grower.Found, Grower.GiveBack, Grower.Grow");
  }

  @Test
  void anActorThatDoesNotExistIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named("Worker.*"))
        .withMessage("there is no actor Worker");
  }

  @Test
  void aFieldThatDoesNotExistIsRefusedWithThoseThatDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a(MapClient.Mapped.class).with("left.used", 2))
        .withMessage("Area.Left has no field used; it has area, hint, lockWaitNs, usedSlots");
  }

  @Test
  void fieldsOfPrivateMessagesAreKnownToo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named("Device.Retry").with("cause", ""))
        .withMessage("Device.Retry has no field cause; it has mapping, reason, request");
  }

  @Test
  void fieldsOfSeveralTypesAtOnceCannotBeAskedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named("Grower.*").with("spentNs", 1))
        .withMessageStartingWith("Grower.* is more than one type");
  }

  @Test
  void whatIsMeantReadsAsItIsWritten() {
    assertThat(a(Area.MapRequest.class).ofMapping(7).to("/allocator/pool-1/*"))
        .hasToString("Area.MapRequest of mapping 7 to /allocator/pool-1/*");
  }
}
