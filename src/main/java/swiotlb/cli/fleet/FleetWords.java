package swiotlb.cli.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.text.Release;
import swiotlb.report.Quantities;
import swiotlb.study.fleet.ClassRule.Criterion;
import swiotlb.study.fleet.Fleet;
import swiotlb.study.fleet.FleetClass;
import swiotlb.study.fleet.MachineNeed;
import swiotlb.study.fleet.OneSetting;

/** What {@code fleet} says, in sentences; those of lists have no ends. */
final class FleetWords {
  static final double MOST = 0.99;

  /** A fleet without these has as many of its machines in 99 % as in all. */
  private static final int HUNDRED = 100;

  private final Fleet fleet;
  private final FleetClass all;

  FleetWords(Fleet fleet) {
    this.fleet = fleet;
    this.all = fleet.all();
  }

  // The answer.

  /** The least number of slots that serves all that any serves. */
  Optional<Long> setting() {
    return all.settingFor(1);
  }

  /** The first is all that some people read. */
  List<String> answer() {
    var sentences = new ArrayList<String>();
    var machines = Quantities.count(all.machines().size(), "machine");
    var setting = setting();
    if (setting.isEmpty()) {
      sentences.add("Of %s none is served by any size.".formatted(machines));
    } else {
      var served = all.servable().size();
      sentences.add(
          "%s: %s on %s refuses nothing of what was recorded, with %s of memory in all, %s."
              .formatted(
                  machines,
                  parameter(setting.get()),
                  served == all.machines().size()
                      ? "each"
                      : "each of the %d that some size serves".formatted(served),
                  bytes(fleet.setting(setting.get()).slots()),
                  compared(fleet.setting(setting.get()).slots(), all.slotsNow())));
      fewer(setting.get()).ifPresent(sentences::add);
    }
    var failing = all.machines().size() - all.servedNow();
    sentences.add(
        failing == 0
            ? "What they have now serves each of them."
            : "What they boot with now does not serve %d of them%s.".formatted(failing, growing()));
    return sentences;
  }

  /** Those fail less than their default pools say. */
  private String growing() {
    var dynamic =
        count(
            machine ->
                !machine.serves(machine.now().pool())
                    && machine.now().build() == MachineNeed.Build.DYNAMIC);
    return dynamic == 0
        ? ""
        : ", of which %d %s dynamic pools, which grow"
            .formatted(dynamic, dynamic == 1 ? "has" : "have");
  }

  private Optional<String> fewer(long setting) {
    if (all.servable().size() < HUNDRED) {
      return Optional.empty();
    }
    return all.settingFor(MOST)
        .filter(fewer -> fewer < setting)
        .map(
            fewer ->
                "%s serves 99 %% of them, with %s in all; %d would have mappings that fail."
                    .formatted(
                        parameter(fewer),
                        bytes(fleet.setting(fewer).slots()),
                        fleet.setting(fewer).unserved() - all.unserved()));
  }

  private static String compared(long slots, long now) {
    return slots == now
        ? "as much as their default pools have now"
        : "%s %s than the %s of their default pools now"
            .formatted(bytes(Math.abs(now - slots)), slots < now ? "less" : "more", bytes(now));
  }

  /** What to write for a number of slots. */
  String parameter(long asked) {
    return "swiotlb=" + all.written(asked);
  }

  static String bytes(long slots) {
    return Quantities.bytes(SlotUnits.DEFAULT.toBytes(slots));
  }

  /** For charts. */
  static double byteCount(long slots) {
    return SlotUnits.DEFAULT.toBytes(slots);
  }

  static String bytes(Optional<Integer> slots) {
    return slots.map(count -> bytes((long) count)).orElse("");
  }

  // Classes.

  String rule() {
    var by =
        fleet.rule().criteria().stream()
            .map(
                criterion ->
                    switch (criterion) {
                      case KIND -> "why buffers bounce";
                      case MEMORY -> "memory";
                      case CPUS -> "CPUs";
                      case RELEASE -> "release";
                    })
            .collect(Collectors.joining(", "));
    var isAll = fleet.rule().criteria().size() == Criterion.values().length;
    return "by "
        + by
        + (fleet.rule().isChosen()
            ? ", as asked for (--by)"
            : isAll ? "" : "; with more criteria there would be more than 8 classes (--by)");
  }

  static String machines(FleetClass one) {
    return one.machines().size() + (one.isSmall() ? " (few)" : "");
  }

  /** Of quantiles, and what they do not say. */
  String classNote() {
    var small = fleet.classes().stream().filter(FleetClass::isSmall).count();
    return "needs are pools as booted that refuse nothing, of machines that some size serves; 90 % is the pool of the machine of that rank (nearest rank), so that of few machines 99 % is the largest"
        + (small == 0
            ? ""
            : "; %s with fewer than %d machines (few) %s little of others"
                .formatted(
                    small == 1 ? "a class" : "classes",
                    FleetClass.FEW,
                    small == 1 ? "says" : "say"));
  }

  // One setting.

  static String setting(OneSetting setting) {
    return setting.asked() == OneSetting.AS_NOW
        ? "as they are"
        : setting.asked() == 0 ? "none" : String.valueOf(setting.written());
  }

  /** Those that people want to see: up to the second that serves all. */
  List<OneSetting> shown() {
    var enough = 4 * setting().orElse(Long.MAX_VALUE / 4);
    return fleet.settings().stream().filter(setting -> setting.asked() < enough).toList();
  }

  List<String> settingNotes() {
    var notes = new ArrayList<String>();
    notes.add(
        "each machine boots with a power of two, at least 128 slots for each area, and an area for each CPU: a number is not a size");
    notes.add(
        "failing is that of kernels without dynamic pools; a machine fails where mappings do, where its kernel has counted more slots in use than the pool has, or where something grows without end");
    notes.add(
        "mappings that fail are those of the recordings, each asked for once; drivers try again, so that there would be more");
    shown().stream()
        .filter(setting -> setting.asked() > 0 && setting.written() != setting.asked())
        .forEach(
            setting ->
                notes.add(
                    "%d stands for %d: encrypted guests take the number of the default for none written, and this one is rounded up to it"
                        .formatted(setting.written(), setting.asked())));
    return notes;
  }

  // Other kernels.

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
                    bytes(other.stream().mapToLong(m -> m.now().newestSlots()).sum()),
                    bytes(other.stream().mapToLong(m -> m.now().rulesSlots()).sum())));
      }
    }
    var blind = count(machine -> !machine.now().tracksUse());
    if (blind > 0) {
      words.add(
          "without track_hiwater, which is missing on %s, io_tlb_used_hiwater stays at 0 there: add it to swiotlb= to see how full pools were"
              .formatted(Quantities.count(blind, "command line")));
    }
    var guests = count(machine -> machine.facts().reason() == MachineNeed.Reason.ENCRYPTED);
    if (guests > 0) {
      words.add(
          "in %s buffers bounce there since devices do not reach encrypted memory, not by force: swiotlb_bounced says NORMAL"
              .formatted(Quantities.count(guests, "encrypted guest")));
    }
    var growing = count(machine -> machine.facts().arch().equals("s390x"));
    if (growing > 0) {
      words.add(
          "%s of s390x would have dynamic pools, anywhere in memory"
              .formatted(Quantities.count(growing, "guest")));
    }
    var old = count(machine -> !Release.parse(machine.facts().release()).isFrom(6, 6));
    if (old > 0) {
      words.add(
          "%s before 6.6, which searches otherwise: what they need is said for 6.6 and later"
              .formatted(Quantities.count(old, "machine")));
    }
    return words;
  }

  /** What a class would need with dynamic pools, of machines that some size serves. */
  static List<String> dynamicRow(FleetClass whole) {
    var one = whole.onlyServable();
    var without = one.settingFor(1);
    var with = one.dynamicSettingFor(1);
    return List.of(
        whole.name(),
        without.map(setting -> String.valueOf(one.written(setting))).orElse("none"),
        without.map(setting -> bytes(one.slots(setting))).orElse(""),
        with.map(setting -> String.valueOf(one.written(setting))).orElse("none"),
        with.map(setting -> bytes(one.slots(setting))).orElse(""),
        with.map(setting -> bytes(one.dynamicSlots(setting))).orElse(""),
        with.map(setting -> String.valueOf(one.transients(setting))).orElse(""));
  }

  static final List<String> DYNAMIC_HEAD =
      List.of(
          "class", "swiotlb=", "memory", "dynamic: swiotlb=", "at boot", "in the end", "own pools");

  List<String> dynamicNotes() {
    return List.of(
        "own pools are mappings that find no slots and get a pool of their own, at most 0.1 % of those of each machine; pools that are added stay",
        "not in it: how much longer a mapping takes that waits for pages; a growth takes as long as probes saw it, or 1 ms, and there are always pages, which a kernel short of memory has not");
  }

  // How sure.

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
    var rules = count(machine -> machine.now().source() == MachineNeed.Source.RULES);
    if (rules > 0) {
      words.add(
          "of %s nothing of the kernel tells what pool is there now: it is computed as size does"
              .formatted(Quantities.count(rules, "machine")));
    }
    var held = count(machine -> machine.load().heldBeforeSlots() > 0);
    if (held > 0) {
      words.add(
          "on %s slots were in use before the recording began: they are taken to be held all the time, a slot at a time"
              .formatted(Quantities.count(held, "machine")));
    }
    words.addAll(commonAssumptions());
    return words;
  }

  private Optional<String> guessed(MachineNeed.Guess what, String words, String instead) {
    var count = count(machine -> machine.facts().guessed().contains(what));
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
            .limit(5)
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

  private long count(Predicate<MachineNeed> is) {
    return all.machines().stream().filter(is).count();
  }

  private static String hours(long ns) {
    var hours = ns / 3.6e12;
    return hours < 1 ? Quantities.time(ns) : String.format(Locale.ROOT, "%.1f hours", hours);
  }
}
