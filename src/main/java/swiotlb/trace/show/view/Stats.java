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
  private final boolean isVirtual;
  private final Map<String, OfType> types = new TreeMap<>();
  private final Map<String, Long> pairs = new TreeMap<>();
  private final Map<String, Mailboxes> mailboxes = new TreeMap<>();
  private final Map<Interval.Kind, Spent> spent = new EnumMap<>(Interval.Kind.class);
  private final Map<String, List<MappingTimes.Time>> failures = new TreeMap<>();
  private final Map<String, Long> failureCounts = new TreeMap<>();
  private final Intervals intervals;
  private final MappingTimes mappings = new MappingTimes(this::mapping);
  private final Chains chains = new Chains();
  private final Slowest slowest;
  private long messages;
  private long undelivered;
  private long failedGrowths;
  private long served;
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
    this.isVirtual = isVirtual;
    this.intervals = new Intervals(isVirtual, this::spent);
    this.slowest = new Slowest(most);
  }

  /**
   * The next message of the trace.
   *
   * @param counts whether it was chosen; what was not may begin an interval that counts
   */
  public void read(TraceMessage message, boolean counts) {
    this.counts = counts;
    intervals.read(message);
    mappings.read(message);
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
    if (!counts) {
      return;
    }
    if (time.failure().isEmpty()) {
      served++;
      slowest.add(time);
      return;
    }
    failureCounts.merge(time.failure(), 1L, Long::sum);
    var examples = failures.computeIfAbsent(time.failure(), f -> new ArrayList<>());
    if (examples.size() < most) {
      examples.add(time);
    }
  }

  /** At the end of the trace: writes the figures, a line each. */
  public void print(Consumer<String> out) {
    if (!isPart) {
      mappings.end(); // Whether those that are still live were chosen nobody can say.
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
    printSlowest(out);
    printFailures(out);
  }

  private void printTypes(Consumer<String> out) {
    var isReal = types.values().stream().anyMatch(t -> t.handlingNs.getTotalCount() > 0);
    out.accept("");
    out.accept(
        "by type                                messages       %"
            + (isReal ? "  handling p50          p99          max" : ""));
    types.entrySet().stream()
        .sorted(Comparator.comparingLong(e -> -e.getValue().messages))
        .limit(most)
        .forEach(
            e -> {
              var of = e.getValue();
              var share = 100.0 * of.messages / messages;
              out.accept(
                  line("  %-34s %10d  %6.2f", e.getKey(), of.messages, share)
                      + (isReal ? handling(of.handlingNs) : ""));
            });
    others(types.size(), "types", out);
  }

  private static String handling(Histogram ns) {
    return ns.getTotalCount() == 0
        ? ""
        : line(
            "  %12s %12s %12s",
            TimeText.of(ns.getValueAtPercentile(50)),
            TimeText.of(ns.getValueAtPercentile(99)),
            TimeText.of(ns.getMaxValue()));
  }

  private void printPairs(Consumer<String> out) {
    out.accept("");
    out.accept("by sender and receiver                                              messages");
    pairs.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(most)
        .forEach(e -> out.accept(line("  %-64s %10d", e.getKey(), e.getValue())));
    others(pairs.size(), "pairs", out);
  }

  private void others(int all, String things, Consumer<String> out) {
    if (all > most) {
      out.accept("  and " + (all - most) + " other " + things);
    }
  }

  private void printMailboxes(Consumer<String> out) {
    out.accept("");
    out.accept("mailboxes                                messages  waited before (mean)  at most");
    mailboxes.entrySet().stream()
        .sorted(Comparator.comparingLong(e -> -e.getValue().longest))
        .limit(most)
        .forEach(
            e -> {
              var of = e.getValue();
              var mean = of.queued / (double) of.messages;
              out.accept(
                  line("  %-36s %10d  %20.2f %8d", e.getKey(), of.messages, mean, of.longest));
            });
  }

  private void printSpent(Consumer<String> out) {
    if (spent.isEmpty()) {
      return;
    }
    out.accept("");
    out.accept("what took time in the model           times             all         longest");
    spent.forEach(
        (kind, of) ->
            out.accept(
                line(
                    "  %-30s %10d %15s %15s",
                    kind.title(), of.times, TimeText.of(of.ns), TimeText.of(of.longestNs))));
  }

  private void printSlowest(Consumer<String> out) {
    if (served == 0) {
      return;
    }
    out.accept("");
    out.accept(
        "slowest of "
            + Phrases.count(served, "served mapping")
            + ", from the first try to the end of the copy, without waits for a CPU");
    out.accept(
        "     mapping            at         took  tries  areas"
            + (isVirtual
                ? "  earlier tries   lock wait      search   pool wait   transient     copy in"
                : "")
            + "  by");
    slowest
        .slowestFirst()
        .forEach(
            t ->
                out.accept(
                    line(
                            "  %10d %13s %12s %6d %6d",
                            t.mapping(),
                            TimeText.of(t.askedNs()),
                            TimeText.of(t.ns()),
                            t.tries(),
                            t.areas())
                        + (isVirtual ? costs(t) : "")
                        + "  "
                        + t.area()));
  }

  /** On real threads costs are free, and what takes time is measured instead. */
  private static String costs(MappingTimes.Time time) {
    return line(
        "  %13s %11s %11s %11s %11s %11s",
        TimeText.of(time.earlierNs()),
        TimeText.of(time.lockWaitNs()),
        TimeText.of(time.searchNs()),
        TimeText.of(time.poolWaitNs()),
        TimeText.of(time.transientNs()),
        TimeText.of(time.copyInNs()));
  }

  private void printFailures(Consumer<String> out) {
    out.accept("");
    if (failedGrowths > 0) {
      out.accept(
          "growth failed "
              + Phrases.count(failedGrowths, "time")
              + ": no memory even for the smallest pool");
    }
    if (failures.isEmpty()) {
      out.accept("no mapping failed" + (isPart ? " in what was chosen" : ""));
      return;
    }
    out.accept("failed tries, by reason");
    failures.forEach(
        (reason, examples) ->
            out.accept(
                line(
                    "  %-28s %10d  first: %s",
                    reason,
                    failureCounts.getOrDefault(reason, 0L),
                    String.join(
                        ", ",
                        examples.stream()
                            .map(t -> t.mapping() + " at " + TimeText.of(t.servedNs()))
                            .limit(DIGITS)
                            .toList()))));
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
