package swiotlb.cli.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import swiotlb.input.InputException;
import swiotlb.trace.store.Glob;
import swiotlb.trace.store.Selection;
import swiotlb.trace.store.TimeText;

/** The options with which commands on traces choose messages. */
public final class SelectionOptions {
  @Option(
      names = "--mapping",
      paramLabel = "ID",
      description = "Only what concerns one mapping, by its number.")
  private @Nullable Long mapping;

  @Option(
      names = "--actor",
      paramLabel = "GLOB",
      description =
          "Only messages from or to such an actor: /allocator/pool-0/*, area-3, '/allocator/**'"
              + " (* within a part of the path, ** across parts). Can be repeated.")
  private List<String> actors = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "GLOB",
      description = "Only such messages: Mapped, 'Area.*'. Can be repeated.")
  private List<String> types = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only what came at this time or later: 34us, 1.2 ms, 34460 (nanoseconds).")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only what came until this time.")
  private @Nullable String to;

  /**
   * What was chosen.
   *
   * @throws InputException if an option makes no sense
   */
  public Selection selection() {
    return selection("--", mapping, actors, types, from, to);
  }

  /**
   * What was chosen by options of these names behind a prefix.
   *
   * @throws InputException if an option makes no sense
   */
  public static Selection selection(
      String prefix,
      @Nullable Long mapping,
      List<String> actors,
      List<String> types,
      @Nullable String from,
      @Nullable String to) {
    if (mapping != null && mapping < 0) {
      throw new InputException(
          prefix + "mapping", "is " + mapping + "; write the number of a mapping, from 0");
    }
    var fromNs = from == null ? Selection.ALL.fromNs() : ns(prefix + "from", from);
    var toNs = to == null ? Selection.ALL.toNs() : ns(prefix + "to", to);
    if (fromNs > toNs) {
      throw new InputException(
          prefix + "from",
          "is " + from + ", later than " + prefix + "to " + to + "; give the earlier time first");
    }
    return new Selection(
        mapping == null ? OptionalLong.empty() : OptionalLong.of(mapping),
        actors.stream().map(Glob::new).toList(),
        types.stream().map(Glob::new).toList(),
        fromNs,
        toNs);
  }

  private static long ns(String option, String text) {
    try {
      return TimeText.ns(text);
    } catch (IllegalArgumentException e) {
      throw new InputException(option, String.valueOf(e.getMessage()));
    }
  }
}
