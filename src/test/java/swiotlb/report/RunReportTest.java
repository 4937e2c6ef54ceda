package swiotlb.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import swiotlb.figures.Ending;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.GrowthStep.Event;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.RunHistory;
import swiotlb.report.page.Part;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Tone;

class RunReportTest {
  private static final List<String> REMARKS = List.of("s.conf:1: 64 slots become 1024");
  private static final Ending DONE = new Ending(false, List.of(), null);

  private static Report report(Head head, Ending ending, RunHistory history, Measured... runs) {
    var report =
        new RunReport(head, new Origin("1.0", "swiotlb=512", List.of("boot"), Map.of(), List.of()));
    Arrays.stream(runs).forEach(report::add);
    return report.of(ending, history, new RunReport.Source("command", "file", "text", REMARKS));
  }

  private static Report report(Measured... runs) {
    return report(Results.HEAD, DONE, RunHistory.NONE, runs);
  }

  private static Measured calm() {
    return Results.quiet().with(RunFigures.TRANSIENT_MAPS, 0L).with(RunFigures.DEVICES, List.of());
  }

  private static String sentences(Report report) {
    return String.join("\n", report.answer().sentences());
  }

  private static List<Part> parts(Report report) {
    return report.sections().stream().flatMap(section -> section.parts().stream()).toList();
  }

  private static Part.Table table(Report report, String caption) {
    return parts(report).stream()
        .filter(Part.Table.class::isInstance)
        .map(Part.Table.class::cast)
        .filter(table -> table.caption().startsWith(caption))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(Report report) {
    return report.charts().stream().map(Part.Chart::name).toList();
  }

  // The answer.

  @Test
  void whatWasServedFits() {
    var report = report(calm());
    assertThat(report.answer().tone()).isEqualTo(Tone.GOOD);
    assertThat(report.answer().verdict()).isEqualTo("It fits");
    assertThat(sentences(report))
        .contains("All 997 mappings that had to bounce were served; at most 300 slots");
  }

  @Test
  void whatNeedsTransientPoolsIsDoubtful() {
    var report = report(calm().with(RunFigures.TRANSIENT_MAPS, 7L));
    assertThat(report.answer().tone()).isEqualTo(Tone.DOUBTFUL);
    assertThat(sentences(report)).contains("7 of them (0.70 %)", "set swiotlb=1024 (2 MiB)");
  }

  @Test
  void failuresComeWithTheirReasonsInOrder() {
    var report = report(Results.run(Map.of("a", 3L, "b", 20L), List.of(), List.of(), List.of(), 0));
    assertThat(report.answer().tone()).isEqualTo(Tone.BAD);
    assertThat(report.answer().verdict()).isEqualTo("It does not fit");
    assertThat(sentences(report)).startsWith("23 of 1023 tries to map failed (2.2 %): b 20, a 3.");
    assertThat(names(report)).contains("failures");
  }

  @Test
  void failuresThatWereTriedAgainFitBadly() {
    var run =
        Results.run(Map.of("a", 3L), List.of(), List.of(), List.of(), 0)
            .with(RunFigures.GIVEN_UP, 0L);
    assertThat(report(run).answer().tone()).isEqualTo(Tone.DOUBTFUL);
  }

  @Test
  void whatHelpsIsSaidOfReasonsThatCame() {
    var head =
        new Head(
            "n",
            1,
            true,
            true,
            false,
            2048,
            List.of("n"),
            Map.of("a", List.of("do this"), "c", List.of("do that")));
    var run = Results.run(Map.of("a", 3L), List.of(), List.of(), List.of(), 0);
    assertThat(sentences(report(head, DONE, RunHistory.NONE, run)))
        .contains("What helps: do this.")
        .doesNotContain("do that");
  }

  @Test
  void whereNothingBouncesNothingIsCounted() {
    var report = report(calm().with(RunFigures.DIRECT_MAPS, 1000L));
    assertThat(report.answer().verdict()).isEqualTo("It fits: nothing bounces");
  }

  @Test
  void aRunThatFailedHasNoOtherAnswer() {
    var failure = new Ending.Failure("/pool-0", 5_000, "Unmap", "slot 3\nis free");
    var ending = new Ending(false, List.of(), failure);
    assertThat(sentences(report(Results.HEAD, ending, RunHistory.NONE, calm())))
        .startsWith("It failed at 5.00 us in /pool-0: slot 3")
        .doesNotContain("served");
    assertThat(report(Results.HEAD, ending, RunHistory.NONE).answer().tone()).isEqualTo(Tone.BAD);
  }

  @Test
  void anInvariantThatBrokeIsTheAnswer() {
    var ending = new Ending(false, List.of("run 1: used-is-the-sum"), null);
    assertThat(report(Results.HEAD, ending, RunHistory.NONE, calm()).answer().verdict())
        .isEqualTo("An invariant broke");
  }

  @Test
  void anInterruptIsToldOf() {
    var ending = new Ending(true, List.of(), null);
    assertThat(sentences(report(Results.HEAD, ending, RunHistory.NONE, calm())))
        .contains("It was interrupted");
    assertThat(report(Results.HEAD, ending, RunHistory.NONE).answer().verdict())
        .isEqualTo("Nothing to tell");
  }

  // Tables.

  @Test
  void everyFigureOfTheTableOfRunsIsThere() {
    var shown =
        table(report(calm()), "Figures of the run").rows().stream()
            .map(row -> row.get(0).text().strip())
            .collect(Collectors.toSet());
    assertThat(RunFigures.ALL.rows())
        .filteredOn(figure -> figure != RunFigures.RESTRICTED)
        .allSatisfy(
            figure -> assertThat(shown).anyMatch(label -> label.startsWith(figure.label())));
  }

  @Test
  void everyFigureOfADeviceIsThere() {
    var report = report(Results.quiet());
    var device = Results.device("disk");
    var shown = table(report, "Devices").rows().stream().map(row -> row.get(0).text()).toList();
    assertThat(device.catalogue().figures().stream().skip(1).map(FigureTable::nameOf))
        .filteredOn(name -> !name.equals("map_time_ns"))
        .allSatisfy(name -> assertThat(shown).anyMatch(label -> label.startsWith(name)));
  }

  @Test
  void growthIsATable() {
    var rows =
        table(
                report(
                    Results.growing(
                        new GrowthStep(1_000, Event.QUEUED, 0, 0),
                        new GrowthStep(2_000, Event.PUBLISHED, 512, 4),
                        new GrowthStep(3_000, Event.FAILED, 128, 0))),
                "What happened to the growth")
            .rows();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(1))
        .extracting(Part.Cell::text)
        .containsExactly("2.00 us", "pool published", "512", "1 MiB", "4");
  }

  @Test
  void manyRunsAreSummedUp() {
    var runs = Stream.generate(RunReportTest::calm).limit(100).toArray(Measured[]::new);
    var report = report(runs);
    assertThat(table(report, "Figures of 100 runs").columns()).hasSize(4);
    assertThat(sentences(report)).contains("All 99700 mappings", "in 100 runs");
  }

  // Over time.

  private static RunHistory history(int areas, long waitNs) {
    return new RunHistory(
        1_000,
        List.of(1L, 5L, 2L),
        List.of(512L, 512L, 1024L),
        List.of(0L, 2L, 0L),
        List.of(0L, 0L, 0L),
        Stream.iterate(0, i -> i + 1)
            .limit(areas)
            .map(
                i ->
                    new RunHistory.Area(
                        "pool-0", i, List.of((long) i, 0L, 0L), List.of(waitNs * i, 0L, 0L)))
            .toList(),
        List.of(3_000L),
        List.of());
  }

  private static Part.Heat heat(RunHistory history, String name) {
    return (Part.Heat)
        report(Results.HEAD, DONE, history, calm()).charts().stream()
            .filter(chart -> chart.name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void aLineEndsWhereItsLastFrameEnds() {
    var used = (Part.Lines) report(Results.HEAD, DONE, history(1, 0), calm()).charts().get(0);
    assertThat(used.x()).containsExactly(0.0, 1000.0, 2000.0, 3000.0);
    assertThat(used.series().get(0).values()).containsExactly(1.0, 5.0, 2.0, 2.0);
  }

  @Test
  void whoWaitsForALongTimeIsWaitingOnAverage() {
    assertThat(heat(history(2, 500), "area-contention").values().get(1))
        .containsExactly(0.5, 0.0, 0.0);
  }

  @Test
  void ofVeryManyAreasThoseWithTheMostAreShownInOrder() {
    var heat = heat(history(200, 1), "area-use");
    assertThat(heat.rows()).hasSize(48).startsWith("area 152").endsWith("area 199");
    assertThat(heat.summary()).contains("152 more are left out");
  }

  @Test
  void whereNobodyWaitedThatIsSaid() {
    var report = report(Results.HEAD, DONE, history(2, 0), calm());
    assertThat(names(report)).contains("area-use").doesNotContain("area-contention");
    assertThat(parts(report)).contains(Part.Words.of("No lock of an area was ever waited for."));
  }

  @Test
  void whatWasSaidWhenTheScenarioWasReadStandsInIt() {
    assertThat(parts(report(calm())))
        .filteredOn(Part.Words.class::isInstance)
        .anyMatch(words -> ((Part.Words) words).paragraphs().contains(REMARKS.get(0)));
  }
}
