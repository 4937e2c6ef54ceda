package swiotlb.study.run;

import java.util.ArrayList;
import java.util.List;
import swiotlb.figures.GrowthStep;

/**
 * The time line of an allocator's growth in one run. Every published pool is kept; of attempts that
 * failed, each of which is queued, started and failed, the first ones since boot, so that a host
 * without memory does not fill ours.
 */
final class GrowthLog {
  private static final int KEPT_FAILURES = 100;

  private final List<GrowthStep> steps = new ArrayList<>();

  /** Steps of the attempt that is under way. */
  private final List<GrowthStep> attempt = new ArrayList<>();

  private int failures;

  void note(GrowthStep step) {
    if (step.event() == GrowthStep.Event.GIVEN_BACK) {
      steps.add(step);
      return;
    }
    attempt.add(step);
    var hasFailed = step.event() == GrowthStep.Event.FAILED;
    if (hasFailed && ++failures > KEPT_FAILURES) {
      keepOnlyTheNextAttempt();
    } else if (hasFailed || step.event() == GrowthStep.Event.PUBLISHED) {
      steps.addAll(attempt);
      attempt.clear();
    }
  }

  /** Forgets what was before a moment, when a run begins. */
  void forgetBefore(long timeNs) {
    steps.removeIf(step -> step.timeNs() < timeNs);
  }

  /** Work that was queued again while the worker ran belongs to the next attempt. */
  private void keepOnlyTheNextAttempt() {
    var started =
        attempt.stream().map(GrowthStep::event).toList().lastIndexOf(GrowthStep.Event.STARTED);
    attempt.subList(0, started + 1).clear();
    attempt.removeIf(step -> step.event() != GrowthStep.Event.QUEUED);
  }

  /** All steps that were kept, those of the attempt under way included. */
  List<GrowthStep> steps() {
    var all = new ArrayList<>(steps);
    all.addAll(attempt);
    return List.copyOf(all);
  }
}
