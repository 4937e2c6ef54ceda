package swiotlb.trace.show.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.trace.life.Interval;
import swiotlb.trace.life.Intervals;
import swiotlb.trace.life.MappingTimes;
import swiotlb.trace.life.Phrases;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TimeText;
import swiotlb.trace.store.TraceMessage;

/**
 * Figures of a trace: messages by type and by pair of actors, what took time, queues, chains of
 * causes, slow mappings and failures. Memory is bounded by the kinds of messages and actors.
 */
public final class Stats {
  private static final Pattern NUMBERED = Pattern.compile("-\\d+(?=/|$)");
  private static final int DIGITS = 3;

  /** What is known of the messages of one type. */
  private static final class OfType {
    private long messages;
    private final Histogram handlingNs = new Histogram(DIGITS);
  }

  /** What is known of the mailboxes of like actors. */
  private static final class Mailboxes {
    private long messages;
    private long queued;
    private int longest;
  }

  /** What is known of intervals of one kind. */
  private static final class Spent {
    private long times;
    private long ns;
    private long longestNs;
  }

  private final int most;
  private final Map<String, OfType> types = new TreeMap<>();
  private final Map<String, Long> pairs = new TreeMap<>();
  private final Map<String, Mailboxes> mailboxes = new TreeMap<>();
  private final Map<Interval.Kind, Spent> spent = new EnumMap<>(Interval.Kind.class);
  private final Intervals intervals;
  private final MappingTimes times = new MappingTimes(this::mapping);
  private final MappingStats mappings;
  private final Chains chains = new Chains();
  private long messages;
  private long undelivered;
  private long failedGrowths;
  private boolean counts;
  private boolean isPart;
  private long endNs;

  /**
   * Figures of a trace.
   *
   * @param isVirtual whether its clock is
   * @param most lines that are shown of a kind
   */
  public Stats(boolean isVirtual, int most) {
    this.most = most;
    this.intervals = new Intervals(isVirtual, this::spent);
    this.mappings = new MappingStats(isVirtual, most);
  }

  /**
   * The next message of the trace.
   *
   * @param counts whether it was chosen; what was not may begin an interval that counts
   */
  public void read(TraceMessage message, boolean counts) {
    this.counts = counts;
    intervals.read(message);
    times.read(message);
    if (!counts) {
      isPart = true;
      return;
    }
    messages++;
    endNs = Math.max(endNs, message.timeNs());
    var type = types.computeIfAbsent(message.type(), t -> new OfType());
    type.messages++;
    if (message.handledNs() >= 0) {
      type.handlingNs.recordValue(message.handledNs());
    }
    pairs.merge(group(message.from()) + " → " + group(message.to()), 1L, Long::sum);
    if (message.isDelivered()) {
      queued(message);
    } else {
      undelivered++;
    }
    chains.read(message);
    if (message.type().equals(Message.GROWER_FAILED)) {
      failedGrowths++;
    }
  }

  private void queued(TraceMessage message) {
    var mailbox = mailboxes.computeIfAbsent(group(message.to()), g -> new Mailboxes());
    mailbox.messages++;
    mailbox.queued += Math.max(0, message.queued());
    mailbox.longest = Math.max(mailbox.longest, message.queued());
  }

  /** Actors that differ by their number only are one group. */
  private static String group(String actor) {
    return actor.isEmpty() ? "-" : NUMBERED.matcher(actor).replaceAll("-*");
  }

  private void spent(Interval interval) {
    if (!counts) {
      return;
    }
    var of = spent.computeIfAbsent(interval.kind(), k -> new Spent());
    of.times++;
    of.ns += interval.ns();
    of.longestNs = Math.max(of.longestNs, interval.ns());
  }

  /** Messages that were chosen. */
  public long messages() {
    return messages;
  }

  private void mapping(MappingTimes.Time time) {
    if (counts) {
      mappings.add(time);
    }
  }

  /** At the end of the trace: writes the figures, a line each. */
  public void print(Consumer<String> out) {
    if (!isPart) {
      times.end(); // Whether those that are still live were chosen nobody can say.
    }
    out.accept(
        Phrases.count(messages, "message")
            + " of "
            + Phrases.count(types.size(), "type")
            + " until "
            + TimeText.of(endNs)
            + (undelivered > 0 ? ", " + undelivered + " of them not handled" : ""));
    printTypes(out);
    printPairs(out);
    printMailboxes(out);
    printSpent(out);
    out.accept("");
    out.accept(
        "longest chain of causes: "
            + Phrases.count(chains.longest(), "message")
            + ", to message "
            + chains.lastOfLongest()
            + " at "
            + TimeText.of(chains.endNs()));
    mappings.printSlowest(out);
    printFailures(out);
  }

  private void printTypes(Consumer<String> out) {
    var isReal = types.values().stream().anyMatch(t -> t.handlingNs.getTotalCount() > 0);
    out.accept("");
    var table =
        TextTable.fixed(
            out,
            Column.left(36).after(0),
            Column.right(10),
            Column.right(7),
            Column.right(12).after(2),
            Column.right(12),
            Column.right(12));
    table.row(
        isReal
            ? List.of("by type", "messages", "%", "handling p50", "p99", "max")
            : List.of("by type", "messages", "%"));
    types.entrySet().stream()
        .sorted(Comparator.comparingLong(e -> -e.getValue().messages))
        .limit(most)
        .forEach(
            e -> {
              var of = e.getValue();
              var cells = new ArrayList<>(List.of("  " + e.getKey(), count(of.messages)));
              cells.add(decimal(100.0 * of.messages / messages));
              if (of.handlingNs.getTotalCount() > 0) {
                cells.addAll(handling(of.handlingNs));
              }
              table.row(cells);
            });
    others(types.size(), "types", out);
  }

  private static List<String> handling(Histogram ns) {
    return List.of(
        TimeText.of(ns.getValueAtPercentile(50)),
        TimeText.of(ns.getValueAtPercentile(99)),
        TimeText.of(ns.getMaxValue()));
  }

  private void printPairs(Consumer<String> out) {
    out.accept("");
    var table = TextTable.fixed(out, Column.left(66).after(0), Column.right(10));
    table.row("by sender and receiver", "messages");
    pairs.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(most)
        .forEach(e -> table.row("  " + e.getKey(), count(e.getValue())));
    others(pairs.size(), "pairs", out);
  }

  private void others(int all, String things, Consumer<String> out) {
    if (all > most) {
      out.accept("  and " + (all - most) + " other " + things);
    }
  }

  private void printMailboxes(Consumer<String> out) {
    out.accept("");
    var table =
        TextTable.fixed(
            out,
            Column.left(38).after(0),
            Column.right(10),
            Column.right(20).after(2),
            Column.right(8));
    table.row("mailboxes", "messages", "waited before (mean)", "at most");
    mailboxes.entrySet().stream()
        .sorted(Comparator.comparingLong(e -> -e.getValue().longest))
        .limit(most)
        .forEach(
            e -> {
              var of = e.getValue();
              table.row(
                  "  " + e.getKey(),
                  count(of.messages),
                  decimal(of.queued / (double) of.messages),
                  count(of.longest));
            });
  }

  private void printSpent(Consumer<String> out) {
    if (spent.isEmpty()) {
      return;
    }
    out.accept("");
    var table =
        TextTable.fixed(
            out, Column.left(32).after(0), Column.right(10), Column.right(15), Column.right(15));
    table.row("what took time in the model", "times", "all", "longest");
    spent.forEach(
        (kind, of) ->
            table.row(
                "  " + kind.title(),
                count(of.times),
                TimeText.of(of.ns),
                TimeText.of(of.longestNs)));
  }

  private void printFailures(Consumer<String> out) {
    out.accept("");
    if (failedGrowths > 0) {
      out.accept(
          "growth failed "
              + Phrases.count(failedGrowths, "time")
              + ": no memory even for the smallest pool");
    }
    mappings.printFailures(isPart, out);
  }

  private static String count(long n) {
    return Long.toString(n);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
