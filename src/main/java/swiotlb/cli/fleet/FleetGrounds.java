package swiotlb.cli.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.kernel.text.Release;
import swiotlb.report.Quantities;
import swiotlb.study.fleet.Fleet;
import swiotlb.study.fleet.FleetClass;
import swiotlb.study.fleet.MachineNeed;

/** What the answer of {@code fleet} rests on, and what another kernel would change of it. */
final class FleetGrounds {
  /** Assumptions that are told of many machines; all are in the JSON. */
  private static final int MOST_ASSUMPTIONS = 5;

  private final Fleet fleet;
  private final FleetClass all;

  FleetGrounds(Fleet fleet) {
    this.fleet = fleet;
    this.all = fleet.all();
  }

  List<String> newest() {
    var words = new ArrayList<String>();
    words.add(
        "sizes stay: Linux 6.6 to 7.3 find the same slots for the same mappings, by all that was looked at");
    for (var one : fleet.classes()) {
      var other =
          one.machines().stream()
              .filter(machine -> machine.now().newestSlots() != machine.now().rulesSlots())
              .toList();
      if (!other.isEmpty()) {
        words.add(
            "%s: %d would boot with other default pools, %s in all instead of %s, all else alike"
                .formatted(
                    one.name(),
                    other.size(),
                    FleetWords.bytes(other.stream().mapToLong(m -> m.now().newestSlots()).sum()),
                    FleetWords.bytes(other.stream().mapToLong(m -> m.now().rulesSlots()).sum())));
      }
    }
    var blind = all.count(machine -> !machine.now().tracksUse());
    if (blind > 0) {
      words.add(
          "without track_hiwater, which is missing on %s, io_tlb_used_hiwater stays at 0 there: add it to swiotlb= to see how full pools were"
              .formatted(Quantities.count(blind, "command line")));
    }
    var guests = all.count(machine -> machine.facts().reason() == MachineNeed.Reason.ENCRYPTED);
    if (guests > 0) {
      words.add(
          "in %s buffers bounce there since devices do not reach encrypted memory, not by force: swiotlb_bounced says NORMAL"
              .formatted(Quantities.count(guests, "encrypted guest")));
    }
    var growing = all.count(machine -> machine.facts().arch().equals("s390x"));
    if (growing > 0) {
      words.add(
          "%s of s390x would have dynamic pools, anywhere in memory"
              .formatted(Quantities.count(growing, "guest")));
    }
    var old = all.count(machine -> !Release.parse(machine.facts().release()).isFrom(6, 6));
    if (old > 0) {
      words.add(
          "%s before 6.6, which searches otherwise: what they need is said for 6.6 and later"
              .formatted(Quantities.count(old, "machine")));
    }
    return words;
  }

  List<String> sureness() {
    var words = new ArrayList<String>();
    var times =
        all.machines().stream().map(machine -> machine.load().durationNs()).sorted().toList();
    words.add(
        "a recording shows what happened while it was made: %s to %s, half of them no longer than %s; together %s"
            .formatted(
                Quantities.time(times.get(0)),
                Quantities.time(times.get(times.size() - 1)),
                Quantities.time(times.get((times.size() - 1) / 2)),
                hours(times.stream().mapToLong(Long::longValue).sum())));
    words.add(
        "mappings come and go at their recorded times, whatever the pool: locks, waiting and drivers that slow down are not in it; advise runs one machine with them");
    words.add(
        "each pool is tried 8 times, at first with areas searched from their beginnings, then from drawn slots; the two smallest that refuse nothing are run, larger ones are taken to do so, too");
    guessed(
            MachineNeed.Guess.MEMORY,
            "the memory",
            "it is assumed; what a kernel takes by itself may go by it")
        .ifPresent(words::add);
    guessed(MachineNeed.Guess.CPUS, "the CPUs", "as many as lines need").ifPresent(words::add);
    guessed(MachineNeed.Guess.RELEASE, "the release", "Linux " + Release.DEFAULT)
        .ifPresent(words::add);
    var rules = all.count(machine -> machine.now().source() == MachineNeed.Source.RULES);
    if (rules > 0) {
      words.add(
          "of %s nothing of the kernel tells what pool is there now: it is computed as size does"
              .formatted(Quantities.count(rules, "machine")));
    }
    var held = all.count(machine -> machine.load().heldBeforeSlots() > 0);
    if (held > 0) {
      words.add(
          "on %s slots were in use before the recording began: they are taken to be held all the time, a slot at a time"
              .formatted(Quantities.count(held, "machine")));
    }
    words.addAll(commonAssumptions());
    return words;
  }

  private Optional<String> guessed(MachineNeed.Guess what, String words, String instead) {
    var count = all.count(machine -> machine.facts().guessed().contains(what));
    return count == 0
        ? Optional.empty()
        : Optional.of(
            "nothing tells %s of %s: %s"
                .formatted(words, Quantities.count(count, "machine"), instead));
  }

  /** Others of few machines stand in the JSON. */
  private List<String> commonAssumptions() {
    Map<String, Integer> times = new TreeMap<>();
    all.machines()
        .forEach(machine -> machine.assumed().forEach(one -> times.merge(one, 1, Integer::sum)));
    var most =
        times.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(MOST_ASSUMPTIONS)
            .map(
                one ->
                    "assumed of %s: %s"
                        .formatted(Quantities.count(one.getValue(), "machine"), one.getKey()))
            .toList();
    var words = new ArrayList<>(most);
    if (times.size() > most.size()) {
      words.add(
          "%s more of some machines stand in --json"
              .formatted(Quantities.count((long) times.size() - most.size(), "assumption")));
    }
    return words;
  }

  private static String hours(long ns) {
    var hours = ns / 3.6e12;
    return hours < 1 ? Quantities.time(ns) : String.format(Locale.ROOT, "%.1f hours", hours);
  }
}
