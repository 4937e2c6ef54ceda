package swiotlb.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.shared.SaidOfHost;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Inputs;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.Progress;
import swiotlb.cli.terminal.Terminal;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.InputException;
import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.kernel.text.Release;
import swiotlb.study.conform.replay.Replay;
import swiotlb.study.conform.replay.WhatIf;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/** {@code replay}: follows a recording of a real kernel and compares every slot. */
@Command(
    name = "replay",
    description = "Follows a recording of a real kernel and compares every slot.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "RECORDING",
      description =
          "Text of the kernel's tracer, of trace-cmd report or perf script, plain or gzip, or a folder with"
              + " trace.txt[.gz].")
  private Path file = Path.of(".");

  @Option(
      names = "--cmdline",
      paramLabel = "TEXT",
      description =
          "Kernel command line: of the recorded kernel (else that of cmdline.txt beside the recording);"
              + " with --what-if, of the kernel to try.")
  private @Nullable String cmdline;

  @Option(
      names = "--what-if",
      description = "Take requests, times and lifetimes as a workload for another --cmdline.")
  private boolean whatIf;

  @Option(
      names = "--recorded-cmdline",
      paramLabel = "TEXT",
      description = "With --what-if: kernel command line of the recorded kernel.")
  private @Nullable String recordedCmdline;

  @Option(
      names = "--scenario",
      paramLabel = "FILE.conf",
      description = "With --what-if: writes the workload as a scenario for run.")
  private @Nullable Path scenarioOut;

  @Option(names = "--ignore-probes", description = "Use the standard events alone.")
  private boolean ignoreProbes;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--pool",
      paramLabel = "START+SIZE",
      description =
          "Where the default pool of the recorded kernel lies, such as 0x7c585000+1M (else as dmesg.txt"
              + " beside the recording says, else what fits best).")
  private @Nullable String pool;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "CPUs of the recorded machine, where the recording does not say.")
  private @Nullable Integer cpus;

  @Option(
      names = "--release",
      paramLabel = "N.N",
      description = "Release of the recorded kernel (else that of dmesg.txt).")
  private @Nullable String release;

  @Option(
      names = "--static",
      description =
          "The recorded kernel has no dynamic pools (else as debugfs.txt or the addresses tell).")
  private boolean isStatic;

  @Option(
      names = "--dynamic",
      description =
          "With --what-if: the kernel to try has dynamic pools, whether or not the recorded one has.")
  private boolean dynamic;

  @Override
  public Integer call() {
    var out = Cli.screen(spec);
    Cli.requireApart(List.of(file), json, scenarioOut);
    Inputs.requireApartFromRecordings(List.of(file), json, scenarioOut);
    if (scenarioOut != null && !whatIf) {
      throw new InputException("--scenario", "goes with --what-if");
    }
    if (recordedCmdline != null && !whatIf) {
      throw new InputException("--recorded-cmdline", "goes with --what-if; --cmdline names it");
    }
    if (dynamic && !whatIf) {
      throw new InputException("--dynamic", "goes with --what-if; --static says what was recorded");
    }
    if (whatIf && cmdline == null) {
      throw new InputException(
          "--what-if", "needs the configuration to try, such as --cmdline swiotlb=32768,force");
    }
    var said = said();
    var read = RecordingReader.read(file, !ignoreProbes);
    var recording = read.of(said.on(read));
    ReadingText.describe(recording, out);
    var code = ExitCode.DONE;
    if (recording.mappings().isEmpty()) {
      if (whatIf) {
        throw new InputException(
            file.toString(),
            "shows no mappings, only what bounced; record the events dma:* of a 6.12 or later kernel too");
      }
      BouncesText.print(recording, out);
      writeJson(() -> ReplayJson.ofBounces(recording));
    } else if (whatIf) {
      compareConfigurations(recording, out);
    } else {
      code = follow(recording, out);
    }
    out.flush();
    return code;
  }

  private SaidOfHost said() {
    return SaidOfHost.parse(cpus, release, pool, isStatic);
  }

  private void writeJson(Supplier<ObjectNode> result) {
    if (json != null) {
      WholeFile.write(json, result.get().toPrettyString() + "\n");
    }
  }

  // Following.

  private int follow(Recording recording, PrintWriter out) {
    try (var interrupts = new Interrupts()) {
      return follow(recording, interrupts, out);
    }
  }

  private int follow(Recording recording, Interrupts interrupts, PrintWriter out) {
    out.flush(); // What follows may take its time.
    var commandLine = recordedCmdline(recording);
    if (commandLine.isEmpty()) {
      out.println(
          "no kernel command line is known (--cmdline, or cmdline.txt beside the recording): "
              + (recording.host().bootPool().isPresent()
                  ? "the pool is as large as it is told to be"
                  : "the size of the pool is guessed"));
    }
    var worked = Replay.machineOf(recording, commandLine, () -> !interrupts.isInterrupted());
    if (worked instanceof Replay.Ended ended) {
      ReplayText.printSoFar(ended, out);
      out.flush();
      return ExitCode.FAILED;
    }
    sayHowItIsRead(commandLine, recording, out);
    out.flush();
    var result = follow(recording, (Replay.Ready) worked, interrupts);
    if (interrupts.isInterrupted()) {
      ReplayText.printSoFar(recording, result, out);
      out.flush();
      return ExitCode.FAILED;
    }
    ReplayText.print(recording, result, out);
    writeJson(() -> ReplayJson.of(recording, result));
    out.flush(); // Before an interrupt may end the program.
    return judged(result.score(), out);
  }

  private static int judged(Replay.Score score, PrintWriter out) {
    if (score.compared() > 0 && score.equal() * 2 < score.compared()) {
      out.println();
      Screen.failure(
          out,
          "Most mappings lie elsewhere than recorded: what the machine was taken for above is wrong;"
              + " see --pool, --cpus, --cmdline, --release and --static.");
      return ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }

  private Replay.Result follow(Recording recording, Replay.Ready ready, Interrupts interrupts) {
    try (var progress = Progress.of("replay", Terminal.of(Cli.spec(spec)), false)) {
      return Replay.follow(
          recording,
          ready,
          done -> {
            progress.show(done);
            return !interrupts.isInterrupted();
          });
    }
  }

  /** Where a kernel reads its command line differently than it looks. */
  private static void sayHowItIsRead(String commandLine, Recording recording, PrintWriter out) {
    var release = recording.host().release().orElse(Release.DEFAULT);
    for (var note : KernelParameters.parse(commandLine, release).notes()) {
      out.println("command line: " + Text.printable(note));
    }
  }

  private String recordedCmdline(Recording recording) {
    if (recordedCmdline != null) {
      return recordedCmdline;
    }
    return cmdline == null || whatIf ? recording.cmdline() : cmdline;
  }

  // Other configurations.

  private void compareConfigurations(Recording recording, PrintWriter out) {
    out.flush(); // What follows may take its time.
    var tried = Objects.requireNonNull(cmdline);
    var recordedAs = recordedCmdline(recording);
    if (recordedAs.isEmpty()) {
      throw new InputException(
          "--what-if",
          "does not know the recorded kernel's parameters; put them into cmdline.txt beside the"
              + " recording, or name them with --recorded-cmdline");
    }
    var followed = Replay.follow(recording, recordedAs);
    var recorded = followed.recorded();
    var isDynamic = !followed.machine().isStatic();
    var source = new WhatIf.Source(file, recording, !ignoreProbes, isDynamic);
    var another = new WhatIf.Source(file, recording, !ignoreProbes, isDynamic || dynamic);
    if (scenarioOut != null) {
      WholeFile.write(scenarioOut, WhatIf.scenario(another, tried, OptionalLong.empty()));
    }
    var own = WhatIf.run(source, recordedAs, OptionalLong.empty());
    var other = WhatIf.run(another, tried, OptionalLong.empty());
    sayHowItIsRead(recordedAs, recording, out);
    sayHowItIsRead(tried, recording, out);
    out.printf(
        Locale.ROOT,
        "the recorded requests at their times, each held as long as it was; a pool comes %.3f ms after the work was queued%n",
        WhatIf.workerDelayNs(recording) / 1e6);
    if (recording.cpuNumbers() > recording.cpus()) {
      out.printf(
          "the numbers of its CPUs have holes: simulated and what if have %d CPUs, not %d, and so many more areas if the command line names none%n",
          recording.cpuNumbers(), recording.cpus());
    }
    out.printf(
        "what if: %s%s%n%n",
        Text.printable(tried),
        isDynamic ? "" : dynamic ? ", with dynamic pools" : ", static as the recorded kernel");
    var table = ReplayText.table(22, 3, out);
    table.row("", "recorded", "simulated", "what if");
    ReplayText.row(table, "maps", recording.mappings().size(), own.maps(), other.maps());
    ReplayText.row(
        table,
        "transient maps",
        recorded.transientMaps(),
        own.transientMaps(),
        other.transientMaps());
    ReplayText.row(
        table, "failed maps", recorded.failedMaps(), own.failedMaps(), other.failedMaps());
    ReplayText.row(table, "growths", recorded.growths(), own.growths(), other.growths());
    ReplayText.row(table, "io_tlb_nslabs", recorded.nslabs(), own.nslabs(), other.nslabs());
    ReplayText.row(
        table, "io_tlb_used_hiwater", recorded.hiwater(), own.hiwater(), other.hiwater());
    writeJson(
        () -> {
          var root = JsonNodeFactory.instance.objectNode();
          ReplayJson.counts(root.putObject("recorded"), recorded);
          ReplayJson.outcome(root.putObject("recorded_configuration"), recordedAs, own);
          ReplayJson.outcome(root.putObject("what_if"), tried, other);
          return root;
        });
  }
}
