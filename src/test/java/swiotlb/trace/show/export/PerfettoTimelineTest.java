package swiotlb.trace.show.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.trace.show.export.wire.PerfettoTrace.Trace;
import swiotlb.trace.show.export.wire.PerfettoTrace.TracePacket;
import swiotlb.trace.show.export.wire.PerfettoTrace.TrackDescriptor;
import swiotlb.trace.show.export.wire.PerfettoTrace.TrackEvent;
import swiotlb.trace.store.Selection;

@Tag("slow")
class PerfettoTimelineTest {
  private static final String LEFT =
      "{\"left\":{\"area\":%d,\"usedSlots\":%d,\"hint\":0,\"lockWaitNs\":100}}";

  @TempDir private Path folder;

  private static PerfettoFile exported(Path file) {
    return new PerfettoFile(Examples.export(file, ExportFormat.PERFETTO, Selection.ALL));
  }

  @Test
  void aSpikeIsWhole() {
    var file = Examples.spike(folder);
    var exported = exported(file);
    assertThat(exported.problems).isEmpty();
    assertThat(exported.tracks.values())
        .extracting(PerfettoFile.Track::path)
        .contains(
            "/allocator > pool-0 > area-3",
            "/allocator > pool-0 > area-3 > used slots",
            "/allocator > pool-0 > used slots",
            "/allocator > used slots",
            "/allocator > queue",
            "/device-eth0 > transfer",
            "/device-eth0 > transfer 2",
            "/allocator > growth queued")
        .doesNotHaveDuplicates();
    var delivered = Examples.messages(file).stream().filter(m -> m.isDelivered()).count();
    assertThat(exported.events.stream().filter(e -> e.annotations().containsKey("fields")).count())
        .isEqualTo(delivered);
  }

  @Test
  void anArrowGoesFromSendingToDelivery() {
    var exported =
        exported(
            Examples.virtual(
                folder,
                Examples.line(1, 0, 0, "", "/cpu-0", 0, null, "A", "{}"),
                Examples.line(
                    2,
                    10,
                    34,
                    "/cpu-0",
                    "/cpu-1",
                    1,
                    64,
                    "B.C",
                    "{\"mapping\":64,\"n\":[true,-5]}")));
    assertThat(exported.problems).isEmpty();
    var sent = exported.on("/cpu-0").get(1);
    assertThat(sent.name()).isEqualTo("send B.C");
    assertThat(sent.ns()).isEqualTo(10);
    assertThat(sent.flows()).containsExactly(2L);
    var came = exported.on("/cpu-1").get(0);
    assertThat(came.name()).isEqualTo("B.C");
    assertThat(came.ns()).isEqualTo(34);
    assertThat(came.endingFlows()).containsExactly(2L);
    assertThat(came.annotations().get("id").number(4)).isEqualTo(2);
    assertThat(came.annotations().get("mapping").number(4)).isEqualTo(64);
    var values = came.annotations().get("fields").all(11).get(1).message();
    assertThat(exported.nameOf(values)).isEqualTo("n");
    assertThat(values.all(12).get(0).message().number(2)).isEqualTo(1);
    assertThat(values.all(12).get(1).message().number(4)).isEqualTo(-5);
  }

  @Test
  void usedSlotsAreSummedOverAreasAndPools() {
    var exported =
        exported(
            Examples.virtual(
                folder,
                left(1, "/allocator/pool-0/area-0", 0, 8),
                left(2, "/allocator/pool-0/area-1", 1, 4),
                left(3, "/allocator/pool-1/area-0", 0, 2),
                left(4, "/allocator/transient-9", 0, 32),
                left(5, "/allocator/pool-0/area-0", 0, 1),
                left(6, "/allocator/transient-9", 0, 0)));
    assertThat(exported.problems).isEmpty();
    assertThat(exported.on("/allocator > used slots"))
        .extracting(PerfettoFile.Event::value)
        .containsExactly(8L, 12L, 14L, 46L, 39L, 7L);
    assertThat(exported.on("/allocator > pool-0 > used slots"))
        .extracting(PerfettoFile.Event::value)
        .containsExactly(8L, 12L, 5L);
    assertThat(exported.on("/allocator > slots of transient pools"))
        .extracting(PerfettoFile.Event::value)
        .containsExactly(32L, 0L);
  }

  private static String left(long id, String area, int number, int used) {
    return Examples.line(
        id,
        id * 1000,
        id * 1000 + 500,
        area,
        "/device-a",
        0,
        id,
        "MapClient.Mapped",
        LEFT.formatted(number, used));
  }

  @Test
  void lockWaitsAreOnALaneAndSearchesOnTheArea() {
    var exported = exported(Examples.virtual(folder, left(1, "/allocator/pool-0/area-0", 0, 8)));
    assertThat(exported.on("/allocator > pool-0 > area-0"))
        .filteredOn(e -> e.type() == 1)
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.name()).isEqualTo("search");
              assertThat(e.ns()).isEqualTo(1100);
            });
    assertThat(exported.on("/allocator > pool-0 > area-0 > lock wait"))
        .extracting(PerfettoFile.Event::ns)
        .containsExactly(1000L, 1100L);
  }

  @Test
  void handlingIsASliceWithTheRealClock() {
    var exported =
        exported(
            Examples.real(
                folder,
                Examples.line(1, 0, 5, "", "/cpu-0", 0, null, "A", "{}"),
                "{\"id\":1,\"handled\":10}\n",
                Examples.line(2, 7, 15, "/cpu-0", "/cpu-0", 1, null, "B", "{}"),
                "{\"id\":2,\"handled\":10}\n"));
    assertThat(exported.problems).isEmpty();
    assertThat(exported.on("/cpu-0"))
        .extracting(PerfettoFile.Event::ns, PerfettoFile.Event::type)
        .containsExactly(tuple(5L, 1), tuple(7L, 3), tuple(15L, 2), tuple(15L, 1), tuple(25L, 2));
  }

  @Test
  void theWayOfAMessageIsNoIntervalWithTheRealClock() {
    var exported = exported(Examples.real(folder, left(1, "/allocator/pool-0/area-0", 0, 8)));
    assertThat(exported.problems).isEmpty();
    assertThat(exported.events).noneMatch(e -> e.type() == 1);
  }

  @Test
  void manyNamesAreForgottenAndWrittenAnew() {
    var lines = new String[6000];
    for (var i = 0; i < lines.length; i++) {
      lines[i] = Examples.line(i + 1, i, i, "", "/cpu-0", 0, null, "T" + i % 5000, "{}");
    }
    var exported = exported(Examples.virtual(folder, lines));
    assertThat(exported.problems).isEmpty();
    assertThat(exported.events)
        .element(5999)
        .extracting(PerfettoFile.Event::name)
        .isEqualTo("T999");
  }

  @Test
  void theReaderSeesAnOverlapAndAnArrowWithoutBeginning() {
    var trace = Trace.newBuilder();
    trace.addPacket(
        packet(1).setTrackDescriptor(TrackDescriptor.newBuilder().setUuid(1).setName("t")));
    for (var ns : new long[] {10, 15}) {
      trace.addPacket(
          packet(2).setTimestamp(ns).setTrackEvent(event(TrackEvent.Type.TYPE_SLICE_BEGIN)));
    }
    trace.addPacket(
        packet(2)
            .setTimestamp(20)
            .setTrackEvent(event(TrackEvent.Type.TYPE_SLICE_END).addTerminatingFlowIds(4)));
    assertThat(new PerfettoFile(trace.build().toByteArray()).problems)
        .anyMatch(p -> p.contains("within"))
        .anyMatch(p -> p.contains("never ends"))
        .anyMatch(p -> p.contains("did not begin"));
  }

  private static TracePacket.Builder packet(int flags) {
    return TracePacket.newBuilder().setTrustedPacketSequenceId(1).setSequenceFlags(flags);
  }

  private static TrackEvent.Builder event(TrackEvent.Type type) {
    return TrackEvent.newBuilder().setType(type).setTrackUuid(1);
  }
}
