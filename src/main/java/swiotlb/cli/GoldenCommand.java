package swiotlb.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
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
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.InputException;
import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.study.conform.golden.ActorPlayer;
import swiotlb.study.conform.golden.DirectPlayer;
import swiotlb.study.conform.golden.GoldenCheck;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.store.TraceHeader;

/** {@code golden}: replays decision traces of a real allocator and compares every answer. */
@Command(
    name = "golden",
    description = "Replays decision traces of a real allocator and compares every answer.",
    mixinStandardHelpOptions = true)
final class GoldenCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Golden traces (JSON lines).")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--direct", description = "Drive the state machines without actors.")
  private boolean direct;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write every message between the actors: .jsonl, a line each, or .jsonl.gz.")
  private @Nullable Path trace;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    var out = Cli.screen(spec);
    Cli.requireApart(files, trace, json);
    if (trace != null && (direct || files.size() > 1)) {
      throw new InputException(
          "--trace",
          "writes the messages of one file played through actors; give one, without --direct");
    }
    var results = new ArrayList<GoldenCheck.Result>();
    try (var interrupts = new Interrupts();
        var sink = trace == null ? null : TraceStores.create(trace, TraceHeader.PLAIN)) {
      for (var file : files) {
        if (interrupts.isInterrupted()) {
          out.printf("interrupted: %d of %d files%n", results.size(), files.size());
          break;
        }
        var result =
            GoldenCheck.check(
                file, header -> direct ? new DirectPlayer(header) : new ActorPlayer(header, sink));
        results.add(result);
        print(result, out);
      }
      printTotal(results, out);
      writeJson(results);
    }
    return results.stream().allMatch(GoldenCheck.Result::allEqual)
        ? ExitCode.DONE
        : ExitCode.FAILED;
  }

  private static void printTotal(List<GoldenCheck.Result> results, PrintWriter out) {
    var operations = results.stream().mapToLong(GoldenCheck.Result::operations).sum();
    var equal = results.stream().mapToLong(GoldenCheck.Result::equal).sum();
    out.printf("total: %d operations, %d equal, in %d files%n", operations, equal, results.size());
    out.flush();
  }

  private static void print(GoldenCheck.Result result, PrintWriter out) {
    var first = result.first();
    var judged =
        String.format(
            "%s: %d operations, %d equal",
            Text.printable(result.name()), result.operations(), result.equal());
    if (first == null) {
      out.println(judged);
    } else {
      Screen.failure(out, judged);
    }
    if (first != null) {
      out.printf(
          "  first divergence: %s:%d%n    operation %s%n    expected  %s%n    got       %s%n    areas     %s%n",
          Text.printable(first.file().toString()),
          first.line(),
          Text.printable(first.operation()),
          Text.printable(first.expected()),
          Text.printable(first.got()),
          first.state());
    }
  }

  private void writeJson(List<GoldenCheck.Result> results) {
    if (json == null) {
      return;
    }
    var nodes = JsonNodeFactory.instance;
    var root = nodes.objectNode();
    var files = root.putArray("files");
    for (var result : results) {
      var node = files.addObject();
      node.put("name", result.name());
      node.put("operations", result.operations());
      node.put("equal", result.equal());
      if (result.first() != null) {
        node.set("first_divergence", divergence(result.first()));
      }
    }
    WholeFile.write(json, root.toPrettyString() + "\n");
  }

  private static ObjectNode divergence(GoldenCheck.Divergence first) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("line", first.line())
        .put("operation", first.operation())
        .put("expected", first.expected())
        .put("got", first.got())
        .put("areas", first.state());
  }
}
