package swiotlb.trace.show.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.trace.life.MappingTimes;
import swiotlb.trace.record.Recorded;
import swiotlb.trace.record.Transfers;
import swiotlb.trace.store.Fields;
import swiotlb.trace.store.TraceMessage;

class StatsTest {

  private static String of(List<TraceMessage> messages) {
    var stats = new Stats(true, 5);
    messages.forEach(message -> stats.read(message, true));
    var lines = new ArrayList<String>();
    stats.print(lines::add);
    return String.join("\n", lines);
  }

  @Test
  void messagesAreCountedByTypeAndByPairOfActors() {
    assertThat(of(Recorded.messages("load-spike")))
        .containsPattern("Area\\.MapRequest +3328 ")
        .containsPattern("/allocator/pool-\\*/area-\\* → /allocator/pool-\\*/area-\\* +2880")
        .contains("and 39 other types")
        .contains("no mapping failed");
  }

  @Test
  void theSlowestMappingsSayWhereTheirTimeWent() {
    assertThat(of(Recorded.messages("load-spike")))
        .contains("slowest of 256 served mappings")
        .containsPattern(
            " 64 +34\\.156 us +10\\.343 us +1 +17 +0 ns +0 ns +601 ns +0 ns +1\\.5 us +8\\.242 us +"
                + "/allocator/transient-1");
  }

  @Test
  void failuresAreCountedByReason() {
    assertThat(of(Recorded.messages("restricted")))
        .containsPattern("NO_FREE_RUN +\\d+ +first: \\d+ at ");
  }

  @Test
  void whatADeviceRefusesItselfCountsAsAFailureToo() {
    var retry =
        new TraceMessage(
            1,
            0,
            0,
            5,
            -1,
            0,
            "/device-a",
            "/device-a",
            9,
            "Device.Retry",
            new Fields("{\"request\":1,\"mapping\":9,\"reason\":\"TOO_LARGE\"}"));
    assertThat(of(List.of(retry))).containsPattern("TOO_LARGE +1  first: 9 at 0 ns");
  }

  @Test
  void aTransferWhoseEndIsPutOffCountsOnce() {
    var first = Transfers.done(1, 0, 90, 30);
    var second = Transfers.done(2, 92, 110, 50);
    assertThat(of(List.of(first, second))).containsPattern("transfer +1 +60 ns +60 ns");
  }

  @Test
  void theLongestChainIsThatOfCauses() {
    var chain = new ArrayList<TraceMessage>();
    for (var id = 1; id <= 10; id++) {
      chain.add(TraceLines.message(id, id <= 6 ? id - 1 : 1, "A.B", "{}"));
    }
    assertThat(of(chain)).contains("longest chain of causes: 6 messages, to message 6 at 60 ns");
  }

  @Test
  void ofManyMappingsTheSlowestAreKept() {
    var slowest = new Slowest(2);
    for (var ns : new long[] {5, 9, 1, 7, 9}) {
      slowest.add(new MappingTimes.Time(ns, "/d", 1, 0, 0, ns, "/a", "", 1, 0, 0, 0, 0, 0));
    }
    assertThat(slowest.slowestFirst()).extracting(MappingTimes.Time::ns).containsExactly(9L, 9L);
  }
}
