package swiotlb.study.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.scenario.Scenario;
import swiotlb.study.work.ThreadCrew;
import swiotlb.workload.Context;
import swiotlb.workload.Direction;
import swiotlb.workload.JobSpec;
import swiotlb.workload.TimedRequest;

class SearchStartsTest {
  private static final ScenarioWorkload MACHINE =
      Workloads.of(
          """
          kernel { cmdline = "swiotlb=force", dynamic = off }
          cpus = 1
          devices.d.jobs.j.count = 1
          """);

  /** Four times 64 buffers of 32 slots, one after the other, which are all held at last. */
  private static final class Filling implements Workload {
    @Override
    public String name() {
      return "filling";
    }

    @Override
    public Scenario booted(Boot boot) {
      var requests =
          IntStream.range(0, 256)
              .mapToObj(
                  i ->
                      new TimedRequest(
                          i / 64 * 20_000_000L + i % 64 * 100_000L,
                          13_000_000,
                          i << 20,
                          65_536,
                          Direction.FROM_DEVICE))
              .toList();
      var scenario = MACHINE.booted(boot);
      var device = scenario.devices().get(0);
      return scenario.withDevices(
          List.of(
              device.with(
                  device
                      .driver()
                      .with(List.of(JobSpec.timed("j", 0, Context.PROCESS, requests))))));
    }

    @Override
    public boolean isDynamic() {
      return false;
    }

    @Override
    public SwiotlbParameter words() {
      return MACHINE.words();
    }

    @Override
    public List<String> assumed() {
      return List.of();
    }
  }

  /** 64 times 32 slots are 2048, but from another slot than the first the last finds no run. */
  @Test
  void whatJustFitsFromTheFirstSlotOnIsTooSmallAfterABoot() {
    var advice =
        Advising.of(
            new Filling(),
            Objectives.USUAL,
            0,
            () -> new ThreadCrew(2),
            () -> false,
            warning -> {});
    assertThat(advice.bounds().inFlightSlots()).isEqualTo(2048);
    var own = advice.own().orElseThrow();
    assertThat(own.size().slots()).isEqualTo(4096);
    var below = own.below().orElseThrow();
    assertThat(below.bootedSlots()).isEqualTo(2048);
    assertThat(below.machinesThatMet()).isLessThan(below.machines());
    assertThat(own.point().usedSlots()).isEqualTo(2048);
  }

  @Test
  void eachAreaOfEachMachineBeginsAtASlotOfItsOwnAlwaysTheSame() {
    var scenario =
        Workloads.unsized("kernel = \"swiotlb=force\"\ncpus = 4\ndevices.d.jobs.j.count = 1");
    var second = SearchStarts.drawn(scenario, 1, 2).searchFrom();
    assertThat(second).hasSameSizeAs(List.of(1, 2, 3, 4)).allMatch(slot -> slot < 8192);
    assertThat(second).isNotEqualTo(SearchStarts.drawn(scenario, 1, 3).searchFrom());
    assertThat(second).isEqualTo(SearchStarts.drawn(scenario, 1, 2).searchFrom());
  }

  @Test
  void aMachineWithoutAPoolHasNothingToSearch() {
    var scenario = Workloads.unsized("kernel = \"swiotlb=noforce\"\ndevices.d.jobs.j.count = 1");
    assertThat(SearchStarts.drawn(scenario, 1, 2).searchFrom()).isEmpty();
  }
}
