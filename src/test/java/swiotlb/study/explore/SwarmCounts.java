package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import swiotlb.workload.Fault;

/** What came of many machines together. */
final class SwarmCounts {
  private static final String DESIGN = "design.";

  /** Designs that are chosen by name; what else is drawn of a design is a number. */
  private static final List<String> DESIGNS =
      List.of("placement", "growth", "exhaustion", "idle", "search", "locks");

  private final Map<String, Map<String, Long>> designs = new TreeMap<>();
  private final Map<String, Long> strategies = new TreeMap<>();
  private final long[] reached = new long[Situations.ALL.size()];
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private long machines;
  private long schedules;
  private long timelines;
  private long messages;
  private long driversOwn;
  private long wrong;

  /** One more machine. */
  void add(SwarmBatch batch) {
    machines++;
    schedules += batch.schedules();
    timelines += batch.timelines();
    messages += batch.messages();
    driversOwn += batch.driversOwn();
    wrong += batch.wrong() == null ? 0 : 1;
    for (var design : DESIGNS) {
      designs
          .computeIfAbsent(design, d -> new TreeMap<>())
          .merge(batch.machine().settings().get(DESIGN + design), 1L, Long::sum);
    }
    strategies.merge(
        batch.plan().strategy() + (batch.plan().keepsTime() ? " timed" : " any order"),
        1L,
        Long::sum);
    Arrays.setAll(reached, i -> reached[i] + batch.reached().get(i));
    batch.faults().forEach((fault, times) -> faults.merge(fault, times, Long::sum));
  }

  /** Runs so far. */
  long schedules() {
    return schedules;
  }

  /** Machines on which something went wrong that no driver did. */
  long wrong() {
    return wrong;
  }

  /** How often that happened. */
  long happened(Fault fault) {
    return faults.getOrDefault(fault, 0L);
  }

  /** Schedules in which a driver reads what it has not synced. */
  long driversOwn() {
    return driversOwn;
  }

  /** As text, the sum last. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    designs.forEach((design, values) -> lines.add(line("design." + design, values)));
    lines.add(line("machines explored by", strategies));
    Map<String, Long> byFault = new TreeMap<>();
    for (var fault : Fault.values()) {
      byFault.put(fault.word(), happened(fault));
    }
    lines.add(line("faults that happened", byFault));
    Map<String, Long> bySituation = new TreeMap<>();
    for (var i = 0; i < reached.length; i++) {
      bySituation.put(Situations.ALL.get(i).name(), reached[i]);
    }
    lines.add(line("schedules that came to", bySituation));
    lines.add(
        "%,d schedules in which a driver reads what it was made not to sync".formatted(driversOwn));
    lines.add(
        "%,d machines, %,d schedules, %,d timelines, %,d messages: %s"
            .formatted(
                machines,
                schedules,
                timelines,
                messages,
                wrong == 0 ? "nothing broke" : "%,d machines BROKE".formatted(wrong)));
    return lines;
  }

  private static String line(String what, Map<String, Long> counts) {
    return what
        + ": "
        + counts.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
  }
}
