package swiotlb.cli.conform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Inputs;
import swiotlb.cli.terminal.Version;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.study.conform.against.Traces;

/** {@code conform}: golden traces of another kernel compared as a whole. */
@Command(
    name = "conform",
    description =
        "Compares golden traces of another kernel as a whole: which decisions differ, which rule of"
            + " the specification each touches, and the smallest case of each rule. Each operation"
            + " is decided from the state that the trace recorded, so that one departure is one"
            + " difference and not all that follows from it. Exit code 0: all was compared and"
            + " nothing differs; 1: something differs or could not be compared; 2: bad input.",
    mixinStandardHelpOptions = true)
public final class ConformCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folders of golden traces (*.jsonl), or single ones.")
  private List<Path> places = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "FOLDER",
      description =
          "Golden traces of a kernel to compare with, paired by the names of files. Default: what"
              + " this simulator decides.")
  private @Nullable Path reference;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write the smallest case of each rule as a golden trace, RULE.jsonl; `golden` reads them. A"
              + " folder that is new, empty, or holds cases of an earlier comparison, which are"
              + " replaced.")
  private @Nullable Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the findings as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    var read = reference == null ? places : plus(places, reference);
    Cli.requireApart(read, json);
    Inputs.requireApart(read, Traces::filesIn, json);
    Cli.requireWritable(json);
    requireApartFolder();
    var folder = out == null ? null : CaseFolder.prepare(out);
    var conformed = Conformed.of(places, reference);
    var removed = folder == null ? List.<Path>of() : folder.write(conformed.cases().values());
    new ConformText(conformed, Cli.screen(spec)).print(out, removed);
    if (json != null) {
      WholeFile.write(
          json, ConformJson.of(conformed, out, Version.current()).toPrettyString() + "\n");
    }
    return conformed.isAlike() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Cases among the traces would be read as traces the next time, or overwrite one. */
  private void requireApartFolder() {
    if (out == null) {
      return;
    }
    var inputs = reference == null ? places : plus(places, reference);
    Cli.requireApart(inputs, out);
    CaseFolder.requireApart(inputs, out);
  }

  private static List<Path> plus(List<Path> some, Path one) {
    return Stream.concat(some.stream(), Stream.of(one)).toList();
  }
}
