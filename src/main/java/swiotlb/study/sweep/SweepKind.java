package swiotlb.study.sweep;

import java.util.LinkedHashMap;
import java.util.function.Supplier;
import swiotlb.study.work.Job;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.JobPlace;
import swiotlb.study.work.PlainJson;
import swiotlb.study.work.WorkKind;
import swiotlb.study.work.Workbench;

/** Replications of a sweep, done elsewhere. */
public final class SweepKind implements WorkKind {
  private static final String NAME = "sweep";

  private record Told(String scenario, LinkedHashMap<String, String> overrides, String version) {}

  static Job job(SweepPlan plan, Supplier<JobFiles> files) {
    var all = files.get();
    return new Job(
        NAME,
        PlainJson.text(
            new Told(
                all.name(plan.scenario()), new LinkedHashMap<>(plan.overrides()), plan.version())),
        all);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Workbench open(JobPlace place, String description) {
    var folder = place.folder();
    var told = PlainJson.read(description, Told.class);
    var source =
        ScenarioSource.within(folder, folder.resolve(told.scenario).normalize(), told.overrides);
    var replicating = new Replicating(source, told.version, () -> false);
    return (text, runner) -> SweepWork.bytes(replicating.run(ReplicationText.read(text), runner));
  }
}
