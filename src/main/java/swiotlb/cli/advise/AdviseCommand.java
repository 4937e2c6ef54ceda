package swiotlb.cli.advise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.shared.Remedies;
import swiotlb.cli.shared.SaidOfHost;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.ReportFolder;
import swiotlb.cli.terminal.Reproduction;
import swiotlb.cli.terminal.Shell;
import swiotlb.cli.terminal.Version;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.report.page.Part;
import swiotlb.report.page.Report;
import swiotlb.scenario.FilesRead;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.advise.Advice;
import swiotlb.study.advise.Advising;
import swiotlb.study.advise.AdvisingInterruptedException;
import swiotlb.study.advise.Boot;
import swiotlb.study.advise.Objectives;
import swiotlb.study.advise.ScenarioWorkload;
import swiotlb.study.advise.Workload;
import swiotlb.workload.ftrace.NoRecordingException;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/** {@code advise}: the smallest pools with which a workload meets its objectives. */
@Command(
    name = "advise",
    description =
        "Says how large swiotlb= and coherent_pool= must be for a scenario or a recording, and how"
            + " sure that is.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A file whose name ends in .conf is a scenario; all others, and folders, are recordings.",
      "Exit code 0: there is a size; 1: no size meets all that was asked for; 2: bad input."
    })
public final class AdviseCommand implements Callable<Integer> {
  private static final List<String> OUTPUTS = List.of("--json", "--report", "--threads");
  private static final int MOST_THREADS = 1024;
  private static final int MOST_MACHINES = 10_000;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A scenario (HOCON), a recording of a kernel, a job file of fio, or a trace of block I/Os.")
  private Path file = Path.of(".");

  @Mixin private ObjectiveOptions how = new ObjectiveOptions();

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a setting.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--machines",
      paramLabel = "N",
      description =
          "Machines of the size that is advised, the more the surer (default: as many as go into seconds).")
  private @Nullable Integer machines;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Machines side by side (default: one for each core); changes no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the advice as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Writes a report into a folder: a page for a browser, and pictures of its charts.")
  private @Nullable Path report;

  @Option(
      names = "--cmdline",
      paramLabel = "TEXT",
      description =
          "Kernel command line of a recorded kernel (else that of cmdline.txt beside the recording).")
  private @Nullable String cmdline;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "CPUs of a recorded machine, where the recording does not say.")
  private @Nullable Integer cpus;

  @Option(
      names = "--release",
      paramLabel = "N.N",
      description = "Release of a recorded kernel (else that of dmesg.txt).")
  private @Nullable String release;

  @Option(names = "--static", description = "A recorded kernel has no dynamic pools.")
  private boolean isStatic;

  @Option(names = "--ignore-probes", description = "Use the standard events of a recording alone.")
  private boolean ignoreProbes;

  @Option(
      names = "--held",
      paramLabel = "TIME",
      description =
          "How long a buffer is held, of a recording that does not tell, as of kernels before 6.12 (default: 1ms).")
  private @Nullable String held;

  @Override
  public Integer call() throws IOException {
    Cli.requireApart(List.of(file), json, report == null ? null : report.resolve("index.html"));
    var objectives = how.objectives();
    ObjectiveOptions.require(
        machines == null || (machines >= 1 && machines <= MOST_MACHINES),
        "--machines",
        machines,
        "1 to 10000");
    ObjectiveOptions.require(
        threads >= 1 && threads <= MOST_THREADS, "--threads", threads, "1 to 1024");
    try (var folder = report == null ? null : ReportFolder.prepare(report)) {
      return advise(objectives, folder);
    }
  }

  private int advise(Objectives objectives, @Nullable ReportFolder folder) {
    var workload = workload();
    Advice advice;
    try (var interrupts = new Interrupts()) {
      advice =
          Advising.of(
              workload,
              objectives,
              machines == null ? 0 : machines,
              threads,
              interrupts::isInterrupted,
              this::warn);
    } catch (AdvisingInterruptedException e) {
      Cli.spec(spec)
          .commandLine()
          .getErr()
          .println(Cli.failure(spec, "interrupted: there is no advice"));
      return ExitCode.FAILED;
    }
    var own = workload.booted(new Boot(Optional.empty(), workload.isDynamic(), Map.of()));
    var out = Cli.screen(spec);
    var remedies = Remedies.of(own);
    if (json != null) {
      var document = AdviceJson.of(advice, remedies, Version.current());
      WholeFile.write(json, document.toPrettyString() + "\n");
    }
    if (folder != null) {
      folder.write(AdviceReport.of(advice, remedies, reproduction(advice)), spec, false);
    }
    AdviceText.print(advice, remedies, out);
    out.flush();
    return advice.isGood() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Report.Section reproduction(Advice advice) {
    var command = new StringBuilder("./swiotlb-sim advise ");
    command.append(Shell.quoted(file.toString()));
    for (var option : Cli.spec(spec).commandLine().getParseResult().matchedOptions()) {
      if (!OUTPUTS.contains(option.longestName())) {
        command.append(given(option));
      }
    }
    return Reproduction.section(
        advice.seed(),
        List.of(new Part.Listing("The command", command.toString(), false)),
        isScenario() ? Reproduction.texts(List.of(file)) : List.of());
  }

  private static String given(OptionSpec option) {
    var words = new StringBuilder();
    for (var value : option.originalStringValues()) {
      words.append(' ').append(option.longestName());
      if (option.arity().max() > 0) {
        words.append(' ').append(Shell.quoted(value));
      }
    }
    return words.toString();
  }

  private boolean isScenario() {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return !Files.isDirectory(file) && name.endsWith(".conf");
  }

  // What is asked.

  private Workload workload() {
    if (isScenario()) {
      refuseOfRecordings();
      var files = new FilesRead();
      var workload =
          new ScenarioWorkload(
              settings -> new ScenarioReader(files).read(file, settings), overrides, List.of());
      warn(workload, UnaryOperator.identity());
      return workload;
    }
    if (ImportedScenario.isOf(file)) {
      if (ignoreProbes || held != null) {
        throw new InputException(
            held == null ? "--ignore-probes" : "--held", "goes with recordings; leave it out");
      }
      var imported = new ImportedScenario(file, cpus, release, cmdline, isStatic);
      var workload = imported.workload(overrides);
      warn(workload, imported::ofFile);
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

  private void warn(String sentence) {
    var err = Cli.spec(spec).commandLine().getErr();
    err.println(Text.onOneLine(file + ": " + sentence));
    err.flush();
  }

  private void warn(ScenarioWorkload workload, UnaryOperator<String> place) {
    var err = Cli.spec(spec).commandLine().getErr();
    workload.given().notes().forEach(note -> err.println(Text.onOneLine(place.apply(note))));
    err.flush();
  }
}
