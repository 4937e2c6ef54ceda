package swiotlb.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import swiotlb.cli.trace.SelectionOptions;
import swiotlb.input.InputException;
import swiotlb.report.Quantities;
import swiotlb.scenario.Scenario;
import swiotlb.trace.record.SelectedMessages;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.store.Selection;
import swiotlb.trace.store.TraceHeader;

/** The options of a command that records messages. */
final class TraceOptions {
  private static final String NO_LIMIT_GIVEN = "16 GiB";
  private static final long WORTH_A_WARNING = 1L << 30;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Writes every message: .jsonl, a line each; .jsonl.gz, the same compressed; .duckdb, a"
              + " database.")
  private @Nullable Path file;

  @Option(
      names = "--trace-mapping",
      paramLabel = "ID",
      description = "Of the messages, only what concerns one mapping.")
  private @Nullable Long mapping;

  @Option(
      names = "--trace-actor",
      paramLabel = "GLOB",
      description = "Only messages from or to such actors. Can be repeated.")
  private List<String> actors = new ArrayList<>();

  @Option(
      names = "--trace-type",
      paramLabel = "GLOB",
      description = "Only such messages: Mapped, 'Area.*'. Can be repeated.")
  private List<String> types = new ArrayList<>();

  @Option(
      names = "--trace-from",
      paramLabel = "TIME",
      description = "Only from this time on: 34us, 1.2 ms, 34460 (nanoseconds).")
  private @Nullable String from;

  @Option(names = "--trace-to", paramLabel = "TIME", description = "Only until this time.")
  private @Nullable String to;

  @Option(
      names = "--trace-sample",
      paramLabel = "N",
      description = "Only one of N mappings, with all that concerns it.")
  private int oneOf = 1;

  @Option(
      names = "--trace-limit",
      paramLabel = "SIZE",
      description =
          "Ends the trace, not the run, at this size, of a .jsonl.gz before it is compressed; a"
              + " .duckdb can become a few MiB larger (default: ${DEFAULT-VALUE}).",
      defaultValue = NO_LIMIT_GIVEN)
  private String limit = "";

  /** The file, or null if no trace is wanted. */
  @Nullable Path file() {
    return file;
  }

  /** Whether everything is to be recorded. */
  private boolean isSelective(Selection selection) {
    return oneOf > 1 || !selection.isAll();
  }

  /**
   * Refuses options that make no sense.
   *
   * @throws InputException that names the first of them
   */
  void check() {
    if (file == null && (isSelective(selection()) || !limit.equals(NO_LIMIT_GIVEN))) {
      throw new InputException(
          "--trace-mapping and the like",
          "say what a trace holds; name its file with --trace FILE");
    }
    selection();
    limitBytes();
    if (oneOf < 1) {
      throw new InputException(
          "--trace-sample", "is " + oneOf + "; write how many mappings one stands for, from 1");
    }
  }

  private Selection selection() {
    return SelectionOptions.selection("--trace-", mapping, actors, types, from, to);
  }

  /** Begins the trace of a run. */
  SelectedMessages open(Scenario scenario, OptionalLong scheduleSeed, boolean jitter) {
    var selection = selection();
    var header =
        new TraceHeader(
            TraceHeader.LATEST,
            scenario.mode() == Scenario.Mode.VIRTUAL,
            Optional.of(scenario.name()),
            OptionalLong.of(scenario.seed()),
            scheduleSeed,
            jitter,
            isSelective(selection) ? Optional.of(inWords(selection)) : Optional.empty());
    return new SelectedMessages(
        TraceStores.create(Objects.requireNonNull(file), header), selection, oneOf, limitBytes());
  }

  /**
   * What is worth knowing of the size before a long run, as a sentence; empty if the trace will be
   * small.
   */
  Optional<String> warning(Scenario scenario) {
    var path = file;
    if (path == null) {
      return Optional.empty();
    }
    var messages = TraceEstimate.messages(scenario) / oneOf;
    var bytes = TraceEstimate.bytes(messages, path.toString());
    if (messages > 0 && bytes < WORTH_A_WARNING) {
      return Optional.empty();
    }
    var size =
        messages == 0
            ? "of unknown size"
            : "of about " + Quantities.bytes(bytes) + " (" + messages + " messages)";
    return Optional.of(
        path
            + " will be a trace "
            + size
            + ", "
            + Quantities.bytes(path.toAbsolutePath().resolveSibling(".").toFile().getUsableSpace())
            + " are free; it ends at --trace-limit "
            + limit
            + "; --trace-sample, --trace-from and --trace-to make it smaller");
  }

  private long limitBytes() {
    try {
      var bytes = ConfigFactory.parseMap(Map.of("limit", limit)).getBytes("limit");
      if (bytes > 0) {
        return bytes;
      }
    } catch (ConfigException e) {
      // As a size that is none, below.
    }
    throw new InputException("--trace-limit", "is " + limit + "; write a size such as 2 GiB");
  }

  private String inWords(Selection selection) {
    var sample = oneOf == 1 ? "" : "one of " + oneOf + " mappings";
    return selection.isAll() ? sample : selection + (oneOf == 1 ? "" : ", " + sample);
  }
}
