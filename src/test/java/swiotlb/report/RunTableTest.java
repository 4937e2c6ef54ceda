package swiotlb.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.figures.RunResult;
import swiotlb.figures.RunResult.GrowthEntry;
import swiotlb.figures.RunResult.KernelLine;

class RunTableTest {
  private static String table(Map<String, String> overrides, List<RunResult> runs) {
    var out = new StringWriter();
    new RunTable(Results.scenario(overrides), runs).print(new PrintWriter(out, true));
    return out.toString();
  }

  private static String table(RunResult... runs) {
    return table(Map.of(), List.of(runs));
  }

  private static RunResult growing(GrowthEntry... growth) {
    return Results.run(Map.of(), List.of(growth), List.of(), List.of(), 0);
  }

  @Test
  void theMachineStandsAboveTheFigures() {
    assertThat(table(Results.quiet()).lines().toList().subList(0, 4))
        .containsExactly(
            "first-growth: 1 MiB grows to 5 MiB under load",
            "4 CPUs, 2 GiB of memory, booted with swiotlb=512,force: default pool 1 MiB in 4 areas"
                + " at 0x7bf00000",
            "costs: an x86-64 virtual machine with a few CPUs",
            "");
  }

  @Test
  void aMachineWithOneCpuHasOne() {
    assertThat(table(Map.of("cpus", "1"), List.of(Results.quiet())))
        .contains("\n1 CPU, 2 GiB of memory", " default pool 1 MiB in 1 area at");
  }

  @Test
  void aMachineWithoutPoolSaysSo() {
    assertThat(table(Map.of("kernel", "swiotlb=noforce"), List.of(Results.quiet())))
        .contains("booted with swiotlb=noforce: no default pool");
  }

  @Test
  void encryptedMemorySaysWhatItIsAModelOf() {
    assertThat(table(Map.of("encryption.kind", "tdx"), List.of(Results.quiet())))
        .contains("\nmemory is encrypted: Intel TDX\n");
  }

  @Test
  void memoryThatIsNotEncryptedIsNotMentioned() {
    assertThat(table(Results.quiet())).doesNotContain("encrypted");
  }

  @Test
  void aPastedSnapshotIsShownAsItWasUnderstood() {
    var pasted = "Node 0, zone DMA 1\nNode 0, zone DMA32 0 0 0 0 0 0 0 0 0 0 3";
    assertThat(table(Map.of("pages.buddyinfo", pasted), List.of(Results.quiet())))
        .containsSubsequence(
            "free, as pasted:",
            "\n  DMA    4 KiB free, largest block of order 0,",
            "\n  DMA32  12 MiB free, largest block of order 10, 3 of at least 1 MiB, 3 of 4 MiB");
  }

  @Test
  void whatIsFreeInTheEndOfAgedMemoryIsShown() {
    assertThat(table(Map.of("pages.ageing.used-percent", "50"), List.of(Results.quiet())))
        .contains("free in the end:\n  Node 0, zone    DMA32      1      2\n");
  }

  @Test
  void whatIsFreeInTheEndOfYoungMemoryIsNotShown() {
    assertThat(table(Results.quiet())).doesNotContain("free in the end", "as pasted");
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
  void inConcurrentModeTheTimeIsReal() {
    assertThat(table(Map.of("mode", "concurrent"), List.of(Results.quiet())))
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
    var restricted = List.of(new RunResult.RestrictedCounters("wifi0", 256, 0, 200));
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

  @Test
  void ofManyRunsTheFirstAreShown() {
    var runs = Stream.generate(Results::quiet).limit(9).toList();
    assertThat(table(Map.of(), runs))
        .contains("run 6")
        .doesNotContain("run 7")
        .contains("(and 3 more runs, all of them in --json)");
  }

  @Test
  void growthIsATimeLine() {
    assertThat(
            table(
                growing(
                    new GrowthEntry(1_000, "queued", 0, 0),
                    new GrowthEntry(2_000, "published", 512, 4),
                    new GrowthEntry(3_000, "failed", 128, 0))))
        .containsSubsequence(
            "growth:",
            "1.00 us  queued",
            "2.00 us  published a pool of 1 MiB in 4 areas",
            "3.00 us  failed, down to 256 KiB");
  }

  @Test
  void ofMuchGrowthTheBeginningIsShown() {
    var growth = Collections.nCopies(15, new GrowthEntry(1, "queued", 0, 0));
    var table = table(growing(growth.toArray(GrowthEntry[]::new)));
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
    var expected = table(growing(new GrowthEntry(1_500, "published", 512, 4)));
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(table(growing(new GrowthEntry(1_500, "published", 512, 4)))).isEqualTo(expected);
    } finally {
      Locale.setDefault(here);
    }
  }
}
