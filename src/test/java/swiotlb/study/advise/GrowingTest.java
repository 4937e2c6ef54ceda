package swiotlb.study.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import swiotlb.scenario.Scenario;
import swiotlb.workload.Context;
import swiotlb.workload.Direction;
import swiotlb.workload.JobSpec;
import swiotlb.workload.TimedRequest;

class GrowingTest {
  private static final long STEP_NS = 100_000;
  private static final int REQUESTS = 1000;
  private static final long END_NS = (REQUESTS + 10) * STEP_NS;

  /** Requests that come regularly, of which the n-th is held so long. */
  private static Scenario held(LongUnaryOperator heldNs) {
    var requests = new ArrayList<TimedRequest>();
    for (var i = 0L; i < REQUESTS; i++) {
      requests.add(
          new TimedRequest(
              i * STEP_NS, heldNs.applyAsLong(i), i << 20, 4096, Direction.BIDIRECTIONAL));
    }
    var scenario = Workloads.unsized("kernel = \"swiotlb=force\"\ndevices.d.jobs.j.count = 1");
    var device = scenario.devices().get(0);
    return scenario.withDevices(
        List.of(
            device.with(
                device.driver().with(List.of(JobSpec.timed("j", 0, Context.PROCESS, requests))))));
  }

  @Test
  void aSteadyLoadDoesNotGrow() {
    assertThat(Growing.of(held(i -> 2 * STEP_NS + i % 7 * STEP_NS))).isEmpty();
  }

  @Test
  void aQueueThatIsNotServedFastEnoughGrows() {
    var found = Growing.of(held(i -> STEP_NS + i * STEP_NS / 3)).orElseThrow();
    assertThat(found.isClear()).isTrue();
    assertThat(found.what().device()).isEqualTo("d");
    assertThat(found.what().slotsPerSecond()).isPositive();
  }

  @Test
  void whatIsNeverGivenBackAmongOthersIsALeak() {
    var found =
        Growing.of(held(i -> i % 50 == 49 ? END_NS - i * STEP_NS : 2 * STEP_NS)).orElseThrow();
    assertThat(found.isClear()).isTrue();
    assertThat(found.what().why()).isEqualTo(Unbounded.Why.LEAK);
  }

  @Test
  void aLeakThatEndsAsThePoolIsFullIsOne() {
    var found =
        Growing.of(held(i -> i < 60 && i % 3 == 2 ? END_NS - i * STEP_NS : 2 * STEP_NS))
            .orElseThrow();
    assertThat(found.what()).isEqualTo(new Unbounded(Unbounded.Why.LEAK, "d", 40 / 0.0999, 40));
  }

  @Test
  void aRingThatIsSetUpAtOnceIsNone() {
    assertThat(Growing.of(held(i -> i >= 10 && i < 40 ? END_NS - i * STEP_NS : 2 * STEP_NS)))
        .isEmpty();
  }
}
