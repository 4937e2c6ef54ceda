package swiotlb.cli.advise;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import swiotlb.cli.shared.SaidOfHost;
import swiotlb.input.InputException;
import swiotlb.scenario.FilesRead;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.advise.ScenarioWorkload;
import swiotlb.study.advise.Workload;
import swiotlb.workload.ftrace.NoRecordingException;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/**
 * What somebody asks to be advised on: a file of one of many kinds, and what options say of it,
 * null where they say nothing.
 *
 * @param overrides settings laid over those of the scenario that it is, or is made
 * @param cmdline of a recorded kernel
 * @param cpus of a recorded machine
 * @param release of a recorded kernel
 * @param isStatic whether a recorded kernel has no dynamic pools
 * @param ignoreProbes whether the standard events of a recording alone count
 * @param held how long a buffer is held, of a recording that does not tell
 */
record AskedWorkload(
    Path file,
    Map<String, String> overrides,
    @Nullable String cmdline,
    @Nullable Integer cpus,
    @Nullable String release,
    boolean isStatic,
    boolean ignoreProbes,
    @Nullable String held) {
  AskedWorkload {
    overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
  }

  /** Whether a file is a scenario, by its name. */
  static boolean isScenario(Path file) {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return !Files.isDirectory(file) && name.endsWith(".conf");
  }

  /**
   * Reads it.
   *
   * @param boundary a folder outside of which nothing is read; null: anywhere
   * @param note hears what was said when it was read, a sentence each
   * @throws InputException if it cannot be used
   */
  Workload workload(@Nullable Path boundary, Consumer<String> note) {
    if (isScenario(file)) {
      refuseOfRecordings();
      var files = new FilesRead();
      var workload =
          new ScenarioWorkload(
              settings -> reader(files, boundary).read(file, settings), overrides, List.of());
      tell(workload, UnaryOperator.identity(), note);
      return workload;
    }
    if (ImportedScenario.isOf(file)) {
      if (ignoreProbes || held != null) {
        throw new InputException(
            held == null ? "--ignore-probes" : "--held", "goes with recordings; leave it out");
      }
      var imported = new ImportedScenario(file, cpus, release, cmdline, isStatic);
      var workload = imported.workload(overrides);
      tell(workload, imported::ofFile, note);
      return workload;
    }
    var read = recording();
    var recording = read.of(SaidOfHost.parse(cpus, release, null, isStatic).on(read));
    return RecordedWorkload.of(
        new RecordedWorkload.Source(file, recording, !ignoreProbes),
        held == null ? OptionalLong.empty() : OptionalLong.of(ObjectiveOptions.ns("--held", held)),
        cmdline == null ? recording.cmdline() : cmdline,
        overrides);
  }

  private static ScenarioReader reader(FilesRead files, @Nullable Path boundary) {
    var reader = new ScenarioReader(files);
    return boundary == null ? reader : reader.within(boundary);
  }

  private Recording recording() {
    try {
      return RecordingReader.read(file, !ignoreProbes);
    } catch (NoRecordingException e) {
      throw new InputException(
          file.toString(),
          "is none of what is advised on: a scenario (FILE.conf), a recording of the kernel's tracer, trace-cmd or perf, a job file or log of fio, text or files of blktrace, an MSR Cambridge trace");
    }
  }

  private void refuseOfRecordings() {
    var given =
        cmdline != null
            ? "--cmdline"
            : cpus != null
                ? "--cpus"
                : release != null
                    ? "--release"
                    : isStatic
                        ? "--static"
                        : ignoreProbes ? "--ignore-probes" : held != null ? "--held" : "";
    if (!given.isEmpty()) {
      throw new InputException(
          given, "goes with recordings; a scenario says it, or --set KEY=VALUE");
    }
  }

  private static void tell(
      ScenarioWorkload workload, UnaryOperator<String> place, Consumer<String> note) {
    workload.given().notes().forEach(one -> note.accept(place.apply(one)));
  }
}
