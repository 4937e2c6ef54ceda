package swiotlb.trace.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.trace.record.Recorded;
import swiotlb.trace.store.Fields;
import swiotlb.trace.store.TraceMessage;

class UsedSlotsTest {
  private static final String AREA = "/allocator/pool-0/area-3";
  private static final String TRANSIENT = "/allocator/transient-1";

  private final UsedSlots used = new UsedSlots();

  private static TraceMessage message(long id, long atNs, String from, String type, String fields) {
    return new TraceMessage(id, 0, 0, atNs, -1, 0, from, "/device-a", 7, type, new Fields(fields));
  }

  private static TraceMessage left(long id, long atNs, String from, int slots) {
    return message(
        id, atNs, from, "MapClient.Mapped", "{\"left\":{\"area\":3,\"usedSlots\":" + slots + "}}");
  }

  @Test
  void tellsHowManyMoreAreInUse() {
    assertThat(used.read(left(1, 10, AREA, 8)))
        .hasValue(new UsedSlots.Change(AREA, 3, 10, 8, 8))
        .hasValueSatisfying(change -> assertThat(change.above()).isEqualTo("/allocator/pool-0"));
    assertThat(used.read(left(2, 20, AREA, 8))).isEmpty();
    assertThat(used.read(left(3, 30, AREA, 2))).hasValue(new UsedSlots.Change(AREA, 3, 30, 2, -6));
  }

  @Test
  void aRefusalTellsAsWell() {
    var refused =
        message(
            1,
            10,
            AREA,
            "Allocator.Exhausted",
            "{\"refusedBy\":{\"left\":{\"area\":3,\"usedSlots\":128},\"reason\":\"NO_FREE_RUN\"}}");
    assertThat(used.read(refused)).hasValue(new UsedSlots.Change(AREA, 3, 10, 128, 128));
  }

  @Test
  void whatComesAfterALaterWordOfTheSameAreaIsOutOfDate() {
    used.read(left(5, 10, AREA, 8));
    assertThat(used.read(left(4, 20, AREA, 64))).isEmpty();
    assertThat(used.read(left(6, 30, AREA, 9))).hasValue(new UsedSlots.Change(AREA, 3, 30, 9, 1));
  }

  @Test
  void whatNobodyHandledTellsNothing() {
    assertThat(used.read(left(1, TraceMessage.UNKNOWN, AREA, 8))).isEmpty();
  }

  @Test
  void transientPoolsAreCountedWhereAreasDoNotSayHowTheyWereLeft() {
    var mapped = "{\"pool\":-1,\"geometry\":{\"slots\":32}}";
    assertThat(used.read(message(1, 10, TRANSIENT, "MapClient.Mapped", mapped)))
        .hasValue(new UsedSlots.Change(TRANSIENT, -1, 10, 32, 32));
    assertThat(used.read(message(2, 20, TRANSIENT, "MapClient.Unmapped", "{\"slots\":32}")))
        .hasValue(new UsedSlots.Change(TRANSIENT, -1, 20, 0, -32))
        .hasValueSatisfying(change -> assertThat(change.isTransient()).isTrue());
  }

  @Test
  void nothingIsInUseAfterASpike() {
    Map<String, Long> sums = new HashMap<>();
    for (var message : Recorded.messages("load-spike")) {
      used.read(message).ifPresent(change -> sums.merge(change.actor(), change.more(), Long::sum));
    }
    assertThat(sums).hasSizeGreaterThan(100).values().containsOnly(0L);
  }
}
