package swiotlb.trace.show.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.trace.store.Glob;
import swiotlb.trace.store.Selection;

@Tag("slow")
class ChromeTimelineTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"load-spike", "restricted"})
  void slicesNestArrowsHaveBothEndsAndTimesAreExact(String name) {
    var file =
        Examples.scenario(
            folder,
            name,
            "restricted".equals(name)
                ? Map.of(
                    "devices.wifi0.jobs.receive.count", "60", "devices.sata0.jobs.load.count", "20")
                : Map.of());
    assertThat(ChromeChecker.problems(Examples.text(file, ExportFormat.CHROME))).isEmpty();
  }

  @Test
  void handlingHasItsLengthWithTheRealClock() {
    var file =
        Examples.real(
            folder,
            Examples.line(1, 0, 5, "", "/allocator", 0, null, "A", "{}"),
            "{\"id\":1,\"handled\":1200}\n",
            Examples.line(2, 100, 1205, "/allocator", "/cpu-0", 1, null, "B", "{}"),
            "{\"id\":2,\"handled\":7}\n");
    var text = Examples.text(file, ExportFormat.CHROME);
    assertThat(ChromeChecker.problems(text)).isEmpty();
    assertThat(text).contains("\"ts\":0.005,\"dur\":1.200").contains("\"ts\":1.205,\"dur\":0.007");
  }

  @Test
  void transientPoolsWhoseEndIsNotShownGiveUpTheirTracks() {
    var lines = new String[400];
    for (var i = 0; i < lines.length; i += 2) {
      var pool = "/allocator/transient-" + i;
      var time = 10 * i;
      lines[i] = Examples.line(i + 1, time, time, pool, "/sata0", 0, i, "MapClient.Mapped", "{}");
      lines[i + 1] =
          Examples.line(
              i + 2,
              time,
              time,
              pool,
              "/allocator",
              0,
              "null",
              "Stopped",
              "{\"actor\":\"" + pool + "\"}");
    }
    var mapped =
        new Selection(
            OptionalLong.empty(), List.of(), List.of(new Glob("*Mapped")), 0, Long.MAX_VALUE);
    var json = Examples.text(Examples.virtual(folder, lines), ExportFormat.CHROME, mapped);
    assertThat(json).contains("seat 17").doesNotContain("seat 18");
  }

  @Test
  void largeTimesArePlainAndExact() {
    var file =
        Examples.virtual(
            folder,
            Examples.line(1, 9007199254740993L, 9007199254740993L, "", "/", 0, null, "A", "{}"));
    assertThat(Examples.text(file, ExportFormat.CHROME)).contains("\"ts\":9007199254740.993,");
  }

  private static final String NAME =
      "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":1,\"args\":{\"name\":\"a\"}}";

  private static String slice(String ts, String dur) {
    return ",{\"ph\":\"X\",\"name\":\"x\",\"pid\":1,\"tid\":1,\"ts\":"
        + ts
        + ",\"dur\":"
        + dur
        + "}";
  }

  private static String arrow(String phase, String ts) {
    return ",{\"ph\":\""
        + phase
        + "\",\"bp\":\"e\",\"id\":3,\"pid\":1,\"tid\":1,\"ts\":"
        + ts
        + "}";
  }

  private static List<String> problems(String events) {
    return ChromeChecker.problems("{\"traceEvents\":[" + NAME + events + "]}");
  }

  @Test
  void theCheckerAcceptsWhatIsRight() {
    assertThat(
            problems(
                slice("1.000", "2.000")
                    + arrow("s", "1.000")
                    + slice("3.000", "1.000")
                    + arrow("f", "3.000")
                    + slice("3.000", "0.500")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "overlapping slices, overlaps",
    "a time in powers of ten, no plain decimal",
    "a time with too few digits, no plain decimal",
    "an end without a start, did not begin",
    "an end before its start, did not begin",
    "an arrow away from its slice, at no slice",
    "cut, no JSON"
  })
  void theCheckerSees(String what, String problem) {
    var events =
        switch (what) {
          case "overlapping slices" -> slice("1.000", "2.000") + slice("2.000", "2.000");
          case "a time in powers of ten" -> slice("1.0E7", "2.000");
          case "a time with too few digits" -> slice("1.5", "2.000");
          case "an end without a start" -> slice("1.000", "0.000") + arrow("f", "1.000");
          case "an end before its start" ->
              slice("2.000", "0.000")
                  + arrow("s", "2.000")
                  + slice("1.000", "0.000")
                  + arrow("f", "1.000");
          case "an arrow away from its slice" -> slice("1.000", "2.000") + arrow("s", "2.000");
          default -> ",{";
        };
    assertThat(problems(events)).anyMatch(p -> p.contains(problem));
  }
}
