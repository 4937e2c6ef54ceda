package swiotlb.trace.show.view;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.trace.show.view.TraceLines.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.duckdb.DuckTrace;
import swiotlb.trace.store.open.TraceFiles;

@Tag("slow")
class TraceDiffTest {
  private static final String FIRST = line(1, 0, "Area.Unmap", "{\"slot\":4}");
  private static final String SECOND = line(2, 1, "MapClient.Unmapped", "{\"slots\":3}");
  private static final String THIRD = line(3, 2, "Device.GaveBack", "{\"left\":{\"hint\":5}}");

  @TempDir private Path folder;

  private TraceDiff.Result compare(String[] a, String[] b, String... ignored) {
    try {
      return TraceDiff.compare(
          TraceLines.file(folder, "a.jsonl", a),
          TraceLines.file(folder, "b.jsonl", b),
          Set.of(ignored));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String[] of(String... lines) {
    return lines;
  }

  @Test
  void aTraceIsEqualToItself() {
    var result = compare(of(FIRST, SECOND, THIRD), of(FIRST, SECOND, THIRD));
    assertThat(result.parting()).isEmpty();
    assertThat(result.messages()).isEqualTo(3);
    assertThat(result.flaws()).isEmpty();
  }

  @Test
  void anAlteredFieldIsNamedWithItsValues() {
    var other = THIRD.replace("\"hint\":5", "\"hint\":6");
    var parting = compare(of(FIRST, SECOND, THIRD), of(FIRST, SECOND, other)).parting().get();
    assertThat(parting.equal()).isEqualTo(2);
    assertThat(parting.differences())
        .containsExactly(new TraceDiff.Difference("left.hint", "5", "6"));
  }

  @Test
  void theCausesAreThoseOnEachSideNearestLast() {
    var other = THIRD.replace("\"cause\":2", "\"cause\":1");
    var parting = compare(of(FIRST, SECOND, THIRD), of(FIRST, SECOND, other)).parting().get();
    assertThat(parting.firstCauses()).extracting(TraceMessage::id).containsExactly(1L, 2L);
    assertThat(parting.secondCauses()).extracting(TraceMessage::id).containsExactly(1L);
  }

  @Test
  void anAlteredTimeSenderOrTypeParts() {
    for (var altered :
        new String[] {
          SECOND.replace("\"at\":20", "\"at\":21"),
          SECOND.replace("\"from\":\"/a\"", "\"from\":\"/c\""),
          SECOND.replace("Unmapped", "Mapped"),
          SECOND.replace("\"queued\":0", "\"queued\":1"),
          SECOND.replace("\"mapping\":7", "\"mapping\":null")
        }) {
      assertThat(compare(of(FIRST, SECOND), of(FIRST, altered)).parting().get().differences())
          .as(altered)
          .hasSize(1);
    }
  }

  @Test
  void aMappingThatTheFieldsNameTooIsToldOnce() {
    var own = FIRST.replace("{\"slot\"", "{\"mapping\":7,\"slot\"");
    var other = own.replace("\"mapping\":7", "\"mapping\":8");
    assertThat(compare(of(own), of(other)).parting().get().differences())
        .containsExactly(new TraceDiff.Difference("mapping", "7", "8"));
  }

  @Test
  void aTraceThatEndsEarlierParts() {
    var parting = compare(of(FIRST, SECOND), of(FIRST)).parting().get();
    assertThat(parting.second()).isNull();
    assertThat(parting.first().id()).isEqualTo(2);
    assertThat(parting.differences()).isEmpty();
  }

  @Test
  void whatMayDifferDoesNotPart() {
    var other = THIRD.replace("\"hint\":5", "\"hint\":6").replace("\"queued\":0", "\"queued\":2");
    assertThat(compare(of(THIRD), of(other), "hint", "queued").parting()).isEmpty();
    assertThat(compare(of(THIRD), of(other), "left.hint", "queued").parting()).isEmpty();
    assertThat(compare(of(THIRD), of(other), "hint").parting()).isPresent();
  }

  @Test
  void aNameThatNothingHasIsToldWhenTheTracesPart() {
    var other = THIRD.replace("\"hint\":5", "\"hint\":6").replace("\"queued\":0", "\"queued\":2");
    assertThat(compare(of(THIRD), of(other), "hnit", "queued").ignoredInVain())
        .containsExactly("hnit");
    assertThat(compare(of(THIRD), of(other), "hint", "queued", "id").ignoredInVain()).isEmpty();
  }

  @Test
  void aTraceOfTheFirstFormatCanBeComparedWithOneOfThis() throws IOException {
    var old =
        FIRST
            .replace(",\"mapping\":7,\"queued\":0", "")
            .replace("{\"slot\"", "{\"mapping\":7,\"slot\"");
    var now = FIRST.replace("{\"slot\"", "{\"mapping\":7,\"slot\"");
    var a = folder.resolve("old.jsonl");
    Files.writeString(a, "{\"format\":\"swiotlb-trace/1\"}\n" + old);
    var b = TraceLines.file(folder, "new.jsonl", now);
    assertThat(TraceDiff.compare(a, b, Set.of()).parting()).isEmpty();
  }

  @Test
  void databasesThatPartAreReadAgainForTheCauses() throws IOException {
    var a = database("a", FIRST, SECOND, THIRD);
    var b = database("b", FIRST, SECOND, THIRD.replace("\"hint\":5", "\"hint\":6"));
    var parting = TraceDiff.compare(a, b, Set.of()).parting().get();
    assertThat(parting.firstCauses()).extracting(TraceMessage::id).containsExactly(1L, 2L);
    assertThat(TraceDiff.compare(a, a, Set.of()).parting()).isEmpty();
  }

  private Path database(String name, String... lines) throws IOException {
    var file = folder.resolve(name + ".duckdb");
    try (var reader = TraceFiles.open(TraceLines.file(folder, name + ".jsonl", lines));
        var trace = new DuckTrace(file, reader.header())) {
      reader.forEach(trace::append);
    }
    return file;
  }

  @Test
  void causesThatGoInACircleEnd() {
    var circle = line(5, 5, "Area.Unmap", "{\"slot\":4}");
    var parting = compare(of(circle, line(6, 5, "A.B", "{}")), of(circle, line(6, 5, "A.C", "{}")));
    assertThat(parting.parting().get().firstCauses()).hasSize(1);
  }

  @Test
  void aTraceThatLacksALineSaysSo() throws IOException {
    var a = TraceLines.file(folder, "a.jsonl", FIRST, SECOND);
    var b = Files.writeString(folder.resolve("b.jsonl"), Files.readString(a).replace(SECOND, ""));
    assertThat(TraceDiff.compare(a, b, Set.of()).flaws())
        .singleElement()
        .asString()
        .contains("b.jsonl: holds 1 messages and says at its end that there were 2");
  }

  @Test
  void aTraceThatWasCutSaysSo() throws IOException {
    var a = TraceLines.file(folder, "a.jsonl", FIRST, SECOND);
    var b = folder.resolve("b.jsonl");
    var text = Files.readString(a);
    Files.writeString(b, text.substring(0, text.indexOf(SECOND) + 20));
    var result = TraceDiff.compare(a, b, Set.of());
    assertThat(result.flaws()).singleElement().asString().contains("b.jsonl: ends in the middle");
  }
}
