package swiotlb.cli.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import swiotlb.cli.cluster.ClusterOptions;
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
import swiotlb.input.InputException;
import swiotlb.study.fleet.ClassRule.Criterion;
import swiotlb.study.fleet.Fleet;
import swiotlb.study.fleet.FleetFolders;
import swiotlb.study.fleet.FleetReading;
import swiotlb.study.fleet.ReadingOptions;
import swiotlb.trace.store.TimeText;

/** {@code fleet}: what many recorded machines need, together. */
@Command(
    name = "fleet",
    description = {
      "Says what size serves many recorded machines: by class of machine, with one setting for all, and who stands out.",
      "Each recording is asked of the allocator without actors; advise runs one machine with times and locks."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A list has a folder on each line, relative to the list's place; # begins a comment.",
      "Exit code 0: done; 1: a folder could not be read, the others were; 2: bad input, or none could be read."
    })
public final class FleetCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 1024;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "DIR|LIST",
      description = "A folder of the recorder's folders, however deep, or a list of them.")
  private Path from = Path.of(".");

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "CRITERION",
      converter = CriterionConverter.class,
      description =
          "What makes classes, of kind, memory, cpus, release (default: as many of them, in this order, as make no more than 8 classes).")
  private @Nullable List<Criterion> criteria;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Recordings side by side (default: one for each core); changes no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--ignore-probes", description = "Use the standard events of recordings alone.")
  private boolean ignoreProbes;

  @Option(
      names = "--held",
      paramLabel = "TIME",
      description =
          "How long a buffer is held, of recordings that do not tell, as of kernels before 6.12 (default: 1ms).")
  private @Nullable String held;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the answer as JSON.")
  private @Nullable Path json;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() throws IOException {
    Cli.requireApart(List.of(from), json, report.page());
    Cli.requireWritable(json);
    requireReportElsewhere();
    if (threads < 1 || threads > MOST_THREADS) {
      throw new InputException("--threads", "is %d; it can be 1 to 1024".formatted(threads));
    }
    try (var folder = report.prepare()) {
      return answer(folder);
    }
  }

  /** It would be taken for a recording. */
  private void requireReportElsewhere() {
    var page = report.page();
    if (page != null && Files.isDirectory(from) && isWithin(from, page)) {
      throw new InputException(
          String.valueOf(page.getParent()),
          "lies in the folder of the recordings, and would be taken for one; name another");
    }
  }

  /** Whether the nearest folder of a file that is there lies in another, or is it. */
  private static boolean isWithin(Path root, Path file) {
    var there = file.toAbsolutePath().normalize().getParent();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there != null && there.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) {
      return false; // It cannot be read or written either, as will be seen.
    }
  }

  private int answer(@Nullable ReportFolder folder) {
    var folders = FleetFolders.of(from);
    Inputs.requireApartFromRecordings(folders.stream().map(Path::of).toList(), json, report.page());
    List<FleetReading.Came> came;
    try (var interrupts = new Interrupts();
        var progress = Progress.of("fleet", Terminal.of(Cli.spec(spec)), false)) {
      came =
          FleetReading.of(
              folders,
              new ReadingOptions(!ignoreProbes, heldNs()),
              cluster.crews(
                  threads, interrupts::isInterrupted, Cli.spec(spec).commandLine().getErr()),
              interrupts::isInterrupted,
              fraction -> progress.show(fraction, cluster::nodes));
    }
    if (came.size() < folders.size()) {
      var err = Cli.spec(spec).commandLine().getErr();
      err.println(Cli.failure(spec, "interrupted: there is no answer"));
      return ExitCode.FAILED;
    }
    if (came.stream().allMatch(one -> one.need() == null)) {
      throw new InputException(
          from.toString(),
          "has no recording that can be read, of %d; the first: %s"
              .formatted(came.size(), came.get(0).problem()));
    }
    var fleet = Fleet.of(came, Optional.ofNullable(criteria));
    if (json != null) {
      WholeFile.write(json, FleetJson.of(fleet, Version.current()).toPrettyString() + "\n");
    }
    if (folder != null) {
      folder.write(FleetReport.of(fleet, name(), Reproduction.command(spec)), spec, false);
    }
    var out = Cli.screen(spec);
    new FleetText(out, fleet).print();
    out.flush();
    return fleet.unread().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private long heldNs() {
    try {
      return held == null ? ReadingOptions.ASSUMED_HELD_NS : TimeText.ns(held);
    } catch (IllegalArgumentException e) {
      throw new InputException("--held", String.valueOf(e.getMessage()));
    }
  }

  private String name() {
    return "Fleet of " + from.toAbsolutePath().normalize().getFileName();
  }

  /** Reads a criterion. */
  static final class CriterionConverter implements ITypeConverter<Criterion> {
    @Override
    public Criterion convert(String value) {
      return Stream.of(Criterion.values())
          .filter(criterion -> criterion.label().equals(value.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + value + "' is none of kind, memory, cpus, release"));
    }
  }
}
