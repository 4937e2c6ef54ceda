package swiotlb.study.explore;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import swiotlb.explore.Lateness;
import swiotlb.input.InputException;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.work.Job;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.JobPlace;
import swiotlb.study.work.PlainJson;
import swiotlb.study.work.ScenariosRead;
import swiotlb.study.work.WorkKind;
import swiotlb.study.work.Workbench;

/** Batches of an exploration, done elsewhere. */
public final class ExploreKind implements WorkKind {
  private static final String NAME = "explore";

  /** A plan, but for its time, which those who have the work look at. */
  private record Told(
      String file,
      LinkedHashMap<String, String> overrides,
      StrategyName strategy,
      long seed,
      long schedules,
      int depth,
      boolean keepsTime,
      Lateness lateness,
      boolean goesOn,
      boolean drawsFaults) {}

  /**
   * A job for all batches of a plan.
   *
   * @param file of its scenario
   * @param overrides settings laid over it
   */
  public static Job job(ExplorePlan plan, Path file, Map<String, String> overrides) {
    var reader = new ScenarioReader();
    reader.read(file, overrides);
    var files = JobFiles.of(reader.filesRead());
    return new Job(
        NAME,
        PlainJson.text(
            new Told(
                files.name(file),
                new LinkedHashMap<>(overrides),
                plan.strategy(),
                plan.seed(),
                plan.schedules(),
                plan.depth(),
                plan.keepsTime(),
                plan.lateness(),
                plan.goesOn(),
                plan.drawsFaults())),
        files);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Workbench open(JobPlace place, String description) {
    var told = PlainJson.read(description, Told.class);
    var plan =
        new ExplorePlan(
            new ScenariosRead(place.folder()).read(told.file, told.overrides),
            told.strategy,
            told.seed,
            told.schedules,
            0,
            told.depth,
            told.keepsTime,
            told.lateness,
            told.goesOn,
            told.drawsFaults);
    return (text, runner) ->
        PlainJson.bytes(
            Batch.run(runner, plan, number(text, plan), System.nanoTime(), () -> false));
  }

  private static int number(String text, ExplorePlan plan) {
    try {
      var number = Integer.parseInt(text);
      if (number >= 0 && number < plan.batches()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new InputException("work", "is no batch of %d: %s".formatted(plan.batches(), text));
  }
}
