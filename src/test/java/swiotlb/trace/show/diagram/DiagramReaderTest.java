package swiotlb.trace.show.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.InputException;
import swiotlb.trace.store.Selection;
import swiotlb.trace.store.open.TraceFiles;

class DiagramReaderTest {
  @TempDir private Path folder;

  private static String line(
      long id, Object at, String from, String to, long cause, String type, String fields) {
    return """
        {"id":%d,"sent":0,"at":%s,"from":"%s","to":"%s","cause":%d,"mapping":7,"queued":0,"type":"%s","fields":%s}
        """
        .formatted(id, at, from, to, cause, type, fields);
  }

  private Diagram read(Selection selection, String... lines) {
    var head =
        "{\"format\":\"swiotlb-trace/2\",\"clock\":\"virtual\",\"scenario\":\"s\",\"seed\":1}\n";
    try {
      var file =
          Files.writeString(
              folder.resolve("t.jsonl"),
              head + String.join("", lines) + "{\"end\":1,\"omitted\":0}\n");
      try (var trace = TraceFiles.open(file)) {
        return DiagramReader.read("t.jsonl", trace, selection);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Diagram read(String... lines) {
    return read(Selection.ALL, lines);
  }

  private static List<Diagram.Arrow> arrows(Diagram diagram) {
    return diagram.rows().stream()
        .filter(Diagram.Arrow.class::isInstance)
        .map(Diagram.Arrow.class::cast)
        .toList();
  }

  private static List<String> notes(Diagram diagram) {
    return diagram.rows().stream()
        .filter(Diagram.Note.class::isInstance)
        .map(row -> (Diagram.Note) row)
        .map(note -> note.over().path() + ": " + note.text())
        .toList();
  }

  @Test
  void participantsStandInTheirGroups() {
    var diagram =
        read(
            line(1, 0, "/page-allocator", "/allocator/pool-1/area-10", 0, "A", "{}"),
            line(2, 0, "/allocator/pool-1/area-2", "/device-eth0", 0, "B", "{}"),
            line(3, 0, "/restricted-wifi/pool-0/area-0", "/allocator", 0, "C", "{}"));
    assertThat(diagram.participants())
        .extracting(p -> p.group().name() + " " + p.label())
        .containsExactly(
            "devices device-eth0",
            "allocator allocator",
            "pool-1 area-2",
            "pool-1 area-10",
            "restricted-wifi pool-0 area-0",
            "memory page-allocator");
  }

  @Test
  void messagesAlikeBecomeOneArrowWithACount() {
    var published =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    line(
                        i + 1,
                        5,
                        "/allocator",
                        "/allocator/pool-0/area-" + i,
                        0,
                        "Area.ReadState",
                        "{}"))
            .collect(Collectors.joining());
    assertThat(arrows(read(published)))
        .extracting(Diagram.Arrow::label)
        .containsExactly("ReadState \u00d716, to pool-0/area-0 \u2026 pool-0/area-15");
  }

  @Test
  void aChainOfAreasSaysThroughWhichItWentAndWhyItWasRefused() {
    var refused =
        "{\"refusedBy\":{\"left\":{\"usedSlots\":128,\"hint\":0},\"reason\":\"TOO_FEW_FREE\"}}";
    var chain =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    line(
                        i + 1,
                        5,
                        "/allocator/pool-0/area-" + i,
                        "/allocator/pool-0/area-" + (i + 1),
                        i,
                        "Area.MapRequest",
                        refused))
            .collect(Collectors.joining());
    var diagram = read(chain);
    assertThat(arrows(diagram))
        .extracting(Diagram.Arrow::label)
        .containsExactly("MapRequest \u00d74, through pool-0/area-1 \u2026 pool-0/area-3");
    assertThat(notes(diagram))
        .containsExactly(
            "/allocator/pool-0/area-0: pool-0/area-0 \u2026 pool-0/area-3 refuse: TOO_FEW_FREE");
  }

  @Test
  void aFailureIsToldOnceAndNotAgainByTheNextTry() {
    var reason = "{\"reason\":\"NO_FREE_RUN\"}";
    assertThat(
            notes(
                read(
                    line(1, 5, "/allocator", "/device-a", 0, "MapClient.MapFailed", reason),
                    line(2, 6, "/device-a", "/device-a", 1, "Device.Retry", reason))))
        .containsExactly("/device-a: NO_FREE_RUN");
  }

  @Test
  void failuresAlikeSayTheirReasonOnce() {
    var reason = "{\"reason\":\"NOT_REACHABLE\"}";
    var retries =
        IntStream.range(0, 3)
            .mapToObj(i -> line(i + 1, i, "/device-a", "/device-a", 0, "Device.Retry", reason))
            .collect(Collectors.joining());
    assertThat(notes(read(retries))).containsExactly("/device-a: NOT_REACHABLE \u00d73");
  }

  @Test
  void aDeviceThatAskedNobodySaysWhyWhenItTriesAgain() {
    var reason = "{\"reason\":\"TOO_LARGE\"}";
    assertThat(notes(read(line(2, 6, "/device-a", "/device-a", 0, "Device.Retry", reason))))
        .containsExactly("/device-a: TOO_LARGE");
  }

  @Test
  void twoAlikeStayTwo() {
    assertThat(
            arrows(
                read(
                    line(1, 5, "/a", "/area-0", 0, "X.A", "{}"),
                    line(2, 5, "/a", "/area-1", 0, "X.A", "{}"))))
        .hasSize(2);
  }

  @Test
  void answersAreToldApartAndSoIsWhatWasLost() {
    assertThat(
            arrows(
                read(
                    line(1, 1, "/a", "/b", 0, "B.Ask", "{}"),
                    line(2, 2, "/b", "/a", 1, "A.Tell", "{}"),
                    line(3, 3, "/a", "/b", 2, "B.AskMore", "{}"),
                    line(4, "null", "/b", "/a", 3, "A.Tell", "{}"))))
        .extracting(Diagram.Arrow::kind)
        .containsExactly(
            Diagram.Kind.REQUEST, Diagram.Kind.REPLY, Diagram.Kind.REQUEST, Diagram.Kind.LOST);
  }

  @Test
  void statesGrowthAndFailuresAreNotes() {
    var diagram =
        read(
            line(
                1,
                1,
                "/allocator/pool-0/area-0",
                "/device-a",
                0,
                "MapClient.Mapped",
                "{\"slot\":4,\"left\":{\"area\":0,\"usedSlots\":32,\"hint\":36,\"lockWaitNs\":0}}"),
            line(
                2,
                2,
                "/allocator",
                "/",
                0,
                "Allocator.GrowthNoted",
                "{\"step\":{\"timeNs\":2,\"event\":\"PUBLISHED\",\"slots\":512,\"areas\":4}}"),
            line(
                3,
                3,
                "/allocator",
                "/device-a",
                0,
                "MapClient.MapFailed",
                "{\"reason\":\"NO_FREE_RUN\"}"));
    assertThat(notes(diagram))
        .containsExactly(
            "/allocator/pool-0/area-0: 32 slots used, hint 36",
            "/allocator: growth published: 512 slots in 4 areas",
            "/device-a: NO_FREE_RUN");
  }

  @Test
  void moreThanAnybodyCanReadIsRefusedWithTheRemedy() {
    var lines =
        IntStream.range(0, 500)
            .mapToObj(i -> line(i + 1, i, "/a", "/b", 0, i % 2 == 0 ? "X.A" : "X.B", "{}"))
            .collect(Collectors.joining());
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("t.jsonl: more than 400 arrows")
        .hasMessageContaining("--mapping");
  }

  @Test
  void choosingNothingIsAnError() {
    var nothing = new Selection(OptionalLong.of(99), List.of(), List.of(), 0, Long.MAX_VALUE);
    assertThatThrownBy(() -> read(nothing, line(1, 1, "/a", "/b", 0, "X.A", "{}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no message was chosen by mapping 99");
  }

  @Test
  void aPartHasItsRemarksAndSaysWhatItLeavesOut() throws IOException {
    var all =
        IntStream.rangeClosed(1, 20)
            .mapToObj(id -> line(id, id, "/device-eth0", "/x-" + id % 2, 0, "T" + id, "{}"))
            .collect(Collectors.joining());
    var file =
        Files.writeString(
            folder.resolve("t.jsonl"),
            "{\"format\":\"swiotlb-trace/2\",\"clock\":\"virtual\",\"scenario\":\"s\",\"seed\":1}\n"
                + all
                + "{\"end\":20,\"omitted\":0}\n");
    var remarks =
        List.of(
            new DiagramPart.Remark(2, 2, "here they part", false),
            new DiagramPart.Remark(10, 10, "of what is left out", false),
            new DiagramPart.Remark(19, 18, "breaks", true));
    var chosen = List.of(2L, 3L, 8L, 9L, 10L, 11L, 18L, 19L);
    try (var trace = TraceFiles.open(file)) {
      var part = DiagramPart.read(trace, "a part", chosen, 4, remarks);
      assertThat(part.messages()).isEqualTo(4);
      assertThat(part.leftOut()).isEqualTo(4);
      assertThat(part.diagram().title()).isEqualTo("a part");
      assertThat(arrows(part.diagram()))
          .extracting(Diagram.Arrow::label)
          .containsExactly("T2 #7", "T3 #7", "T18 #7", "T19 #7");
      assertThat(notes(part.diagram()))
          .containsExactly(
              "/x-0: here they part", "/x-1: 4 messages are left out here", "/x-0: breaks");
    }
    try (var trace = TraceFiles.open(file)) {
      assertThat(DiagramPart.read(trace, "a part", chosen, 8, remarks).leftOut()).isZero();
    }
  }
}
