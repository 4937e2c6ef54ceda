package swiotlb.story;

import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;

/**
 * A device is reset under its live mappings: its driver gives every buffer back, once, and maps
 * anew (specification, section 7: an unmap needs no transfer that ended).
 */
class DeviceResetTest extends Story {
  private static final Messages RESET = named("Device.Reset");
  private static final Messages RETRY = named("Device.Retry");

  /** Three requests, reset while the device works on them. */
  private static StoryTrace resetUnder(long bytes) {
    return given(allocator().withJob(3, bytes, us(20))).when(jobStarts()).thenTheTrace();
  }

  @Test
  void everyLiveMappingIsGivenBackBecauseOfTheReset() {
    resetUnder(kib(64))
        .until(RETRY)
        .exactly(3, Area.Unmap.class)
        .each(Area.Unmap.class)
        .comesOf(RESET);
  }

  @Test
  void noSlotIsInUseBeforeTheDriverTriesAgain() {
    resetUnder(kib(64))
        .since(RESET)
        .shows(a(MapClient.Unmapped.class).with("left.usedSlots", 0))
        .then(RETRY)
        .then(Area.MapRequest.class);
  }

  @Test
  void theTransferThatWasCutShortCompletesNothing() {
    resetUnder(kib(64))
        .effectsOf(named("Device.TransferDone").with("transfer", 1))
        .never(named("Area.*"));
  }

  @Test
  void eachMappingIsGivenBackOnceForEachTimeItWasMapped() {
    var trace = resetUnder(kib(64));
    for (var mapping = 0; mapping < 3; mapping++) {
      trace
          .ofMapping(mapping)
          .shows(MapClient.Mapped.class)
          .then(MapClient.Unmapped.class)
          .then(MapClient.Mapped.class)
          .then(MapClient.Unmapped.class)
          .exactly(2, Area.Unmap.class);
    }
  }

  @Test
  void liveTransientPoolsEndToo() {
    resetUnder(kib(256))
        .until(RETRY)
        .exactly(2, Area.TransientDone.class)
        .each(Area.TransientDone.class)
        .comesOf(RESET);
  }
}
