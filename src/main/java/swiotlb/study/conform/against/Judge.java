package swiotlb.study.conform.against;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.study.conform.against.FollowingRun.Step;
import swiotlb.study.conform.golden.SetUp;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenOp;

/**
 * Holds a trace against the simulator, each operation by itself: it is decided from the state that
 * the trace recorded, so that one departure is one difference and not all that follows from it.
 */
final class Judge {
  private final GoldenTrace trace;
  private final ReadOuts readOuts = new ReadOuts();
  private final List<Difference> differences = new ArrayList<>();
  private int equal;
  private int carried;

  private Judge(GoldenTrace trace) {
    this.trace = trace;
  }

  /** The judgement of a trace. */
  static Judgement judge(GoldenTrace trace) {
    return new Judge(trace).judge();
  }

  private Judgement judge() {
    SetUp.difference(trace.header()).ifPresent(this::add);
    var run = new FollowingRun(trace.header());
    var operations = trace.operations();
    for (var i = 0; i < operations.size(); i++) {
      var op = operations.get(i);
      var step = run.step(op);
      if (step.got().equals(op.expected())) {
        equal++;
        settle(op, step);
        continue;
      }
      add(i, op, step);
      if (step.unfollowed() != null) {
        return judgement(operations.size() - i - 1, step.unfollowed());
      }
    }
    return judgement(0, null);
  }

  private Judgement judgement(int notJudged, @Nullable String unfollowed) {
    return new Judgement(trace, equal, carried, differences, notJudged, 0, unfollowed);
  }

  private void add(SetUp.Difference setUp) {
    var reading =
        setUp.isBoot()
            ? new Reading(Rule.BOOT, "set-up makes another pool, or other defaults, of its inputs")
            : new Reading(Rule.LARGEST_MAPPING, "a device is told of another largest mapping");
    differences.add(
        new Difference(-1, 1, setUp.what(), setUp.recorded(), setUp.got(), List.of(reading)));
  }

  private void add(int index, GoldenOp op, Step step) {
    var readings = readings(op, step);
    if (readings.isEmpty()) {
      carried++;
      return;
    }
    differences.add(Difference.of(index, op, step.got(), readings));
  }

  /** An equal read-out is off by nothing. */
  private void settle(GoldenOp op, Step step) {
    if (op instanceof GoldenOp.Stat || op instanceof GoldenOp.Areas) {
      readings(op, step);
    }
  }

  private List<Reading> readings(GoldenOp op, Step step) {
    var got = step.got();
    if (op instanceof GoldenOp.Map map) {
      return answers(step).of(map, got);
    }
    if (op instanceof GoldenOp.Alloc alloc) {
      return answers(step).of(alloc, got);
    }
    if (op instanceof GoldenOp.Stat stat) {
      return listed(
          readOuts.counters(
              stat.allocator(),
              (Outcome.Stat) op.expected().outcome(),
              (Outcome.Stat) got.outcome()));
    }
    if (op instanceof GoldenOp.Areas) {
      return listed(
          readOuts.areas((Outcome.Areas) op.expected().outcome(), (Outcome.Areas) got.outcome()));
    }
    return List.of(other(op, step));
  }

  private static Reading other(GoldenOp op, Step step) {
    if (op instanceof GoldenOp.Grow) {
      return GrowthReadings.of(op.expected(), step.got());
    }
    if (op instanceof GoldenOp.Rcu) {
      return new Reading(
          Rule.TRANSIENT_RELEASE, "another number of transient pools returns its memory");
    }
    return op instanceof GoldenOp.Boot
        ? new Reading(Rule.BOOT, "set-up makes another pool, or other defaults, of its inputs")
        : new Reading(Rule.UNMAP, "an unmap drops a pool where it should not, or does not");
  }

  private AnswerReadings answers(Step step) {
    return new AnswerReadings(
        Objects.requireNonNull(step.before(), "of a difference the state before is known"),
        Objects.requireNonNull(trace.header().machine(), "a file of boots has no mappings"));
  }

  private static List<Reading> listed(@Nullable Reading reading) {
    return reading == null ? List.of() : List.of(reading);
  }
}
