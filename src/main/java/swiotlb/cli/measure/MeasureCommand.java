package swiotlb.cli.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.cluster.ClusterOptions;
import swiotlb.cli.live.LiveOptions;
import swiotlb.cli.live.LiveWork;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Inputs;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.Progress;
import swiotlb.cli.terminal.ReportFolder;
import swiotlb.cli.terminal.ReportOption;
import swiotlb.cli.terminal.Reproduction;
import swiotlb.cli.terminal.Terminal;
import swiotlb.cli.terminal.Version;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.figures.LatencyLog;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.report.page.Part;
import swiotlb.report.page.Report;
import swiotlb.study.measure.Configuration;
import swiotlb.study.measure.Configurations;
import swiotlb.study.measure.Measuring;
import swiotlb.study.measure.Metric;
import swiotlb.study.measure.PublishedMeasuring;
import swiotlb.study.measure.PublishedTest;
import swiotlb.study.measure.Sample;
import swiotlb.study.vary.Axes;
import swiotlb.study.work.Crews;

/** {@code measure}: compares scenarios and settings, as sure as replications can make it. */
@Command(
    name = "measure",
    description =
        "Compares scenarios, or one with other settings, on the same random numbers, and says how"
            + " sure it is.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      Axes.VALUES,
      Axes.QUOTES,
      "",
      "The first configuration is the base: the first file with the first value of each --vary.",
      "A replication is a machine from its boot, with random numbers of its own; a run is what is"
          + " measured in it, without a reboot.",
      "Exit code 0: done; 1: a run failed or an invariant broke; 2: bad input."
    })
public final class MeasureCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 1024;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenarios (HOCON).")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--vary",
      paramLabel = "PATH=VALUES",
      description =
          "A setting and its values, each a configuration; several go together in every way.")
  private List<String> variations = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting of every configuration.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Mixin private ReplicationOptions how = new ReplicationOptions();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "What is compared: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Metric metric = Metric.THROUGHPUT;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Replications side by side (default: one for each core); changes no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private LiveOptions live = new LiveOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--latency",
      paramLabel = "FILE.hlog",
      description = "Writes latencies of bounced mappings as a log of HdrHistogram.")
  private @Nullable Path latency;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() throws IOException {
    Cli.requireApart(files, json, latency, report.page());
    ReplicationOptions.requireFrom(1, threads, MOST_THREADS, "--threads");
    how.layOver(overrides);
    Inputs.requireApartFromNamed(files, overrides, variations, json, latency, report.page());
    var published =
        variations.isEmpty() ? PublishedTest.read(files, overrides) : List.<PublishedTest>of();
    // Until all is written: the program may end as soon as interrupts are no longer waited for.
    try (var interrupts = new Interrupts();
        var folder = report.prepare()) {
      Cli.requireWritable(json, latency);
      return published.isEmpty()
          ? compare(interrupts, folder)
          : repeatPublished(published, interrupts, folder);
    }
  }

  private int compare(Interrupts interrupts, @Nullable ReportFolder folder) throws IOException {
    var configurations = Configurations.read(files, Axes.read(variations, overrides), overrides);
    var plan = how.plan(configurations, metric);
    warn(configurations);
    var outcome =
        watched(
            (watch, progress) ->
                Measuring.run(
                    plan, watch.counted(crews(interrupts)), interrupts::isInterrupted, progress));
    show(out -> MeasureText.print(outcome, out), plan.seed());
    if (json != null) {
      write(MeasureJson.of(outcome, Version.current()), json);
    }
    if (latency != null) {
      write(outcome.samples(), latency);
    }
    if (folder != null) {
      folder.write(MeasureReport.of(outcome, reproduction(plan.seed())), spec, true);
    }
    return outcome.isGood() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private int repeatPublished(
      List<PublishedTest> tests, Interrupts interrupts, @Nullable ReportFolder folder)
      throws IOException {
    if (metric != Metric.THROUGHPUT) {
      throw new InputException(
          "--metric",
          "is throughput in the published tables, which all of these files are tests of; leave it"
              + " out");
    }
    var configurations =
        tests.stream().flatMap(test -> test.configurations(overrides).stream()).toList();
    var order = how.order(tests, configurations, overrides);
    warn(configurations);
    var repeated =
        watched(
            (watch, progress) ->
                PublishedMeasuring.run(
                    order, watch.counted(crews(interrupts)), interrupts::isInterrupted, progress));
    show(out -> PublishedText.print(repeated, out), order.seed());
    if (json != null && !repeated.tests().isEmpty()) {
      write(MeasureJson.ofPublished(repeated, Version.current()), json);
    }
    if (latency != null) {
      write(
          repeated.tests().stream().flatMap(t -> t.outcome().samples().stream()).toList(), latency);
    }
    if (folder != null && !repeated.tests().isEmpty()) {
      folder.write(PublishedReport.of(repeated, reproduction(order.seed())), spec, true);
    }
    return PublishedText.isGood(repeated.tests()) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Crews crews(Interrupts interrupts) {
    return cluster.crews(threads, interrupts::isInterrupted, Cli.spec(spec).commandLine().getErr());
  }

  private void show(Consumer<PrintWriter> text, long usedSeed) {
    var out = Cli.screen(spec);
    text.accept(out);
    out.println();
    out.println("repeat with: " + repeat(usedSeed));
    out.flush();
  }

  private void warn(List<Configuration> configurations) {
    var err = Cli.spec(spec).commandLine().getErr();
    configurations.stream()
        .flatMap(configuration -> configuration.scenario().notes().stream())
        .distinct()
        .forEach(note -> err.println(Text.onOneLine(note)));
    err.flush();
  }

  /** With a progress bar, and a page if one is wanted. */
  private <T> T watched(BiFunction<LiveWork, DoubleConsumer, T> work) {
    try (var progress = Progress.of("measure", Terminal.of(Cli.spec(spec)), false);
        var page = live.open(spec);
        var watch = LiveWork.of(page, names(), about(), cluster::threadsByNode)) {
      return work.apply(
          watch,
          fraction -> {
            synchronized (progress) {
              progress.show(fraction, cluster::nodes);
            }
            watch.show(fraction);
          });
    }
  }

  private String names() {
    return String.join(
        ", ", files.stream().map(file -> String.valueOf(file.getFileName())).toList());
  }

  private String about() {
    return metric.label()
        + (variations.isEmpty() ? "" : "; varied: " + String.join(", ", variations));
  }

  private Report.Section reproduction(long usedSeed) {
    return Reproduction.section(
        usedSeed,
        List.of(new Part.Listing("The command", repeat(usedSeed), false)),
        Reproduction.texts(files.stream().distinct().toList()));
  }

  private static void write(ObjectNode document, Path file) {
    WholeFile.write(file, document.toPrettyString() + "\n");
  }

  private static void write(List<Sample> samples, Path file) throws IOException {
    var entries =
        samples.stream()
            .map(
                sample ->
                    new LatencyLog.Entry(
                        sample.configuration().name(), sample.latencies(), sample.durationNs()))
            .toList();
    try (var to = WholeFile.create(file)) {
      LatencyLog.write(to, entries);
      to.complete();
    }
  }

  private String repeat(long usedSeed) {
    var words = new Repeat();
    files.forEach(file -> words.word(file.toString()));
    variations.forEach(variation -> words.option("--vary", variation));
    words.option("--metric", metric == Metric.THROUGHPUT ? null : metric.label());
    how.repeat(words, overrides, usedSeed);
    return words.text();
  }
}
