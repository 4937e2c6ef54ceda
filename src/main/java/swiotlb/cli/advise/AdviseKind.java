package swiotlb.cli.advise;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.advise.TrialBench;
import swiotlb.study.work.Job;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.JobPlace;
import swiotlb.study.work.PlainJson;
import swiotlb.study.work.WorkKind;
import swiotlb.study.work.Workbench;
import swiotlb.workload.ftrace.RecordingReader;

/** Machines of which somebody is advised, tried elsewhere. */
public final class AdviseKind implements WorkKind {
  private static final String NAME = "advise";

  private record Told(
      String file,
      LinkedHashMap<String, String> overrides,
      @Nullable String cmdline,
      @Nullable Integer cpus,
      @Nullable String release,
      boolean isStatic,
      boolean ignoreProbes,
      @Nullable String held) {}

  static Job job(AskedWorkload asked) {
    var files = JobFiles.of(files(asked));
    return new Job(
        NAME,
        PlainJson.text(
            new Told(
                files.name(asked.file()),
                new LinkedHashMap<>(asked.overrides()),
                asked.cmdline(),
                asked.cpus(),
                asked.release(),
                asked.isStatic(),
                asked.ignoreProbes(),
                asked.held())),
        files);
  }

  private static Set<Path> files(AskedWorkload asked) {
    var file = asked.file();
    var files = new TreeSet<Path>();
    if (AskedWorkload.isScenario(file)) {
      var reader = new ScenarioReader();
      reader.read(file, asked.overrides());
      files.addAll(reader.filesRead());
    } else if (ImportedScenario.isOf(file)) {
      files.add(file);
      files.addAll(
          new ImportedScenario(
                  file, asked.cpus(), asked.release(), asked.cmdline(), asked.isStatic())
              .files(asked.overrides()));
    } else {
      files.add(RecordingReader.folderOf(file).orElse(file));
      files.add(file);
    }
    return files;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Workbench open(JobPlace place, String description) {
    var folder = place.folder();
    var told = PlainJson.read(description, Told.class);
    var asked =
        new AskedWorkload(
            folder.resolve(told.file).normalize(),
            told.overrides,
            told.cmdline,
            told.cpus,
            told.release,
            told.isStatic,
            told.ignoreProbes,
            told.held);
    return new TrialBench(asked.workload(folder, note -> {}));
  }
}
