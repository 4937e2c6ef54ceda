package swiotlb.study.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import swiotlb.study.advise.Unbounded;
import swiotlb.study.fleet.ClassRule.Criterion;
import swiotlb.study.fleet.FleetReading.Came;
import swiotlb.study.fleet.MachineNeed.Build;
import swiotlb.study.fleet.MachineNeed.Candidate;
import swiotlb.study.fleet.MachineNeed.Facts;
import swiotlb.study.fleet.MachineNeed.Flaws;
import swiotlb.study.fleet.MachineNeed.Load;
import swiotlb.study.fleet.MachineNeed.PoolNow;
import swiotlb.study.fleet.MachineNeed.Reason;
import swiotlb.study.fleet.MachineNeed.Source;
import swiotlb.study.fleet.MachineNeed.Trial;

class FleetTest {
  private static final Flaws NONE = new Flaws(0, false, false, false, 0, 0);

  /** A machine of four CPUs and 2048 slots that needs so many, a power of two of at least 512. */
  static MachineNeed machine(String folder, int needs, long gib, Flaws flaws) {
    var candidates = new ArrayList<Candidate>();
    candidates.add(new Candidate(0, 0, trial(32768, needs)));
    for (var asked = Boots.LEAST; asked <= Boots.MOST; asked *= 2) {
      candidates.add(new Candidate(asked, asked, trial(Math.max(512, asked), needs)));
    }
    return new MachineNeed(
        folder,
        folder,
        new Facts("x86-64", "none", Reason.FORCED, gib << 30, 4, "6.12", List.of()),
        new PoolNow(trial(2048, needs), Source.KERNEL, Build.STATIC, -1, false, 2048, 2048),
        new Load(1_000_000, 1000, 1, needs, 32, 0, 0),
        flaws,
        null,
        candidates,
        List.of());
  }

  private static Trial trial(int slots, int needs) {
    var failed = slots < needs ? needs - slots : 0;
    return new Trial(slots, 4, true, failed, failed > 0 ? 3 : 0, Math.max(slots, needs));
  }

  private static Fleet fleet(MachineNeed... machines) {
    return fleet(List.of(machines));
  }

  private static Fleet fleet(List<MachineNeed> machines) {
    return Fleet.of(
        machines.stream().map(machine -> new Came(machine.folder(), machine, "")).toList(),
        Optional.empty());
  }

  private static List<MachineNeed> alike(int count, int needs) {
    return IntStream.range(0, count)
        .mapToObj(i -> machine(needs + "-" + i, needs, 2, NONE))
        .toList();
  }

  @Test
  void aQuantileIsThePoolOfAMachine() {
    var needs = new ArrayList<>(alike(90, 512));
    needs.addAll(alike(9, 1024));
    needs.addAll(alike(1, 8192));
    var all = fleet(needs).all();
    assertThat(all.leastSlots()).contains(512);
    assertThat(all.needSlots(0.5)).contains(512);
    assertThat(all.needSlots(0.9)).contains(512);
    assertThat(all.needSlots(0.91)).contains(1024);
    assertThat(all.needSlots(0.99)).contains(1024);
    assertThat(all.needSlots(1)).contains(8192);
    assertThat(all.settingFor(0.99)).contains(1024L);
    assertThat(all.settingFor(1)).contains(8192L);
  }

  @Property(tries = 200)
  void theSettingForAPartServesThatPart(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 9, max = 16) Integer> powers,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    var machines = new ArrayList<MachineNeed>();
    for (var power : powers) {
      machines.add(machine("m" + machines.size(), 1 << power, 2, NONE));
    }
    var fleet = fleet(machines);
    var setting = fleet.all().settingFor(percent / 100.0).orElseThrow();
    var served = machines.size() - fleet.setting(setting).unserved();
    assertThat(served * 100).isGreaterThanOrEqualTo(percent * machines.size());
    if (setting > 512) {
      var fewer = machines.size() - fleet.setting(setting / 2).unserved();
      assertThat(fewer * 100).isLessThan(percent * machines.size());
    }
  }

  @Test
  void oneSettingIsSummedOverAllMachines() {
    var fleet = fleet(machine("a", 512, 2, NONE), machine("b", 4096, 2, NONE));
    assertThat(fleet.setting(OneSetting.AS_NOW))
        .isEqualTo(new OneSetting(-1, -1, 1, 2048, 4096, 3, 2048 + 4096));
    assertThat(fleet.setting(128)).isEqualTo(new OneSetting(128, 128, 1, 3584, 1024, 3, 4608));
    assertThat(fleet.setting(4096)).isEqualTo(new OneSetting(4096, 4096, 0, 0, 8192, 0, 8192));
    assertThat(fleet.setting(0).slots()).isEqualTo(65536);
    assertThatThrownBy(() -> fleet.setting(100)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKernelWithDynamicPoolsNeedsLessWhereFewMappingsFindNoSlots() {
    // Three of a thousand are more than 0.1 %, three of ten thousand are not.
    var few = machine("a", 4096, 2, NONE);
    var load = new Load(1, 10_000, 1, 4096, 32, 0, 0);
    var many =
        new MachineNeed(
            "b", "b", few.facts(), few.now(), load, NONE, null, few.candidates(), List.of());
    assertThat(fleet(few).all().dynamicSettingFor(1)).contains(4096L);
    assertThat(fleet(many).all().dynamicSettingFor(1)).contains(128L);
    assertThat(fleet(many).all().dynamicSlots(128)).isEqualTo(4096);
  }

  @Test
  void aMachineThatNoSizeServesIsInNoQuantileAndStandsOut() {
    var well = machine("well", 512, 2, NONE);
    var leaks =
        new MachineNeed(
            "leaks",
            "leaks",
            well.facts(),
            well.now(),
            well.load(),
            NONE,
            new Unbounded(Unbounded.Why.LEAK, "nvme0", 25.6, 492),
            well.candidates(),
            List.of());
    var fleet = fleet(well, leaks);
    assertThat(fleet.all().unserved()).isEqualTo(1);
    assertThat(fleet.all().settingFor(1)).contains(128L);
    assertThat(fleet.setting(524288).unserved()).isEqualTo(1);
    assertThat(fleet.standOuts())
        .containsExactly(
            new StandOut(
                "leaks",
                StandOut.Kind.UNSERVED,
                "nvme0 maps buffers that it never gives back (25.6 slots a second, 492 in the end)"));
  }

  @Test
  void whoNeedsFarMoreThanItsClassStandsOut() {
    var needs = new ArrayList<>(alike(30, 512));
    needs.add(machine("big", 2048, 2, NONE));
    assertThat(fleet(needs).standOuts())
        .extracting(StandOut::folder, StandOut::kind)
        .containsExactly(tuple("big", StandOut.Kind.FAR));
    // Of few machines nobody knows what is usual.
    assertThat(fleet(needs.subList(20, 31)).standOuts()).isEmpty();
  }

  @Test
  void flawsOfRecordingsStandOut() {
    var fleet =
        fleet(
            machine("cut", 512, 2, new Flaws(0, false, true, false, 0, 0)),
            machine("lost", 512, 2, new Flaws(7, false, false, false, 0, 0)),
            machine("failed", 4096, 2, new Flaws(0, false, false, false, 9, 0)),
            machine("small", 4096, 2, NONE),
            machine("held", 512, 2, new Flaws(0, false, false, true, 0, 0)));
    assertThat(fleet.standOuts())
        .extracting(StandOut::words)
        .containsExactly(
            "9 of 1000 mappings failed while it was recorded",
            "it has 2048 slots and needs 4096",
            "7 lines of its recording were lost: it may need more",
            "its recording ends in the middle of the file",
            "its kernel records no releases: how long buffers were held is assumed");
  }

  @Test
  void theSameRecordingCountsOnceAndWhatCannotBeReadIsKept() {
    var one = machine("a", 512, 2, NONE);
    var fleet =
        Fleet.of(
            List.of(
                new Came("a", one, ""),
                new Came("b", one, ""),
                new Came("c", null, "c: holds no trace.txt")),
            Optional.empty());
    assertThat(fleet.all().machines()).containsExactly(one);
    assertThat(fleet.repeated()).containsExactly(new Fleet.Repeated("a", "a"));
    assertThat(fleet.unread()).containsExactly(new Fleet.Unread("c", "c: holds no trace.txt"));
    assertThat(fleet.folders()).isEqualTo(3);
  }

  @Test
  void classesAreByAllCriteriaAsLongAsTheyAreFew() {
    var fleet = fleet(machine("a", 512, 2, NONE), machine("b", 512, 16, NONE));
    assertThat(fleet.rule()).isEqualTo(new ClassRule(List.of(Criterion.values()), false));
    assertThat(fleet.classes())
        .extracting(FleetClass::name)
        .containsExactly(
            "bouncing forced, up to 4 GiB, up to 8 CPUs, Linux 6.6 to 7.2",
            "bouncing forced, more than 4 to 64 GiB, up to 8 CPUs, Linux 6.6 to 7.2");
    var byKind =
        Fleet.of(
            fleet.all().machines().stream().map(m -> new Came(m.folder(), m, "")).toList(),
            Optional.of(List.of(Criterion.KIND)));
    assertThat(byKind.classes()).extracting(FleetClass::name).containsExactly("bouncing forced");
  }

  @Test
  void withTooManyClassesTheLastCriteriaAreLeftOut() {
    var machines = new ArrayList<MachineNeed>();
    for (var gib : List.of(2, 16, 128)) {
      for (var cpus : List.of(4, 32, 128)) {
        var some = machine(gib + "-" + cpus, 512, gib, NONE);
        var facts = some.facts();
        machines.add(
            new MachineNeed(
                some.folder(),
                some.digest(),
                new Facts(
                    facts.arch(),
                    facts.encryption(),
                    facts.reason(),
                    facts.memoryBytes(),
                    cpus,
                    facts.release(),
                    List.of()),
                some.now(),
                some.load(),
                NONE,
                null,
                some.candidates(),
                List.of()));
      }
    }
    assertThat(fleet(machines).rule().criteria()).containsExactly(Criterion.KIND, Criterion.MEMORY);
    assertThat(fleet(machines).classes()).hasSize(3);
  }
}
