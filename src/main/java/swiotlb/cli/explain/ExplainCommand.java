package swiotlb.cli.explain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Inputs;
import swiotlb.cli.terminal.ReportFolder;
import swiotlb.cli.terminal.Shell;
import swiotlb.cli.terminal.Version;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.InputException;
import swiotlb.input.Program;
import swiotlb.kernel.text.Release;
import swiotlb.study.explain.Explainer;
import swiotlb.study.explain.Group;
import swiotlb.study.explain.LogReading;
import swiotlb.study.explain.Verdict;
import swiotlb.workload.machine.MachineFiles;

/** {@code explain}: what lines of a kernel's log mean. */
@Command(
    name = "explain",
    description =
        "Says what lines of a kernel's log about bounce buffers mean, how sure that is, and what helps.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Kernels from 4.x to 7.3; lines as dmesg, journalctl or a console have them, in any order.",
      "Lines about other things are passed over and counted.",
      "Exit code 0: explained; 2: bad input."
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "LINE", description = "Lines to explain.")
  private List<String> lines = new ArrayList<>();

  @Option(
      names = "--dmesg",
      paramLabel = "FILE",
      description = "A log to explain, plain or gzip; - is standard input.")
  private List<Path> logs = new ArrayList<>();

  @Option(
      names = "--machine",
      paramLabel = "FOLDER",
      description =
          "What is known of the machine: the folder that recorder made, or a file as /proc/cmdline,"
              + " /proc/meminfo, /proc/buddyinfo, dmesg. Without LINE and --dmesg its own log is"
              + " explained.")
  private List<Path> machine = new ArrayList<>();

  @Option(
      names = "--release",
      paramLabel = "N.N",
      description = "Release of the kernel (else as the log says).")
  private @Nullable String release;

  @Option(
      names = "--what-if",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "SLOTS",
      description =
          "Runs the recorded work of --machine with so many slots, or another swiotlb=...; without a"
              + " value with the first step that is advised; the smallest that would do is what advise looks for.")
  private @Nullable String whatIf;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Writes a report into a folder: a page for a browser.")
  private @Nullable Path report;

  private final InputStream standardInput;

  /** The command as it is run by people. */
  public ExplainCommand() {
    this(System.in);
  }

  /** One that reads another standard input. */
  ExplainCommand(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws IOException {
    var inputs = new ArrayList<>(logs);
    inputs.addAll(machine);
    var page = report == null ? null : report.resolve("index.html");
    Cli.requireApart(inputs, json, page);
    Inputs.requireApart(inputs, MachineFiles::filesIn, json, page);
    Inputs.requireApartFromRecordings(machine, json, page);
    if (whatIf != null) {
      TriedSize.recordingIn(machine);
    }
    try (var folder = report == null ? null : ReportFolder.prepare(report)) {
      var reading = read();
      var explained = Explainer.explain(reading);
      var groups = Group.of(explained.lines());
      var verdict = Verdict.of(explained, groups);
      var out = Cli.screen(spec);
      var text = new ExplainText(out);
      text.print(explained, groups, verdict);
      out.flush(); // What follows may take its time.
      var tried = whatIf == null ? null : TriedSize.run(whatIf, machine, reading.machine(), groups);
      if (tried != null) {
        tried.print(out);
        out.flush();
      }
      if (json != null) {
        var document = ExplainJson.of(explained, verdict, Version.current());
        if (tried != null) {
          tried.json(document.putObject("what_if"));
        }
        WholeFile.write(json, document.toPrettyString() + "\n");
      }
      if (folder != null) {
        folder.write(
            ExplainReport.of(
                title(),
                explained,
                groups,
                verdict,
                tried == null ? List.of() : List.of(tried.section()),
                repeat()),
            spec,
            true);
      }
      text.paste(verdict, !groups.isEmpty());
      out.flush();
    }
    return ExitCode.DONE;
  }

  private LogReading read() {
    var reading = new LogReading();
    var isOfMachine = lines.isEmpty() && logs.isEmpty();
    var files = new HeardMachine(reading, isOfMachine);
    machine.forEach(files::read);
    if (isOfMachine && files.log().isEmpty()) {
      throw new InputException(
          machine.isEmpty() ? "explain" : machine.get(0).toString(),
          (machine.isEmpty() ? "needs something to explain" : "holds no log to explain")
              + ": lines in quotes, --dmesg FILE, --dmesg - for standard input, or --machine FOLDER with a"
              + " dmesg.txt");
    }
    for (var log : logs) {
      if (log.equals(STANDARD_INPUT)) {
        LogFile.read("standard input", standardInput, reading::accept);
      } else {
        LogFile.read(log, reading::accept);
      }
    }
    lines.forEach(line -> line.lines().forEach(reading::accept));
    if (release != null) {
      reading.machine().setRelease(releaseOf(release));
    }
    return reading;
  }

  private static Release releaseOf(String text) {
    try {
      return Release.parse(text).existing();
    } catch (IllegalArgumentException e) {
      throw new InputException("--release", String.valueOf(e.getMessage()));
    }
  }

  private String title() {
    return logs.isEmpty()
        ? machine.isEmpty() || !lines.isEmpty() ? "Lines of a log" : machine.get(0).toString()
        : logs.get(0).toString();
  }

  private String repeat() {
    var words = new StringBuilder(Program.name() + " explain");
    lines.forEach(line -> words.append(' ').append(Shell.quoted(line)));
    logs.forEach(log -> words.append(" --dmesg ").append(Shell.file(log)));
    machine.forEach(path -> words.append(" --machine ").append(Shell.file(path)));
    if (whatIf != null) {
      words.append(whatIf.isEmpty() ? " --what-if" : " --what-if=" + Shell.quoted(whatIf));
    }
    if (release != null) {
      words.append(" --release ").append(Shell.quoted(release));
    }
    return words.toString();
  }
}
