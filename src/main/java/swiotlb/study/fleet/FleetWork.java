package swiotlb.study.fleet;

import java.io.IOException;
import java.nio.file.Path;
import swiotlb.input.InputException;
import swiotlb.study.fleet.FleetReading.Came;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.PlainJson;
import swiotlb.study.work.Work;

/**
 * The machine of a folder.
 *
 * @param folder as somebody names it
 */
record FleetWork(String folder, ReadingOptions options) implements Work<Came> {
  /**
   * What others are told.
   *
   * @param path the folder, from the root
   */
  private record Told(String folder, String path) {}

  /** What they tell: a line of a machine, or why there is none; the other is empty. */
  private record Line(String need, String problem) {}

  @Override
  public Came here(ScenarioRun.Runner runner) {
    return came(folder, folder, options);
  }

  @Override
  public String text(JobFiles files) {
    return PlainJson.text(new Told(folder, path().toString()));
  }

  private Path path() {
    return Path.of(folder).toAbsolutePath().normalize();
  }

  @Override
  public Came read(byte[] result) {
    try {
      var line = PlainJson.read(result, Line.class);
      return line.need.isEmpty()
          ? new Came(folder, null, line.problem)
          : new Came(folder, MachineNeed.ofLine(line.need).in(folder), "");
    } catch (InputException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Does what a text tells, and gives what {@link #read} reads. */
  static byte[] run(Path shared, String text, ReadingOptions options) {
    var told = PlainJson.read(text, Told.class);
    if (!real(Path.of(told.path)).startsWith(shared)) {
      throw new InputException(
          told.path, "lies outside of " + shared + ", which this node may read (--files)");
    }
    var came = came(told.folder, told.path, options);
    var need = came.need();
    return PlainJson.bytes(new Line(need == null ? "" : need.toLine(), came.problem()));
  }

  /** Where it really lies, links followed, as the shared folder is given; as named if not there. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.normalize();
    }
  }

  /** One that cannot be read, for whatever reason, does not keep the others from it. */
  private static Came came(String folder, String path, ReadingOptions options) {
    try {
      return new Came(folder, MachineNeeds.of(path, options), "");
    } catch (InputException e) {
      return new Came(folder, null, String.valueOf(e.getMessage()).replace(path, folder));
    } catch (RuntimeException e) {
      return new Came(folder, null, folder + ": cannot be worked out: " + e);
    }
  }
}
