package swiotlb.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.study.conform.replay.Replay;
import swiotlb.study.conform.replay.WhatIf;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/** {@code replay}: follows a recording of a real kernel and compares every slot. */
@Command(
    name = "replay",
    description = "Follows a recording of a real kernel (ftrace text) and compares every slot.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "RECORDING",
      description = "ftrace text, plain or gzip, or a folder with trace.txt[.gz].")
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

  @Override
  public Integer call() {
    var out = Cli.spec(spec).commandLine().getOut();
    Cli.requireApart(List.of(file), json, scenarioOut);
    if (scenarioOut != null && !whatIf) {
      throw new InputException("--scenario", "goes with --what-if");
    }
    if (recordedCmdline != null && !whatIf) {
      throw new InputException("--recorded-cmdline", "goes with --what-if; --cmdline names it");
    }
    var recording = RecordingReader.read(file, !ignoreProbes);
    describe(recording, out);
    if (whatIf) {
      compareConfigurations(recording, out);
    } else {
      follow(recording, out);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static void describe(Recording recording, PrintWriter out) {
    out.printf(
        "%d lines, %d CPUs, %s; %d mappings bounced, %d did not%n",
        recording.lines(),
        recording.cpus(),
        recording.hasProbes() ? "with probes" : "standard events only",
        recording.mappings().size(),
        recording.notBounced());
    if (recording.unreadable() > 0) {
      out.printf(
          "%d lines could not be read, the first: %s%n",
          recording.unreadable(), Text.printable(recording.unreadableExample()));
    }
    if (recording.endsEarly()) {
      out.printf(
          "the file is cut off after line %d; what was read before is followed%n",
          recording.lines());
    }
    if (recording.lost() > 0) {
      out.printf("the kernel lost %d lines: a larger trace buffer helps%n", recording.lost());
    }
  }

  // Following.

  private void follow(Recording recording, PrintWriter out) {
    if (recordedCmdline(recording).isEmpty()) {
      out.println(
          "no kernel command line is known (--cmdline, or cmdline.txt beside the recording): the"
              + " default is assumed");
    }
    var result = Replay.follow(recording, recordedCmdline(recording));
    sayHowItIsRead(recordedCmdline(recording), out);
    out.println();
    out.printf("inferred:%n");
    out.printf(
        "  default pool at 0x%x, %d slots in %d areas%n",
        result.defaultPool().start(), result.defaultPool().slots(), result.defaultPool().areas());
    for (var growth : result.growths()) {
      out.printf(
          "  dynamic pool at 0x%x, %d slots in %d areas, published at line %.0f%s%n",
          growth.pool().start(),
          growth.pool().slots(),
          growth.pool().areas(),
          Math.ceil(growth.published()),
          result.growthsAreInferred() ? " of those that count" : "");
    }
    result
        .minAlignMasks()
        .forEach(
            (device, mask) ->
                out.printf("  %s: min_align_mask 0x%x%n", Text.printable(device), mask));
    if (result.minAlignMasks().isEmpty()) {
      out.printf("  min_align_mask 0 for every device%n");
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "%d of %d mappings lie where they were recorded (%.2f %%), %d of them as decided at once%n",
        result.equal(),
        result.compared(),
        result.compared() == 0 ? 0.0 : 100.0 * result.equal() / result.compared(),
        result.equalAtOnce());
    var first = result.first();
    if (first != null) {
      out.printf(
          Locale.ROOT,
          "first divergence: mapping %d, %d bytes on CPU %d at %.6f s%n  recorded %s%n  decided  %s%n",
          first.mapping().index(),
          first.mapping().sizeBytes(),
          first.mapping().cpu(),
          first.mapping().requestNs() / 1e9,
          first.expected(),
          first.got());
    }
    out.println();
    compare(result.recorded(), result.simulated(), out);
    if (json != null) {
      WholeFile.write(json, json(recording, result).toPrettyString() + "\n");
    }
  }

  /** Where a kernel reads its command line differently than it looks. */
  private static void sayHowItIsRead(String commandLine, PrintWriter out) {
    for (var note : KernelParameters.parse(commandLine).notes()) {
      out.println("command line: " + Text.printable(note));
    }
  }

  private static void compare(Replay.Counts recorded, Replay.Counts simulated, PrintWriter out) {
    var table = table(24, 2, out);
    table.row("", "recorded", "simulated");
    row(table, "transient maps", recorded.transientMaps(), simulated.transientMaps());
    row(table, "failed maps", recorded.failedMaps(), simulated.failedMaps());
    row(table, "growth work queued", recorded.workQueued(), simulated.workQueued());
    row(table, "growths", recorded.growths(), simulated.growths());
    row(table, "io_tlb_nslabs", recorded.nslabs(), simulated.nslabs());
    row(table, "io_tlb_used_hiwater", recorded.hiwater(), simulated.hiwater());
  }

  /** Names at the left, and so many columns of numbers. */
  private static TextTable table(int nameWidth, int numbers, PrintWriter out) {
    var columns = new ArrayList<Column>();
    columns.add(Column.left(nameWidth).after(0));
    columns.addAll(Collections.nCopies(numbers, Column.right(12).after(0)));
    return new TextTable(out::println, 0, columns);
  }

  private static void row(TextTable table, String name, long recorded, long... simulated) {
    var cells = new ArrayList<String>();
    cells.add(name);
    cells.add(recorded < 0 ? "unknown" : Long.toString(recorded));
    Arrays.stream(simulated).mapToObj(Long::toString).forEach(cells::add);
    table.row(cells);
  }

  private String recordedCmdline(Recording recording) {
    if (recordedCmdline != null) {
      return recordedCmdline;
    }
    return cmdline == null || whatIf ? recording.cmdline() : cmdline;
  }

  private static ObjectNode json(Recording recording, Replay.Result result) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("maps", result.maps());
    root.put("compared", result.compared());
    root.put("equal", result.equal());
    root.put("equal_at_once", result.equalAtOnce());
    root.put("divergences", result.divergences());
    root.put("lines", recording.lines());
    root.put("unreadable_lines", recording.unreadable());
    counts(root.putObject("recorded"), result.recorded());
    counts(root.putObject("simulated"), result.simulated());
    var inferred = root.putObject("inferred");
    inferred.put("probes", recording.hasProbes());
    inferred.put("cpus", recording.cpus());
    inferred.put("default_slots", result.defaultSlots());
    inferred.put("default_areas", result.defaultAreas());
    inferred.put("default_pool", "0x" + Long.toHexString(result.defaultPool().start()));
    var masks = inferred.putObject("min_align_mask");
    result.minAlignMasks().forEach(masks::put);
    var pools = inferred.putArray("dynamic_pools");
    for (var growth : result.growths()) {
      pools
          .addObject()
          .put("start", "0x" + Long.toHexString(growth.pool().start()))
          .put("slots", growth.pool().slots())
          .put("areas", growth.pool().areas())
          .put("position", Math.round(Math.ceil(growth.published())));
    }
    var first = result.first();
    if (first != null) {
      root.putObject("first_divergence")
          .put("mapping", first.mapping().index())
          .put("cpu", first.mapping().cpu())
          .put("bytes", first.mapping().sizeBytes())
          .put("time_ns", first.mapping().requestNs())
          .put("recorded", first.expected())
          .put("simulated", first.got());
    }
    return root;
  }

  private static void counts(ObjectNode node, Replay.Counts counts) {
    put(node, "transient_maps", counts.transientMaps());
    put(node, "failed_maps", counts.failedMaps());
    put(node, "growth_work_queued", counts.workQueued());
    put(node, "growths", counts.growths());
    put(node, "io_tlb_nslabs", counts.nslabs());
    put(node, "io_tlb_used_hiwater", counts.hiwater());
  }

  private static void put(ObjectNode node, String key, long value) {
    if (value < 0) {
      node.putNull(key);
    } else {
      node.put(key, value);
    }
  }

  // Other configurations.

  private void compareConfigurations(Recording recording, PrintWriter out) {
    if (cmdline == null) {
      throw new InputException(
          "--what-if", "needs the configuration to try, such as --cmdline swiotlb=32768,force");
    }
    var recordedAs = recordedCmdline(recording);
    if (recordedAs.isEmpty()) {
      throw new InputException(
          "--what-if",
          "does not know the recorded kernel's parameters; put them into cmdline.txt beside the"
              + " recording, or name them with --recorded-cmdline");
    }
    var recorded = Replay.follow(recording, recordedAs).recorded();
    var source = new WhatIf.Source(file, recording, !ignoreProbes);
    if (scenarioOut != null) {
      WholeFile.write(scenarioOut, WhatIf.scenario(source, cmdline, OptionalLong.empty()));
    }
    var own = WhatIf.run(source, recordedAs, OptionalLong.empty());
    var other = WhatIf.run(source, cmdline, OptionalLong.empty());
    sayHowItIsRead(recordedAs, out);
    sayHowItIsRead(cmdline, out);
    out.printf(
        Locale.ROOT,
        "the recorded requests at their times, each held as long as it was; a pool comes %.3f ms after the work was queued%n",
        WhatIf.workerDelayNs(recording) / 1e6);
    out.printf("what if: %s%n%n", Text.printable(cmdline));
    var table = table(22, 3, out);
    table.row("", "recorded", "simulated", "what if");
    row(table, "maps", recording.mappings().size(), own.maps(), other.maps());
    row(
        table,
        "transient maps",
        recorded.transientMaps(),
        own.transientMaps(),
        other.transientMaps());
    row(table, "failed maps", recorded.failedMaps(), own.failedMaps(), other.failedMaps());
    row(table, "growths", recorded.growths(), own.growths(), other.growths());
    row(table, "io_tlb_nslabs", recorded.nslabs(), own.nslabs(), other.nslabs());
    row(table, "io_tlb_used_hiwater", recorded.hiwater(), own.hiwater(), other.hiwater());
    if (json != null) {
      var root = JsonNodeFactory.instance.objectNode();
      counts(root.putObject("recorded"), recorded);
      outcome(root.putObject("recorded_configuration"), recordedAs, own);
      outcome(root.putObject("what_if"), cmdline, other);
      WholeFile.write(json, root.toPrettyString() + "\n");
    }
  }

  private static void outcome(ObjectNode node, String cmdline, WhatIf.Outcome outcome) {
    node.put("cmdline", cmdline);
    node.put("maps", outcome.maps());
    node.put("transient_maps", outcome.transientMaps());
    var failures = node.putObject("failures");
    outcome.failures().forEach(failures::put);
    node.put("growths", outcome.growths());
    node.put("io_tlb_nslabs", outcome.nslabs());
    node.put("io_tlb_used_hiwater", outcome.hiwater());
  }
}
