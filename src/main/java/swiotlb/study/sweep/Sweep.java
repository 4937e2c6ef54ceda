package swiotlb.study.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.input.ScenarioException;
import swiotlb.study.vary.Axis;
import swiotlb.study.work.Crew;
import swiotlb.study.work.CrewInterruptedException;
import swiotlb.study.work.Crews;
import swiotlb.study.work.Done;
import swiotlb.study.work.Job;
import swiotlb.study.work.ScenariosRead;

/**
 * Runs a scenario at many points, on all cores, and keeps the results in files while they come.
 * What is in them already is not run again. They are a function of the plan alone, but for their
 * order. Belongs to one thread, and does its work on others.
 */
public final class Sweep {
  private static final long MOST_REPLICATIONS = 1_000_000;
  private static final long LOOK_EVERY_MS = 50;

  /**
   * How to run it.
   *
   * @param crews who run replications
   * @param isInterrupted asked now and then; once it holds, nothing new begins
   * @param progress hears now and then how far it is, from 0 to 1
   */
  public record Options(Crews crews, BooleanSupplier isInterrupted, DoubleConsumer progress) {}

  /**
   * What came of it.
   *
   * @param interrupted whether it was told to end early
   * @param wanted replications of all points
   * @param found those that were there before
   * @param asked points that a sample was asked for, of which there may be fewer that differ; 0 of
   *     a grid
   * @param seed from which all others came
   * @param remarks what was said when the scenario was read at the points
   * @param byNode replications that each node ran now; none where this process did
   */
  public record Result(
      Tally tally,
      boolean interrupted,
      long wanted,
      long found,
      long asked,
      long seed,
      SweepRemarks remarks,
      Map<String, Integer> byNode) {
    /**
     * That fewer points were run than a sample was asked for, in words; empty if that is not so.
     */
    public String shortOf() {
      var points = tally.points().size();
      return interrupted || points >= asked
          ? ""
          : "of %d points that were asked for no more differ".formatted(asked);
    }
  }

  private final SweepPlan plan;
  private final SweepFiles files;
  private final Options options;
  private final ScenarioSource source;
  private final List<Axis> axes;
  private final long seed;
  private final Sampling sampling;
  private final long asked;
  private final Tally tally = new Tally();
  private final SweepRemarks remarks = new SweepRemarks();
  private final Map<String, Integer> byNode = new TreeMap<>();
  private long finished;
  private boolean interrupted;

  private Sweep(SweepPlan plan, SweepFiles files, Options options) {
    this.plan = plan;
    this.files = files;
    this.options = options;
    this.axes = plan.axes();
    this.source = new ScenarioSource(plan.scenario(), plan.overrides());
    this.seed = plan.seed().isPresent() ? plan.seed().getAsLong() : source.seed();
    var choice = Sampling.Choice.parse(plan.sample());
    this.asked = choice.points();
    this.sampling = choice.over(axes, seed);
  }

  /**
   * Runs what is not there yet.
   *
   * @param resume whether to go on with a sweep that was begun there; if none was, it begins
   * @throws InputException if the plan, the scenario or the files cannot be used, before anything
   *     is run
   */
  public static Result run(SweepPlan plan, SweepFiles files, boolean resume, Options options) {
    return new Sweep(plan, files, options).run(resume);
  }

  private Result run(boolean resume) {
    if (sampling.size() * plan.replications() > MOST_REPLICATIONS) {
      throw new InputException(
          "--replications " + plan.replications(),
          "makes more than %d runs with %d points; take fewer"
              .formatted(MOST_REPLICATIONS, sampling.size()));
    }
    if (files.isBegun() && !resume) {
      throw new InputException(
          files.out().toString(),
          "holds a sweep already; add --resume to go on with it, or name another --out");
    }
    var batch = prepared(sampling.next(List.of()));
    requireUsable(batch);
    var described = PlanFile.of(plan, source, seed);
    begin(described);
    try (var store = ResultStore.open(files, axes, tally::add);
        var crew = options.crews().forJob(this::job)) {
      var found = store.size();
      while (!batch.isEmpty() && !interrupted) {
        run(batch, store, crew);
        batch = interrupted ? List.of() : prepared(sampling.next(seen(batch)));
      }
      return new Result(
          tally,
          interrupted,
          sampling.size() * plan.replications(),
          found,
          asked,
          seed,
          remarks,
          byNode);
    }
  }

  private void begin(ObjectNode described) {
    if (files.isBegun()) {
      PlanFile.requireSame(files.plan(), described);
    } else {
      files.requireEmpty();
      PlanFile.write(files.plan(), described);
    }
  }

  private Job job() {
    return SweepKind.job(
        plan,
        () -> {
          var values = new ArrayList<String>(plan.overrides().values());
          axes.stream().filter(axis -> !axis.isOrdered()).forEach(axis -> addAll(axis, values));
          return ScenariosRead.files(plan.scenario(), source.filesRead(), values);
        });
  }

  private static void addAll(Axis axis, List<String> values) {
    for (var i = 0L; i < axis.size(); i++) {
      values.add(axis.value(i));
    }
  }

  private boolean isToEnd() {
    return options.isInterrupted().getAsBoolean();
  }

  /** A point with its scenario read, so that all that is wrong is known before it is run. */
  private record Prepared(Point point, ScenarioSource.Read read) {}

  private List<Prepared> prepared(List<Point> points) {
    var prepared = new ArrayList<Prepared>();
    for (var point : points) {
      if (isToEnd()) {
        interrupted = true;
        return List.of();
      }
      var read = source.at(point.settings());
      if (read.scenario() != null) {
        remarks.add(read.scenario().notes());
      }
      // The scenario is read again when it is run: those of all points would take much memory.
      prepared.add(
          new Prepared(point, new ScenarioSource.Read(read.identity(), null, read.refusal())));
    }
    return prepared;
  }

  /** If the scenario can be used nowhere, the fault is not that of a point. */
  private void requireUsable(List<Prepared> batch) {
    if (batch.stream().noneMatch(p -> p.read.refusal().isEmpty()) && !batch.isEmpty()) {
      var first = batch.stream().min((a, b) -> Long.compare(a.point.number(), b.point.number()));
      throw new ScenarioException(first.orElseThrow().read.refusal().lines().toList());
    }
  }

  private void run(List<Prepared> batch, ResultStore store, Crew crew) {
    var replicating = new Replicating(source, plan.version(), this::isToEnd);
    var results = new Results();
    var outstanding = 0;
    for (var prepared : batch) {
      for (var number = 1; number <= plan.replications(); number++) {
        var replication =
            Replication.of(
                prepared.point,
                number,
                SweepPlan.seed(seed, number),
                prepared.read,
                plan.version());
        if (!store.has(replication)) {
          outstanding++;
          crew.add(new SweepWork(replication, replicating), results::put);
        } else {
          finished++;
        }
      }
    }
    try (results) {
      collect(outstanding, results, store);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted = true;
    }
  }

  private void collect(int outstanding, Results results, ResultStore store)
      throws InterruptedException {
    for (var left = outstanding; left > 0; ) {
      var done = results.poll(LOOK_EVERY_MS);
      store.keepUp();
      if (done == null) {
        continue;
      }
      left--;
      var lines = lines(done);
      if (lines.isEmpty()) {
        interrupted = true;
      } else {
        store.append(lines, done.by());
        if (!done.by().isEmpty()) {
          byNode.merge(done.by(), 1, Integer::sum);
        }
        tally.add(lines);
        finished++;
      }
      options.progress().accept((double) finished / (sampling.size() * plan.replications()));
    }
  }

  /** Empty if it was interrupted. */
  private static List<ResultLine> lines(Done<List<ResultLine>> done) {
    if (done.trouble() instanceof CrewInterruptedException) {
      return List.of();
    }
    rethrow(done.trouble());
    return done.get();
  }

  private static void rethrow(@Nullable Throwable trouble) {
    if (trouble instanceof InputException told) {
      throw new InputException(told);
    }
    if (trouble instanceof Error error) {
      throw error;
    }
    if (trouble != null) {
      throw new IllegalStateException(trouble);
    }
  }

  private List<Sampling.Seen> seen(List<Prepared> batch) {
    return batch.stream()
        .map(p -> new Sampling.Seen(p.point, tally.kinds(p.point.number())))
        .toList();
  }
}
