package swiotlb.report;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.figures.DeviceFigures.DEVICE;
import static swiotlb.figures.DeviceFigures.FAILED_MAPS;
import static swiotlb.figures.DeviceFigures.LEAKED_SLOTS;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.figures.KernelFigures;
import swiotlb.figures.MapTime;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.input.Screen;

class MachineTableTest {
  private static String table(Measured run, int runs) {
    var out = new StringWriter();
    new MachineTable(run, runs).print(new PrintWriter(out, true));
    return out.toString();
  }

  private static String table(Measured run) {
    return table(run, 1);
  }

  private static String ofDevices(Measured... devices) {
    return table(plain().with(RunFigures.DEVICES, List.of(devices)));
  }

  private static String ofTime(Measured time) {
    return table(plain().with(RunFigures.MAP_TIME, time));
  }

  private static Measured plain() {
    return Results.quiet()
        .with(RunFigures.AREAS, List.of())
        .with(RunFigures.SHARED_MEMORY, Optional.empty());
  }

  private static String ofAreas(Measured... areas) {
    return table(plain().with(RunFigures.AREAS, List.of(areas)));
  }

  // Devices.

  @Test
  void aDeviceIsARow() {
    assertThat(ofDevices(Results.device("disk")).lines())
        .anyMatch(
            line ->
                line.matches(
                    "  disk +990 +10 +128\\.0 +1980 +32 +1000 +7 +20 +1.50 us +1.50 us +64.0 +128 +1.50 us +1.50 us +2"));
  }

  private static List<String> fitted(int columns, Measured... devices) {
    var out = new StringWriter();
    var screen = new Screen(new PrintWriter(out), columns, true);
    new MachineTable(plain().with(RunFigures.DEVICES, List.of(devices)), 1).print(screen);
    screen.flush();
    return out.toString().lines().toList();
  }

  @Test
  void columnsThatDoNotFitStandBelowWithTheirDevice() {
    var fine = Results.device("disk").with(FAILED_MAPS, 0L).with(LEAKED_SLOTS, 0L);
    var wide = ofDevices(fine).lines().filter(line -> line.startsWith("  disk")).findAny();
    var narrow = fitted(60, fine);
    assertThat(narrow).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
    assertThat(narrow).filteredOn(line -> line.startsWith("  \u2026")).hasSizeBetween(1, 3);
    assertThat(
            String.join(
                "",
                narrow.stream()
                    .filter(line -> line.startsWith("  disk"))
                    .map(line -> line.substring(6).replace(" ", ""))
                    .toList()))
        .isEqualTo(wide.orElseThrow().substring(6).replace(" ", ""));
  }

  @Test
  void aDeviceWithFailuresStandsOut() {
    var fine = Results.device("fine").with(FAILED_MAPS, 0L).with(LEAKED_SLOTS, 0L);
    var failed = fine.with(DEVICE, "failed").with(FAILED_MAPS, 1L);
    var leaked = fine.with(DEVICE, "leaked").with(LEAKED_SLOTS, 1L);
    assertThat(fitted(300, fine, failed, leaked))
        .anyMatch(line -> line.startsWith("  fine"))
        .anyMatch(line -> line.startsWith("\u001b[1;31m  failed"))
        .anyMatch(line -> line.startsWith("\u001b[1;31m  leaked"));
  }

  @Test
  void everyFigureHasAHead() {
    assertThat(ofDevices(Results.device("disk")))
        .containsPattern(
            " requests given up MiB/s IOPS in flight +maps transient failed +map p50 map p99 slots most held p50 held p99 leaked");
  }

  @Test
  void rowsEndWhereTheirHeadsDo() {
    var rows =
        ofDevices(Results.device("a"), Results.device("a-disk-with-a-name"))
            .lines()
            .skip(3)
            .limit(3);
    assertThat(rows.map(String::length).distinct()).hasSize(1);
  }

  @Test
  void oneRunIsNotNumbered() {
    assertThat(ofDevices(Results.device("disk")))
        .contains("\ndevices (MiB/s, IOPS: completed, a second of the run;");
  }

  @Test
  void ofSeveralRunsItSaysThatItShowsTheLast() {
    assertThat(table(Results.quiet(), 3))
        .contains("\ndevices in run 3 (", "\nwhere the time of mappings went in run 3:");
  }

  // Time.

  @ParameterizedTest
  @CsvSource({
    "waiting for a CPU,1.00 us,5.0",
    "waiting for locks of areas,2.00 us,10.0",
    "searching and reserving,3.00 us,15.0",
    "making transient pools,500 ns,2.5",
    "copying in,10.0 us,50.0",
    "copying back,3.50 us,17.5",
  })
  void aPartOfTheTimeIsARow(String part, String time, String percent) {
    assertThat(ofDevices(Results.device("disk")).lines())
        .anyMatch(line -> line.matches("  " + part + " +" + time + " +" + percent + " %"));
  }

  @Test
  void sleepForGrowthIsAPartOfTheTime() {
    assertThat(ofTime(Results.noTime().with(MapTime.GROWTH_WAIT, 700L)))
        .containsPattern("\n  waiting until slots could be had +700 ns +100.0 %");
  }

  @Test
  void whatTookNoTimeIsLeftOut() {
    assertThat(ofDevices(Results.device("disk")))
        .doesNotContain("waiting until slots could be had");
  }

  @Test
  void withoutAnyTimeThereAreNoParts() {
    assertThat(ofTime(Results.noTime())).doesNotContain("where the time");
  }

  @Test
  void partsOfMoreTimeThanANumberHoldsAreStillParts() {
    var time =
        Results.noTime()
            .with(MapTime.CPU_WAIT, Long.MAX_VALUE)
            .with(MapTime.LOCK_WAIT, Long.MAX_VALUE);
    assertThat(ofTime(time))
        .containsPattern("\n  waiting for a CPU +292 years or more +50.0 %")
        .doesNotContain("-");
  }

  // Areas.

  @Test
  void anAreaThatWasWaitedForIsARow() {
    assertThat(ofAreas(Results.area(2, 7, 1000, 250, 70_000)))
        .contains("  pool 2 area 7    taken     1000 times, after a wait  25.0 %, waited 70.0 us");
  }

  @Test
  void anAreaThatNobodyWaitedForIsLeftOut() {
    assertThat(ofAreas(Results.area(0, 0, 10, 1, 5), Results.area(0, 1, 10, 0, 0)))
        .doesNotContain("area 1");
  }

  @Test
  void withoutAWaitThereAreNoAreas() {
    assertThat(ofAreas(Results.area(0, 1, 10, 0, 0))).doesNotContain("areas whose locks");
  }

  @Test
  void theLongestWaitComesFirst() {
    assertThat(ofAreas(Results.area(0, 0, 10, 1, 5), Results.area(0, 1, 10, 1, 6)))
        .containsSubsequence("area 1", "area 0");
  }

  @Test
  void ofManyAreasTheFirstAreShown() {
    var areas = Collections.nCopies(11, Results.area(0, 0, 10, 1, 5));
    var table = ofAreas(areas.toArray(Measured[]::new));
    assertThat(table.lines().filter(line -> line.startsWith("  pool 0"))).hasSize(8);
    assertThat(table).contains("  … and 3 more");
  }

  // Memory that is shared with the hypervisor.

  private static String encrypted() {
    return table(plain().with(RunFigures.SHARED_MEMORY, Optional.of(Results.shared())));
  }

  @Test
  void whatIsSharedWhatThatTookAndWhatIsLostIsTold() {
    assertThat(encrypted())
        .contains("  1 MiB shared; 3 requests took 4.00 ms, 1 refused; 8 KiB lost\n");
  }

  @Test
  void whatTheCoherentPoolsDidIsTold() {
    assertThat(encrypted())
        .contains(
            "  coherent pools: 512 KiB, at most 8 KiB in use, expanded 6 times; too little for 5"
                + " requests\n");
  }

  @Test
  void memoryThatIsNotEncryptedIsNotShared() {
    assertThat(ofDevices(Results.device("disk"))).doesNotContain("hypervisor");
  }

  @Test
  void figuresAreTheSameInEveryCountry() {
    var here = Locale.getDefault();
    var expected = table(Results.quiet());
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(table(Results.quiet())).isEqualTo(expected);
    } finally {
      Locale.setDefault(here);
    }
  }

  // The kernel's own counters.

  @Test
  void aKernelThatCountsOtherwiseIsShown() {
    var shown = Results.kernelShows("7.3", 0);
    assertThat(table(plain().with(RunFigures.KERNEL_SHOWS, shown)))
        .contains("what kernel 7.3 itself shows:")
        .containsPattern("swiotlb_bounced NORMAL +34");
    assertThat(table(plain())).doesNotContain("itself shows");
  }

  @Test
  void anEncryptedGuestInWhichNothingIsForcedIsShown() {
    var shown = Results.kernelShows("7.3", plain().get(RunFigures.IO_TLB_USED_HIWATER));
    var run = plain().with(RunFigures.KERNEL_SHOWS, shown);
    assertThat(table(run.with(RunFigures.SHARED_MEMORY, Optional.of(Results.shared()))))
        .containsPattern("swiotlb_bounced NORMAL +34");
    assertThat(table(run)).doesNotContain("itself shows");
  }

  @ParameterizedTest
  @CsvSource({"0, cipher text", "512, counts it as full"})
  void aDefaultPoolThatWasNotSharedIsSaid(long disabled, String what) {
    var shown =
        Results.kernelShows("7.3", 0)
            .with(KernelFigures.UNSHARED_SLOTS, 512L)
            .with(KernelFigures.DISABLED_SLOTS, disabled);
    assertThat(table(plain().with(RunFigures.KERNEL_SHOWS, shown)))
        .contains("refused to share the default pool of 512 slots: kernel 7.3 ")
        .contains(what);
  }
}
