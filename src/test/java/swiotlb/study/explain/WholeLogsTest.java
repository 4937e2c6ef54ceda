package swiotlb.study.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.text.KernelLog;

/** One line tells of another: leaks, growth, restricted pools, pools that were put out of use. */
class WholeLogsTest {
  private static final String BOOT =
      "[    0.500000] software IO TLB: mapped [mem 0x000000007c526000-0x000000007c626000] (1MB)";

  private static List<Cause> causes(Explained explained) {
    return explained.lines().stream().map(Explanation::cause).toList();
  }

  @Test
  void slotsInUseThatOnlyGrowAreALeak() {
    var lines = new ArrayList<String>();
    for (var i = 0; i < 5; i++) {
      lines.add(Logs.full(100 + 60 * i, "eth0", 262144, 32768, 9000 + 5000 * i));
    }
    var explained = Logs.explain(lines);
    assertThat(causes(explained)).containsOnly(Cause.LEAK);
    assertThat(explained.lines().get(0).also()).isNotEmpty();
    assertThat(explained.lines().get(0).sure()).isEqualTo(Sure.LIKELY);
    assertThat(explained.lines().get(0).evidence()).contains("9000 to 29000").contains("120 times");

    Collections.shuffle(lines, new Random(7));
    assertThat(causes(Logs.explain(lines))).as("in any order").containsOnly(Cause.LEAK);
  }

  @Test
  void threeNumbersThatRiseMayBeChance() {
    var explained =
        Logs.explain(
            Logs.full(10, "eth0", 4096, 512, 420),
            Logs.full(40, "eth0", 4096, 512, 470),
            Logs.full(90, "eth0", 4096, 512, 512));
    assertThat(causes(explained)).containsOnly(Cause.LEAK);
    assertThat(explained.lines().get(0).sure()).isEqualTo(Sure.POSSIBLE);
  }

  @Test
  void aNearlyFullPoolThatFillsALittleMoreIsNoLeak() {
    var explained =
        Logs.explain(
            Logs.full(10, "eth0", 4096, 512, 500),
            Logs.full(40, "eth0", 4096, 512, 506),
            Logs.full(90, "eth0", 4096, 512, 512));
    assertThat(causes(explained)).doesNotContain(Cause.LEAK);
  }

  @Test
  void aCommandLineThatIsLoggedTwiceIsExplainedOnce() {
    var explained =
        Logs.explain(
            "[    0.000000] Command line: swiotlb=noforce",
            "[    0.050000] Kernel command line: swiotlb=noforce");
    assertThat(causes(explained)).containsExactly(Cause.FORCED_OFF);
    assertThat(explained.facts()).hasSize(1);
  }

  @Test
  void aReleaseThatNobodyTellsIsAssumedAloud() {
    var line = "[    0.050000] Kernel command line: swiotlb=512,force,track_hiwater";
    assertThat(Logs.explain(line).facts().get(0).says()).contains("6.12 is assumed");
    assertThat(
            Logs.explain("[    0.000000] Linux version 7.3.4-amd64 (x@y) #1 SMP", line)
                .facts()
                .get(0)
                .says())
        .isEqualTo("The command line is read as it is written.");
  }

  @Test
  void numbersThatNoKernelWritesDoNoHarm() {
    var most = 999_999_999_999_999_999L;
    var explained =
        Logs.explain(
            Logs.full(1, "a", 0, 512, 0),
            Logs.full(2, "a", 4096, most, 0),
            Logs.full(3, "a", 4096, 512, most),
            Logs.full(4, "a", most, most, most),
            Logs.full(5, "a", 4096, 100, 7));
    assertThat(explained.lines()).hasSize(5).allMatch(l -> !l.evidence().isBlank());
  }

  @Test
  void theAnswerIsOfTheCauseOfMostLines() {
    var explained =
        Logs.explain(
            Logs.full(1, "a", 400000, 512, 0),
            Logs.full(2, "b", 4096, 512, 512),
            Logs.full(3, "c", 4096, 512, 512));
    assertThat(Verdict.of(explained, Group.of(explained.lines())).sentence())
        .isEqualTo(
            "Certainly exhausted: a pool is full: more is in flight than it holds (2 of 3 lines, of 2 devices such as b); besides too-large (1 line). What helps: a larger pool: swiotlb=SLOTS.");
  }

  @Test
  void useThatFallsIsNoLeak() {
    var explained =
        Logs.explain(
            Logs.full(10, "eth0", 4096, 512, 500),
            Logs.full(40, "eth0", 4096, 512, 512),
            Logs.full(60, "eth0", 4096, 512, 505),
            Logs.full(90, "eth0", 4096, 512, 512));
    assertThat(causes(explained)).doesNotContain(Cause.LEAK);
  }

  @Test
  void aPoolThatFillsUpInOneBurstIsNoLeak() {
    var explained =
        Logs.explain(
            Logs.full(10.001, "eth0", 4096, 512, 505),
            Logs.full(10.002, "eth0", 4096, 512, 508),
            Logs.full(10.003, "eth0", 4096, 512, 510),
            Logs.full(10.004, "eth0", 4096, 512, 512));
    assertThat(causes(explained)).containsOnly(Cause.EXHAUSTED);
  }

  @Test
  void withoutTimesNothingIsSaidOfALeak() {
    var explained =
        Logs.explain(
            Logs.full(0, "eth0", 4096, 512, 500).substring(15),
            Logs.full(0, "eth0", 4096, 512, 506).substring(15),
            Logs.full(0, "eth0", 4096, 512, 512).substring(15));
    assertThat(causes(explained)).doesNotContain(Cause.LEAK);
  }

  @Test
  void aTotalAboveThatOfBootHasGrown() {
    var explained =
        Logs.explain(
            BOOT,
            Logs.full(10, "ahci", 65536, 1024, 1000),
            Logs.full(11, "ahci", 65536, 2048, 2040));
    assertThat(causes(explained)).containsOnly(Cause.GROWTH_LIMITED);
    assertThat(explained.lines().get(0).evidence()).contains("too late");
    assertThat(explained.lines().get(1).evidence()).contains("from 512 to 2048 slots");
    assertThat(explained.lines().get(1).advice().paste()).startsWith("swiotlb=");
  }

  @Test
  void refusedGrowthIsToldWithTheLinesItCauses() {
    var explained =
        Logs.explain(
            BOOT,
            "[    9.000000] " + KernelLog.NOT_GROWN.line(),
            "[    9.100000] kworker/2:1: page allocation failure: order:8, mode:0xcc4(GFP_KERNEL), nodemask=(null)",
            Logs.full(10, "ahci", 65536, 512, 500));
    assertThat(causes(explained)).containsOnly(Cause.GROWTH_LIMITED);
    assertThat(explained.lines().get(2).evidence()).contains("refused memory");
  }

  @Test
  void linesOfSeveralMachinesAreNotTakenForGrowth() {
    var explained =
        Logs.explain(
            BOOT, Logs.full(10, "ahci", 65536, 2048, 2040), Logs.full(11, "ahci", 65536, 256, 250));
    assertThat(causes(explained)).doesNotContain(Cause.GROWTH_LIMITED);
    assertThat(explained.remarks()).anyMatch(r -> r.contains("several machines"));
  }

  @Test
  void aReleaseWithoutGrowthDoesNotGrow() {
    var explained =
        Logs.explain(
            "[    0.000000] Linux version 6.1.0-30-amd64 (x@y) #1 SMP",
            BOOT,
            Logs.full(11, "ahci", 65536, 2048, 2040));
    assertThat(causes(explained)).containsOnly(Cause.EXHAUSTED);
  }

  @Test
  void aPoolThatWasNotDecryptedIsDisabled() {
    var explained =
        Logs.explain(
            "[    0.600000] " + KernelLog.NOT_DECRYPTED.line(),
            Logs.full(2, "nvme 0000:00:04.0", 4096, 32768, 32768));
    assertThat(causes(explained)).containsOnly(Cause.DISABLED);
    assertThat(explained.lines()).allMatch(l -> l.sure() == Sure.CERTAIN);
  }

  @Test
  void fullFromBootOnMayBeDisabled() {
    var lines =
        new ArrayList<>(
            List.of(
                "[    0.000000] Linux version 7.3.4+deb13-amd64 (x@y) #1 SMP",
                Logs.full(2, "nvme", 4096, 32768, 32768),
                Logs.full(3, "nvme", 4096, 32768, 32768),
                Logs.full(4, "nvme", 4096, 32768, 32768)));
    assertThat(causes(Logs.explain(lines))).containsOnly(Cause.DISABLED);
    lines.set(0, "[    0.000000] Linux version 6.12.117-amd64 (x@y) #1 SMP");
    assertThat(causes(Logs.explain(lines))).containsOnly(Cause.EXHAUSTED);
  }

  @Test
  void aDeviceWithARestrictedPoolIsToldByItsName() {
    var explained =
        Logs.explain(
            "[    0.000000] software IO TLB: Reserved memory: created restricted DMA pool at 0x000000016c000000, size 2 MiB",
            "[    0.000000] OF: reserved mem: initialized node restricted_dma, compatible id restricted-dma-pool",
            "[    0.400000] pci 0000:00:01.0: assigned reserved memory node restricted_dma",
            Logs.full(5, "virtio-pci 0000:00:01.0", 4096, 1024, 1024),
            Logs.full(6, "ahci 0000:00:02.0", 4096, 32768, 32768));
    assertThat(causes(explained)).containsExactly(Cause.RESTRICTED, Cause.EXHAUSTED);
    var restricted = explained.lines().get(0);
    assertThat(restricted.also()).contains(Cause.EXHAUSTED);
    assertThat(restricted.evidence()).contains("restricted_dma");
    assertThat(restricted.advice().fix()).isEqualTo(Fix.CHANGE_RESTRICTED_POOL);
    assertThat(restricted.advice().paste()).isEqualTo("size = <0x0 0x400000>;");
  }

  @Test
  void withoutAPoolNoforceIsToldWhereItIsWritten() {
    var explained =
        Logs.explain(
            "[    0.000000] Kernel command line: quiet swiotlb=noforce root=/dev/vda",
            Logs.full(5, "xhci", 4096, 0, 0),
            "[    6.000000] e1000: DMA addr 0x000000023ab40000+1522 overflow (mask ffffffff, bus limit 0).");
    assertThat(causes(explained)).containsOnly(Cause.FORCED_OFF);
    assertThat(explained.lines().get(1).advice().paste()).isEqualTo("quiet root=/dev/vda");
  }

  @Test
  void theSmallestPoolOfTheAreaRuleIsNamed() {
    var explained =
        Logs.explain(
            "[    0.000000] Kernel command line: swiotlb=64,force",
            "[    0.000000] software IO TLB: area num 8.",
            Logs.full(5, "xhci", 4096, 1024, 1024));
    assertThat(explained.lines().get(0).evidence())
        .contains("128 slots for each of 8 areas")
        .contains("asked for 64 slots");
    assertThat(explained.lines().get(0).advice().paste()).isEqualTo("swiotlb=32768,force");
  }

  private static String at(String before, long used) {
    return before + Logs.full(0, "eth0", 65536, 32768, used).substring(15);
  }

  @Test
  void numbersOfSeveralHostsAreNoLeak() {
    var log = new ArrayList<String>();
    for (var i = 1; i <= 5; i++) {
      log.add(at("Mar  1 10:0%d:00 node%d kernel: [  %d00.0] ".formatted(i, i, i), 5000L * i));
    }
    var explained = Logs.explain(log);
    assertThat(causes(explained)).doesNotContain(Cause.LEAK);
    assertThat(explained.remarks())
        .anyMatch(r -> r.startsWith("The log is of 5 hosts (node1, node2, node3, node4, …)"));
    var same = log.stream().map(line -> line.replaceAll("node\\d", "node1")).toList();
    assertThat(causes(Logs.explain(same))).as("of one host").containsOnly(Cause.LEAK);
  }

  @Test
  void numbersOfSeveralBootsAreNoLeakAndKeepTheirOrder() {
    var explained =
        Logs.explain(
            "[    0.000000] Linux version 6.1.0-18-amd64 (d@d) (gcc-12) #1 SMP",
            at("[ 9000.0] ", 20000),
            "[    0.000000] Linux version 6.1.0-18-amd64 (d@d) (gcc-12) #1 SMP",
            at("[  100.0] ", 5000),
            at("[  200.0] ", 9000));
    assertThat(causes(explained)).doesNotContain(Cause.LEAK);
    assertThat(explained.lines().stream().map(l -> l.line().bootSeconds()))
        .containsExactly(9000.0, 100.0, 200.0);
    assertThat(explained.use()).as("times of two boots are not drawn").isEmpty();
    assertThat(explained.remarks()).anyMatch(r -> r.startsWith("The log tells of 2 boots"));
  }

  @Test
  void twoClocksAreNotCompared() {
    var explained =
        Logs.explain(
            at("[Fri Mar  1 10:00:01 2024] ", 22000),
            at("[Fri Mar  1 10:01:01 2024] ", 24000),
            at("[  100.0] ", 5000),
            at("[  200.0] ", 9000));
    assertThat(causes(explained)).doesNotContain(Cause.LEAK);
    assertThat(explained.lines().stream().map(l -> l.line().time()))
        .containsExactly("Fri Mar  1 10:00:01 2024", "Fri Mar  1 10:01:01 2024", "100.0", "200.0");
    assertThat(explained.remarks()).anyMatch(r -> r.contains("cannot be compared"));
  }

  @Test
  void aClockThatAllLinesHaveOrdersThem() {
    var explained =
        Logs.explain(
            at("Mar  1 10:00:30 h kernel: ", 9000),
            at("Mar  1 10:00:01 h kernel: [  100.0] ", 5000));
    assertThat(explained.lines().stream().map(l -> l.line().time()))
        .containsExactly("100.0", "Mar  1 10:00:30");
    assertThat(explained.remarks()).isEmpty();
  }

  @Test
  void whatWasGivenBackBeforeIsNoLeak() {
    var log = new ArrayList<String>();
    log.add(Logs.full(1, "eth0", 65536, 32768, 32700));
    for (var i = 0; i < 30; i++) {
      log.add(Logs.full(10 + i, "eth0", 65536, 32768, 20000 + 400 * i));
    }
    assertThat(causes(Logs.explain(log))).doesNotContain(Cause.LEAK);
    log.remove(0);
    var leak = Logs.explain(log);
    assertThat(causes(leak)).containsOnly(Cause.LEAK);
    assertThat(leak.lines().get(0).evidence()).contains("less than once in a million times");
  }

  @Test
  void moreInUseThanThereIsIsImpossibleOrTransient() {
    var damaged = Logs.explain(Logs.full(1, "eth0", 65536, 32768, 99999));
    assertThat(causes(damaged)).containsExactly(Cause.UNKNOWN);
    assertThat(damaged.lines().get(0).evidence()).contains("99999 of 32768 slots cannot be in use");

    var grown = Logs.explain(Logs.full(1, "eth0", 65536, 32768, 32800));
    assertThat(causes(grown)).containsExactly(Cause.GROWTH_LIMITED);
    assertThat(grown.lines().get(0).evidence()).contains("transient pools count as used");

    var fixed =
        Logs.explain(
            "[    0.000000] Linux version 6.1.0-18-amd64 (d@d) (gcc-12) #1 SMP",
            Logs.full(1, "eth0", 65536, 32768, 32800));
    assertThat(causes(fixed)).containsExactly(Cause.UNKNOWN);
    assertThat(fixed.lines().get(0).evidence()).contains("this kernel has no transient pools");
  }
}
