package swiotlb.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.figures.FailureFigures;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.GrowthStep.Event;
import swiotlb.figures.KernelLine;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.input.Screen;

class RunTableTest {
  private static String table(Head head, List<Measured> runs) {
    var out = new StringWriter();
    var table = new RunTable(head);
    runs.forEach(table::add);
    table.print(new PrintWriter(out, true));
    return out.toString();
  }

  private static String table(Measured... runs) {
    return table(Results.HEAD, List.of(runs));
  }

  @Test
  void ofNoRunsThereIsNothing() {
    assertThat(table()).isEmpty();
    assertThat(new RunTable(Results.HEAD).isEmpty()).isTrue();
  }

  private static String fitted(int columns, int runs) {
    return fitted(columns, runs, Results.quiet());
  }

  private static String fitted(int columns, int runs, Measured run) {
    var out = new StringWriter();
    var table = new RunTable(Results.HEAD);
    IntStream.range(0, runs).forEach(i -> table.add(run));
    var screen = new Screen(new PrintWriter(out), columns, true);
    table.print(screen);
    screen.flush();
    return out.toString();
  }

  @Test
  void runsThatDoNotFitBesideEachOtherAreSummarised() {
    assertThat(fitted(80, 3)).contains("run 3").doesNotContain("median");
    assertThat(fitted(80, 4)).doesNotContain("run 3 ").contains("of each figure of 4 runs");
    assertThat(fitted(120, 6)).contains("run 6").doesNotContain("median");
    assertThat(fitted(80, 4).lines())
        .allSatisfy(line -> assertThat(line.replaceAll("\u001b[^m]*m", "")).hasSizeLessThan(81));
  }

  @Test
  void mappingsThatFailedStandOut() {
    var failures = new TreeMap<>(Map.of("no-free-run", 20L));
    var failed = "\u001b\\[1;31mfailed maps +20\u001b\\[0m";
    assertThat(fitted(80, 1, Results.quiet().with(RunFigures.FAILURES, failures)))
        .containsPattern(failed)
        .containsPattern("\u001b\\[1;31m  no-free-run +20\u001b\\[0m");
    assertThat(table(Results.quiet())).doesNotContain("\u001b");
  }

  @Test
  void theHeadStandsAboveTheFigures() {
    assertThat(table(Results.quiet())).startsWith("first-growth: grows\n4 CPUs\n\nio_tlb_nslabs  ");
  }

  @Test
  void whatIsFreeInTheEndOfAgedMemoryIsShown() {
    var aged = new Head("aged", 1, true, true, true, 2048, List.of(), Map.of());
    assertThat(table(aged, List.of(Results.quiet())))
        .contains("free in the end:\n  Node 0, zone    DMA32      1      2\n");
  }

  @Test
  void whatIsFreeInTheEndOfYoungMemoryIsNotShown() {
    assertThat(table(Results.quiet())).doesNotContain("free in the end");
  }

  @ParameterizedTest
  @CsvSource({
    "io_tlb_nslabs,512",
    "io_tlb_used_hiwater,300",
    "maps,1000",
    "in transient pools,7",
    "not bounced,3",
    "bandwidth,128.0 MiB/s",
    "map latency p99.9,1.50 us",
    "virtual time,500 ms",
    "messages,4321"
  })
  void aFigureIsARow(String label, String value) {
    assertThat(table(Results.quiet()).lines())
        .anyMatch(line -> line.matches(" *\\Q" + label + "\\E +\\Q" + value + "\\E"));
  }

  @Test
  void whoBeganAllOthersHasWordsForItsPath() {
    var run = Results.quiet().with(RunFigures.LONGEST_MAILBOX_OF, "/");
    assertThat(table(run).lines()).anyMatch(line -> line.matches("  of +/ \\(the run itself\\)"));
  }

  @Test
  void inConcurrentModeTheTimeIsReal() {
    assertThat(table(Results.REAL, List.of(Results.quiet())))
        .contains("\nreal time ")
        .doesNotContain("virtual time");
  }

  @Test
  void failuresAreToldByReason() {
    var failures = Map.of("no-free-run", 4L, "too-large", 1L);
    assertThat(table(Results.run(failures, List.of(), List.of(), List.of(), 0)).lines())
        .anyMatch(line -> line.matches("failed maps +5"))
        .anyMatch(line -> line.matches("  no-free-run +4"))
        .anyMatch(line -> line.matches("  too-large +1"));
  }

  @Test
  void aRestrictedPoolHasARowOfItsOwn() {
    var restricted = List.of(Results.restricted("wifi0", 256, 0, 200));
    assertThat(table(Results.run(Map.of(), List.of(), restricted, List.of(), 0)).lines())
        .anyMatch(line -> line.matches("wifi0: io_tlb_used_hiwater +200 / 256"));
  }

  @Test
  void severalRunsStandSideBySide() {
    assertThat(table(Results.quiet(), Results.quiet()).lines())
        .anyMatch(line -> line.matches(" +run 1 +run 2"))
        .anyMatch(line -> line.matches("maps +1000 +1000"));
  }

  @Test
  void oneRunIsNotNumbered() {
    assertThat(table(Results.quiet())).doesNotContain("run 1");
  }

  private static Measured withMaps(long maps) {
    return Results.quiet().with(RunFigures.MAPS, maps);
  }

  @Test
  void asManyRunsAsFitStandSideBySide() {
    var runs = LongStream.rangeClosed(1, 6).mapToObj(RunTableTest::withMaps).toList();
    assertThat(table(Results.HEAD, runs).lines())
        .anyMatch(line -> line.matches("maps +1 +2 +3 +4 +5 +6"))
        .noneMatch(line -> line.contains("median"));
  }

  @Test
  void ofMoreRunsTheLeastTheMedianAndTheGreatestAreShown() {
    var runs = LongStream.rangeClosed(1, 9).mapToObj(RunTableTest::withMaps).toList();
    assertThat(table(Results.HEAD, runs).lines())
        .contains("of each figure of 9 runs (all of them in --json):")
        .anyMatch(line -> line.matches(" +least +median +greatest"))
        .anyMatch(line -> line.matches("maps +1 +5 +9"))
        .anyMatch(line -> line.matches("bandwidth +128.0 MiB/s +128.0 MiB/s +128.0 MiB/s"))
        .anyMatch(line -> line.matches("map latency p99 +1.50 us +1.50 us +1.50 us"))
        .noneMatch(line -> line.contains("run 1") || line.contains("three digits"));
  }

  @Test
  void ofManyRunsTheLastIsKept() {
    var table = new RunTable(Results.HEAD);
    var runs = new ArrayList<WeakReference<Measured>>();
    for (var i = 0; i < 9; i++) {
      var run = Results.quiet();
      table.add(run);
      runs.add(new WeakReference<>(run));
    }
    System.gc();
    assertThat(runs.subList(0, 8)).allMatch(run -> run.get() == null);
    assertThat(table.isEmpty()).isFalse();
  }

  @Test
  void aReasonOfFailureCountsNothingInRunsWithoutIt() {
    var runs = new ArrayList<>(Collections.nCopies(6, Results.quiet()));
    runs.add(Results.run(Map.of("too-large", 4L), List.of(), List.of(), List.of(), 0));
    assertThat(table(Results.HEAD, runs).lines())
        .anyMatch(line -> line.matches("  too-large +0 +0 +4"))
        .noneMatch(line -> line.contains("least in use"));
  }

  @Test
  void ofThousandsOfDifferentFiguresTheMedianIsSaidToBeRounded() {
    var table = new RunTable(Results.HEAD);
    LongStream.rangeClosed(1, 3001).map(n -> n * 1000).forEach(n -> table.add(withMaps(n)));
    var out = new StringWriter();
    table.print(new PrintWriter(out, true));
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("maps +1000 +~150\\d{4} +3001000"))
        .anyMatch(line -> line.matches("requests +990 +990 +990"))
        .anyMatch(line -> line.startsWith("(~: to three digits"));
  }

  @Test
  void growthIsATimeLine() {
    assertThat(
            table(
                Results.growing(
                    new GrowthStep(1_000, Event.QUEUED, 0, 0),
                    new GrowthStep(2_000, Event.PUBLISHED, 512, 4),
                    new GrowthStep(3_000, Event.FAILED, 128, 0),
                    new GrowthStep(4_000, Event.FAILED, 0, 0))))
        .containsSubsequence(
            "growth:",
            "1.00 us  queued",
            "2.00 us  published a pool of 1 MiB in 4 areas",
            "3.00 us  failed, down to 256 KiB",
            "4.00 us  added nothing, as the design has it");
  }

  @Test
  void ofMuchGrowthTheBeginningIsShown() {
    var growth = Collections.nCopies(15, new GrowthStep(1, Event.QUEUED, 0, 0));
    var table = table(Results.growing(growth.toArray(GrowthStep[]::new)));
    assertThat(table.lines().filter(line -> line.endsWith("queued"))).hasSize(12);
    assertThat(table).contains("… and 3 more");
  }

  @Test
  void withoutGrowthThereIsNoTimeLine() {
    assertThat(table(Results.quiet())).doesNotContain("\ngrowth:", "\nkernel log:");
  }

  @Test
  void theKernelsLogHasTheKernelsTimes() {
    var log = List.of(new KernelLine(1_234_567_890L, "swiotlb buffer is full"));
    assertThat(table(Results.run(Map.of(), List.of(), List.of(), log, 0)))
        .containsSubsequence("kernel log:", "  [    1.234568] swiotlb buffer is full");
  }

  @Test
  void linesThatWereNotLoggedAreCounted() {
    var log = IntStream.range(0, 14).mapToObj(i -> new KernelLine(i, "full")).toList();
    assertThat(table(Results.run(Map.of(), List.of(), List.of(), log, 100)))
        .contains("… and 102 more");
  }

  @Test
  void figuresAreTheSameInEveryCountry() {
    var here = Locale.getDefault();
    var expected = table(Results.growing(new GrowthStep(1_500, Event.PUBLISHED, 512, 4)));
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(table(Results.growing(new GrowthStep(1_500, Event.PUBLISHED, 512, 4))))
          .isEqualTo(expected);
    } finally {
      Locale.setDefault(here);
    }
  }

  @Test
  void mappingsThatFailedAlikeAreALine() {
    var alike =
        FailureFigures.ALL
            .measure()
            .put(FailureFigures.DEVICE, "eth0")
            .put(FailureFigures.BYTES, 32768L)
            .put(FailureFigures.REASON, "transient-refused")
            .put(FailureFigures.COUNT, 87L)
            .put(FailureFigures.FIRST_NS, 3_190_000L)
            .put(FailureFigures.LAST_NS, 4_250_000L)
            .build();
    var once = alike.with(FailureFigures.COUNT, 1L);
    assertThat(table(Results.quiet().with(RunFigures.FAILED_ALIKE, List.of(alike, once))))
        .contains("failed mappings, by device, size and reason:")
        .contains("  eth0, 32 KiB, transient-refused: 87 times, from 3.19 ms to 4.25 ms")
        .contains("  eth0, 32 KiB, transient-refused: once, at 3.19 ms");
  }

  @Test
  void ofCoherentMemoryNoSlotsAreShownThatNobodySought() {
    var failed = Results.quiet().with(RunFigures.FAILURES, Map.of("coherent-pool-exhausted", 3L));
    assertThat(table(failed))
        .containsPattern("coherent-pool-exhausted +3")
        .doesNotContain("least in use");
  }
}
