package swiotlb.study.fleet;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import swiotlb.input.InputException;
import swiotlb.study.work.Job;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.JobPlace;
import swiotlb.study.work.PlainJson;
import swiotlb.study.work.WorkKind;
import swiotlb.study.work.Workbench;

/** Machines of a fleet, worked out elsewhere, from recordings that lie there at the same place. */
public final class FleetKind implements WorkKind {
  private static final String NAME = "fleet";

  static Job job(List<String> folders, ReadingOptions options) {
    var shared =
        folders.stream()
            .map(folder -> Path.of(folder).toAbsolutePath().normalize())
            .reduce(FleetKind::common);
    return new Job(NAME, PlainJson.text(options), JobFiles.of(List.of()), shared);
  }

  private static Path common(Path one, Path other) {
    var shared = one;
    for (var up = one.getParent(); up != null && !other.startsWith(shared); up = up.getParent()) {
      shared = up;
    }
    return shared;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Workbench open(JobPlace place, String description) {
    var options = PlainJson.read(description, ReadingOptions.class);
    var shared = real(place.shared());
    return (text, runner) -> FleetWork.run(shared, text, options);
  }

  private static Path real(Optional<Path> shared) {
    return shared.orElseThrow(
        () ->
            new InputException(
                "job",
                "is a fleet, whose recordings are read where they are; start the node with --files DIR, the folder in which they lie at the same place as there"));
  }
}
