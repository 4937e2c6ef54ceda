package swiotlb.study.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import swiotlb.study.work.ThreadCrew;

class AdvisingTest {
  private static final String STEADY =
      """
      kernel { cmdline = "swiotlb=force", dynamic = off }
      cpus = 2
      devices.d.jobs.j { cpus = all, depth = 5, block = 64 KiB, count = 60 }
      """;

  private static Advice advice(String text) {
    return Workloads.advice(text, Objectives.USUAL);
  }

  private static KernelAdvice own(String text) {
    return advice(text).own().orElseThrow();
  }

  @Test
  void theSmallestSizeWithoutFailuresIsAdvised() {
    var advice = advice(STEADY);
    var own = advice.own().orElseThrow();
    assertThat(advice.isGood()).isTrue();
    assertThat(own.size()).isEqualTo(new AskedSize(512, 2, 0));
    assertThat(own.point().isMet()).isTrue();
    assertThat(own.below().orElseThrow().objective(Judged.FAILURES).mean()).isPositive();
    assertThat(own.savedBytes()).isEqualTo((64 << 20) - (1 << 20));
  }

  @Property(tries = 6)
  void whatIsAdvisedBootsAndMeetsItAndLessDoesNot(
      @ForAll @IntRange(min = 1, max = 40) int depth,
      @ForAll @IntRange(min = 0, max = 6) int block,
      @ForAll @IntRange(min = 1, max = 4) int cpus,
      @ForAll boolean isDynamic) {
    var text =
        """
        kernel { cmdline = "swiotlb=force", dynamic = %s }
        cpus = %d
        devices.d.jobs.j { cpus = all, depth = %d, block = %d KiB, count = 50 }
        """
            .formatted(isDynamic ? "on" : "off", cpus, depth, 4 << block);
    var own = own(text);
    var booted = Workloads.of(text).booted(new Boot(Optional.of(own.size()), isDynamic, Map.of()));
    assertThat(booted.boot().slots()).isEqualTo(own.size().slots());
    assertThat(booted.boot().areas()).isEqualTo(own.size().areas());
    var counting =
        own.point().objectives().stream().filter(one -> !own.leftOut().containsKey(one.name()));
    assertThat(counting).allMatch(Judged::isMet);
    own.below()
        .ifPresent(
            below ->
                assertThat(below.unmet())
                    .as("%s %s", text, below)
                    .anyMatch(one -> !own.leftOut().containsKey(one.name())));
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    var workload = Workloads.of(STEADY);
    var one =
        Advising.of(
            workload, Objectives.USUAL, 0, () -> new ThreadCrew(1), () -> false, warning -> {});
    var three =
        Advising.of(
            workload, Objectives.USUAL, 0, () -> new ThreadCrew(3), () -> false, warning -> {});
    assertThat(three.own()).isEqualTo(one.own());
    assertThat(three.other()).isEqualTo(one.other());
  }

  @Test
  void aSizeThatTheKernelTakesForNoneWrittenIsWrittenWithLess() {
    var text =
        """
        encryption.kind = tdx
        memory = 16 GiB
        devices.d.jobs.j.count = 1
        """;
    var unsized = Workloads.unsized(text);
    var sizes = new Sizes(Workloads.of(text), unsized, true, 1 << 20);
    var usual = sizes.of(32768, 0).orElseThrow();
    assertThat(usual.parameters(unsized.kernel().swiotlb())).isEqualTo("swiotlb=32640");
    assertThat(sizes.above(sizes.of(16384, 0).orElseThrow())).contains(usual);
    assertThat(sizes.above(usual).orElseThrow().parameters(unsized.kernel().swiotlb()))
        .isEqualTo("swiotlb=65536,4");
  }

  @Test
  void aLeakIsServedByNoSize() {
    var advice =
        advice(STEADY.replace("devices.d.jobs", "devices.d.leak-every = 10\ndevices.d.jobs"));
    assertThat(advice.own()).isEmpty();
    assertThat(advice.isGood()).isFalse();
    var grows = advice.unbounded().orElseThrow();
    assertThat(grows.why()).isEqualTo(Unbounded.Why.LEAK);
    assertThat(grows.device()).isEqualTo("d");
  }

  @Test
  void againstMappingsThatAreTooLargeNoSizeHelps() {
    var advice =
        advice(
            STEADY
                + "devices.big { max-segment = 512 KiB, jobs.j { block = 512 KiB, count = 5 } }\n");
    var own = advice.own().orElseThrow();
    assertThat(advice.isGood()).isFalse();
    assertThat(own.beyondHelp()).containsExactly(new Trial.Failure("big", "too-large"));
    assertThat(own.size().slots()).isEqualTo(512);
  }

  @Test
  void aLatencyThatNobodyAskedForIsLeftOutWhereNoSizeMeetsIt() {
    var text = STEADY.replace("64 KiB", "256 KiB");
    var advice = advice(text);
    assertThat(advice.own().orElseThrow().leftOut()).containsOnlyKeys(Judged.P99_MAP);
    assertThat(advice.isGood()).isTrue();
    var asked = Workloads.advice(text, new Objectives(0, 0.001, 20_000, true, 1, 0.95));
    assertThat(asked.isGood()).isFalse();
  }

  @Test
  void moreFailuresMayBeHad() {
    var some = Workloads.advice(STEADY, new Objectives(1000, 0.001, 20_000, false, 1, 0.95));
    assertThat(some.own().orElseThrow().size().slots()).isLessThan(512);
  }

  @Test
  void moreLoadTakesMore() {
    var margin = own(STEADY).margin().orElseThrow();
    assertThat(margin.isMet()).isFalse();
    assertThat(margin.holdsUpTo()).isBetween(1.0, 2.0);
    assertThat(margin.size().orElseThrow().slots()).isEqualTo(1024);
    assertThat(margin.breaks().orElseThrow().unmet())
        .extracting(Judged::name)
        .containsExactly(Judged.FAILURES);
  }

  @Test
  void coherentPoolsAreSizedWhereAJobTakesFromThem() {
    var own =
        own(
            """
            arch = arm64
            kernel = "coherent_pool=4M"
            devices.usb.jobs.urbs { coherent = true, context = interrupt, depth = 8, block = 16 KiB, count = 100 }
            """);
    assertThat(own.usesCoherent()).isTrue();
    assertThat(own.size().coherentBytes()).isBetween(64L << 10, 256L << 10);
  }

  @Test
  void aMachineWithoutPoolHasNoneToBeSized() {
    var advice = advice("memory = 1 GiB\ndevices.d.jobs.j.count = 5");
    assertThat(advice.withoutPool()).isTrue();
    assertThat(advice.isGood()).isTrue();
  }

  @Test
  void bothKernelsAreAdvised() {
    var advice = advice(STEADY);
    assertThat(Stream.of(advice.own(), advice.other()).flatMap(Optional::stream))
        .extracting(KernelAdvice::isDynamic)
        .isEqualTo(List.of(false, true));
  }

  @Test
  void itCanBeEnded() {
    assertThatThrownBy(
            () ->
                Advising.of(
                    Workloads.of(STEADY),
                    Objectives.USUAL,
                    0,
                    () -> new ThreadCrew(2),
                    () -> true,
                    warning -> {}))
        .isInstanceOf(AdvisingInterruptedException.class);
  }
}
