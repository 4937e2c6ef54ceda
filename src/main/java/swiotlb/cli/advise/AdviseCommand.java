package swiotlb.cli.advise;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.cluster.ClusterOptions;
import swiotlb.cli.shared.Remedies;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Inputs;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.ReportFolder;
import swiotlb.cli.terminal.ReportOption;
import swiotlb.cli.terminal.Reproduction;
import swiotlb.cli.terminal.Shell;
import swiotlb.cli.terminal.Version;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.Program;
import swiotlb.input.Text;
import swiotlb.report.page.Part;
import swiotlb.report.page.Report;
import swiotlb.study.advise.Advice;
import swiotlb.study.advise.Advising;
import swiotlb.study.advise.AdvisingInterruptedException;
import swiotlb.study.advise.Boot;
import swiotlb.study.advise.Objectives;
import swiotlb.study.work.Crew;

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
  private static final List<String> OUTPUTS =
      List.of("--json", "--report", "--threads", "--cluster", "--local-nodes", "--bind", "--keys");
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

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the advice as JSON.")
  private @Nullable Path json;

  @Mixin private ReportOption report = new ReportOption();

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
    Cli.requireApart(List.of(file), json, report.page());
    Inputs.requireApartFromRecordings(List.of(file), json, report.page());
    Inputs.requireApartFromNamed(
        AskedWorkload.isScenario(file) ? List.of(file) : List.of(),
        overrides,
        List.of(),
        json,
        report.page());
    var objectives = how.objectives();
    ObjectiveOptions.require(
        machines == null || (machines >= 1 && machines <= MOST_MACHINES),
        "--machines",
        machines,
        "1 to 10000");
    ObjectiveOptions.require(
        threads >= 1 && threads <= MOST_THREADS, "--threads", threads, "1 to 1024");
    try (var folder = report.prepare()) {
      return advise(objectives, folder);
    }
  }

  private int advise(Objectives objectives, @Nullable ReportFolder folder) {
    var asked =
        new AskedWorkload(file, overrides, cmdline, cpus, release, isStatic, ignoreProbes, held);
    var workload = asked.workload(null, this::note);
    Advice advice;
    try (var interrupts = new Interrupts()) {
      advice =
          Advising.of(
              workload,
              objectives,
              machines == null ? 0 : machines,
              () -> crew(asked, interrupts),
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
    var command = new StringBuilder(Program.name() + " advise ");
    command.append(Shell.file(file));
    for (var option : Cli.spec(spec).commandLine().getParseResult().matchedOptions()) {
      if (!OUTPUTS.contains(option.longestName())) {
        command.append(given(option));
      }
    }
    return Reproduction.section(
        advice.seed(),
        List.of(new Part.Listing("The command", command.toString(), false)),
        AskedWorkload.isScenario(file) ? Reproduction.texts(List.of(file)) : List.of());
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

  private Crew crew(AskedWorkload asked, Interrupts interrupts) {
    return cluster
        .crews(threads, interrupts::isInterrupted, Cli.spec(spec).commandLine().getErr())
        .forJob(() -> AdviseKind.job(asked));
  }

  private void note(String sentence) {
    var err = Cli.spec(spec).commandLine().getErr();
    err.println(Text.onOneLine(sentence));
    err.flush();
  }

  private void warn(String sentence) {
    note(file + ": " + sentence);
  }
}
