package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.KernelFigures;
import swiotlb.figures.KernelLine;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** What a running kernel does differently by its release. */
class ReleaseRunTest {
  private static final String GUEST = "encryption.kind = sev-snp, memory = 2 GiB\n";
  private static final String LOAD = "devices.d.jobs.j { count = 20, depth = 4 }\n";
  private static final String HIGH = "memory = 64 GiB\n";

  private static Scenario scenario(String release, String text) {
    return new ScenarioReader()
        .read("s.conf", "kernel.release = \"" + release + "\"\n" + text, Map.of());
  }

  private static Measured run(String release, String text) {
    return Simulations.run(scenario(release, text));
  }

  private static Measured kernel(Measured run) {
    return run.get(RunFigures.KERNEL_SHOWS);
  }

  // What bounces, and what the kernel says of it.

  @ParameterizedTest
  @CsvSource({
    "7.2, '', true",
    "7.3, '', false",
    "7.3, 'swiotlb=force', true",
    "7.3, 'swiotlb=noforce', false"
  })
  void encryptedGuestsBounceByForceUpTo72(String release, String cmdline, boolean isForced) {
    var result = run(release, GUEST + LOAD + "kernel.cmdline = \"" + cmdline + "\"\n");
    var bounces = cmdline.contains("noforce") ? 0L : 20L;
    assertThat(result.get(RunFigures.MAPS)).isEqualTo(bounces);
    assertThat(kernel(result).get(KernelFigures.BOUNCED_FORCE)).isEqualTo(isForced ? 20 : 0);
    assertThat(kernel(result).get(KernelFigures.BOUNCED_NORMAL)).isEqualTo(isForced ? 0 : bounces);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2", "7.3"})
  void aRestrictedPoolIsForcedInEachRelease(String release) {
    var result = run(release, GUEST + LOAD + "devices.d.restricted-pool = 1 MiB\n");
    assertThat(kernel(result).get(KernelFigures.BOUNCED_FORCE)).isEqualTo(20);
  }

  @Test
  void whatIsOutOfReachBouncesNormally() {
    var result = run("6.13", HIGH + LOAD);
    assertThat(kernel(result).get(KernelFigures.BOUNCED_NORMAL))
        .isPositive()
        .isEqualTo(result.get(RunFigures.MAPS) - result.get(RunFigures.DIRECT_MAPS));
    assertThat(kernel(result).get(KernelFigures.BOUNCED_FORCE)).isZero();
  }

  @Test
  void theUsualReleaseShowsWhatTheRunCounted() {
    var result = run("6.12", HIGH + LOAD);
    assertThat(kernel(result).get(KernelFigures.IO_TLB_USED_HIWATER))
        .isEqualTo(result.get(RunFigures.IO_TLB_USED_HIWATER));
  }

  @Test
  void eachDeviceOfAnEncryptedGuestMapsAsLittleAtATimeAsAForcedOne() {
    var guest = scenario("7.3", GUEST + LOAD + "devices.d { dma-bits = 64, min-align = 4 KiB }\n");
    assertThat(guest.devices().get(0).driver().maxSegmentBytes()).isEqualTo((256 << 10) - 4096);
  }

  // Buffers that may not bounce.

  @ParameterizedTest
  @CsvSource({"'swiotlb=force', 0", "'', 1"})
  void from70WhatMustNotBounceFailsAndSilentlyWhereAllIsForced(String cmdline, int logs) {
    var text =
        HIGH
            + "devices.d { require-coherent = true, jobs.j { count = 50, retries = 0 } }\n"
            + "kernel.cmdline = \""
            + cmdline
            + "\"\n";
    var result = run("7.0", text);
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("must-not-bounce");
    assertThat(result.get(RunFigures.MAPS)).isEqualTo(result.get(RunFigures.DIRECT_MAPS));
    assertThat(kernel(result).get(KernelFigures.BOUNCED_FORCE)).isZero();
    assertThat(kernel(result).get(KernelFigures.BOUNCED_NORMAL)).isZero();
    if (logs == 0) {
      assertThat(result.get(RunFigures.LOG)).isEmpty();
    } else {
      assertThat(result.get(RunFigures.LOG))
          .isNotEmpty()
          .allMatch(line -> line.text().contains("DMA addr 0x"));
    }
  }

  @Test
  void before70ItBouncesAllTheSameAndThatIsSaid() {
    var scenario = scenario("6.19", HIGH + LOAD + "devices.d.require-coherent = true\n");
    assertThat(scenario.notes()).anyMatch(note -> note.contains("came with 7.0"));
    assertThat(Simulations.run(scenario).get(RunFigures.FAILURES)).isEmpty();
  }

  @Test
  void in73AnEncryptedGuestTellsOfWhatMustNotBounceAndBeforeItIsSilent() {
    var text = GUEST + LOAD + "devices.d.require-coherent = true\n";
    assertThat(run("7.3", text).get(RunFigures.LOG)).isNotEmpty();
    assertThat(run("7.2", text).get(RunFigures.LOG)).isEmpty();
  }

  @Test
  void ofADeviceThatDoesNotSeeTheCachesAllOfThemFailSilently() {
    var text =
        "arch = arm64\n" + LOAD + "devices.d { require-coherent = true, jobs.j.retries = 0 }";
    var result = run("7.0", text);
    assertThat(result.get(RunFigures.FAILURES)).containsEntry("must-not-bounce", 20L);
    assertThat(result.get(RunFigures.MAPS)).isZero();
    assertThat(result.get(RunFigures.LOG)).isEmpty();
  }

  // Buffers that are shared already.

  @ParameterizedTest
  @ValueSource(strings = {"7.1", "7.2", "7.3"})
  void sharedBuffersOfAnEncryptedGuestDoNotBounceFrom71(String release) {
    var result = run(release, GUEST + LOAD + "devices.d.shared-buffers = true\n");
    assertThat(result.get(RunFigures.DIRECT_MAPS)).isEqualTo(20);
  }

  @Test
  void before71TheyBounceAndThatIsSaid() {
    var scenario = scenario("7.0", GUEST + LOAD + "devices.d.shared-buffers = true\n");
    assertThat(scenario.notes()).anyMatch(note -> note.contains("came with 7.1"));
    assertThat(Simulations.run(scenario).get(RunFigures.DIRECT_MAPS)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"7.2, 20", "7.3, 0"})
  void forceBouncesThemFrom73(String release, long direct) {
    var text = GUEST + LOAD + "devices.d.shared-buffers = true\nkernel.cmdline = \"swiotlb=force\"";
    assertThat(run(release, text).get(RunFigures.DIRECT_MAPS)).isEqualTo(direct);
  }

  @ParameterizedTest
  @CsvSource({"7.2, shared-refused", "7.3, ''"})
  void outsideAnEncryptedGuestTheyAreRefusedBefore73(String release, String reason) {
    var result = run(release, HIGH + LOAD + "devices.d.shared-buffers = true\n");
    assertThat(String.join(",", result.get(RunFigures.FAILURES).keySet())).isEqualTo(reason);
    assertThat(result.get(RunFigures.LOG)).isEmpty();
  }

  @Test
  void behindAnIommuTheyAreRefused() {
    var text = LOAD + "devices.d { shared-buffers = true, alloc-align = 4 KiB }\n";
    assertThat(run("7.3", text).get(RunFigures.FAILURES)).containsOnlyKeys("shared-refused");
    assertThat(run("7.3", GUEST + text).get(RunFigures.FAILURES))
        .containsOnlyKeys("shared-refused");
  }

  @ParameterizedTest
  @CsvSource({"7.2, not-reachable", "7.3, ''"})
  void outOfTheMaskTheyFailBefore73AndBounceThen(String release, String reason) {
    var text = "encryption.kind = sev-snp\n" + HIGH + LOAD + "devices.d.shared-buffers = true\n";
    var result = run(release, text);
    assertThat(String.join(",", result.get(RunFigures.FAILURES).keySet())).isEqualTo(reason);
  }

  // Behind an IOMMU.

  private static final String DOCK =
      """
      memory = 8 GiB, cpus = 1
      devices.d {
        type = untrusted
        jobs.j { count = 20, depth = 4, block = 64 KiB, buffer-align = 512 }
      }
      """;

  @Test
  void from616OnOnlyUnalignedEndsOfABufferBounce() {
    var before = scenario("6.15", DOCK);
    var after = scenario("6.16", DOCK);
    assertThat(before.notes()).noneMatch(note -> note.contains("two-step"));
    assertThat(after.notes()).anyMatch(note -> note.contains("two-step: is taken as on"));
    assertThat(mostSlots(before)).isGreaterThan(32);
    assertThat(mostSlots(after)).isLessThanOrEqualTo(4 * 2 * 2);
  }

  @Test
  void aDriverCanStillMapThemWhole() {
    assertThat(mostSlots(scenario("6.16", DOCK + "devices.d.two-step = off\n"))).isGreaterThan(32);
  }

  @Test
  void before616ItCannotMapInTwoStepsAndThatIsSaid() {
    var told = scenario("6.15", DOCK + "devices.d.two-step = on\n");
    assertThat(told.notes()).anyMatch(note -> note.contains("came with 6.16"));
    assertThat(mostSlots(told)).isGreaterThan(32);
  }

  @Test
  void inAnEncryptedGuestWhatBouncesBouncesWhole() {
    var guest = scenario("7.2", "encryption.kind = sev-snp\n" + DOCK);
    assertThat(guest.notes()).noneMatch(note -> note.contains("two-step"));
    assertThat(mostSlots(guest)).isGreaterThan(32);
  }

  @Test
  void withoutAPoolTheIommuSaysSoOnceAndNothingHasBounced() {
    var result =
        run("7.3", DOCK + "devices.d.jobs.j.retries = 0\nkernel.cmdline = \"swiotlb=noforce\"");
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("no-memory");
    assertThat(result.get(RunFigures.LOG))
        .extracting(KernelLine::text)
        .containsExactly(
            "d: DMA bounce buffers are inactive, unable to map unaligned transaction.");
    assertThat(kernel(result).get(KernelFigures.BOUNCED_NORMAL)).isZero();
  }

  private static long mostSlots(Scenario scenario) {
    return Simulations.run(scenario).get(RunFigures.IO_TLB_USED_HIWATER);
  }

  // A default pool that the hypervisor refuses to share.

  private static final String REFUSED =
      "encryption.shared-limit = 4 MiB, kernel.cmdline = \"swiotlb=4096,1\", cpus = 1\n";

  @Test
  void upTo72ItIsUsedAllTheSame() {
    var result = run("7.2", GUEST + LOAD + REFUSED);
    assertThat(result.get(RunFigures.MAPS)).isEqualTo(20);
    assertThat(kernel(result).get(KernelFigures.IO_TLB_USED)).isZero();
    assertThat(kernel(result).get(KernelFigures.UNSHARED_SLOTS)).isEqualTo(4096);
  }

  @Test
  void from73ItIsFullOfNobodysSlotsAndGrowthGoesOn() {
    var result = run("7.3", GUEST + LOAD + REFUSED);
    assertThat(result.get(RunFigures.IO_TLB_USED)).isZero();
    assertThat(kernel(result).get(KernelFigures.IO_TLB_USED)).isEqualTo(4096);
    assertThat(kernel(result).get(KernelFigures.UNSHARED_SLOTS)).isEqualTo(4096);
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isPositive();
    assertThat(result.get(RunFigures.DYNAMIC_POOLS)).isPositive();
    assertThat(result.get(RunFigures.LOG).get(0).text())
        .isEqualTo("software IO TLB: Failed to decrypt default memory pool, disabling it");
  }

  @Test
  void withTrackHiwaterItIsNotCounted() {
    var tracked = REFUSED.replace("4096,1", "4096,1,track_hiwater");
    var result = run("7.3", GUEST + LOAD + tracked);
    assertThat(kernel(result).get(KernelFigures.IO_TLB_USED)).isZero();
  }

  // Transient memory.

  @ParameterizedTest
  @CsvSource({"7.2, 1", "7.3, 11"})
  void from73AWorkerGivesTransientMemoryBack(String release, long milliseconds) {
    var scenario =
        scenario(release, "costs { grace-period.least = 1 ms, worker-start = 10 ms }\n" + LOAD);
    assertThat(ScenarioMachine.grace(scenario).leastNs()).isEqualTo(milliseconds * 1_000_000);
  }

  // Counters.

  private static final String LEAKY =
      """
      cpus = 1
      devices.d { leak-every = 1, jobs.j { count = 600, depth = 8, block = 4 KiB } }
      """;

  @ParameterizedTest
  @CsvSource({"'swiotlb=512,1,force', false", "'swiotlb=512,1,force,track_hiwater', true"})
  void from73TransientSlotsAreCountedOnlyWithTrackHiwater(String cmdline, boolean tracks) {
    var result = run("7.3", LEAKY + "kernel.cmdline = \"" + cmdline + "\"\n");
    assertThat(result.get(RunFigures.IO_TLB_TRANSIENT_NSLABS)).isPositive();
    var ours = result.get(RunFigures.IO_TLB_USED);
    assertThat(kernel(result).get(KernelFigures.IO_TLB_USED))
        .isEqualTo(tracks ? ours : ours - result.get(RunFigures.IO_TLB_TRANSIENT_NSLABS));
    long most = result.get(RunFigures.IO_TLB_USED_HIWATER);
    assertThat(kernel(result).get(KernelFigures.IO_TLB_USED_HIWATER)).isEqualTo(tracks ? most : 0);
  }
}
