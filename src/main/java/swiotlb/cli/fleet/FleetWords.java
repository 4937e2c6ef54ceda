package swiotlb.cli.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import swiotlb.kernel.slot.SlotUnits;
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

  /** What is to be kept of a command line. */
  static final String OTHER_WORDS =
      "to write in place of the numbers of each swiotlb=, whose other words, such as force, stay";

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
    tooLarge().ifPresent(sentences::add);
    doubtful().ifPresent(sentences::add);
    return sentences;
  }

  /** They are in no step of what was tried. */
  private Optional<String> tooLarge() {
    var machines = all.count(machine -> machine.load().tooLarge() > 0);
    var mappings = all.machines().stream().mapToLong(machine -> machine.load().tooLarge()).sum();
    return machines == 0
        ? Optional.empty()
        : Optional.of(
            "No size takes %s of %s: larger than a slot set."
                .formatted(
                    Quantities.count(mappings, "mapping"), Quantities.count(machines, "machine")));
  }

  /** Of whom less is known than was mapped. */
  private Optional<String> doubtful() {
    var missing = all.count(machine -> machine.flaws().isLossy() || machine.flaws().cutOff());
    var assumed = all.count(machine -> machine.flaws().heldIsAssumed());
    var why = new ArrayList<String>();
    if (missing > 0) {
      why.add("parts of the recordings of %d are missing".formatted(missing));
    }
    if (assumed > 0) {
      why.add("how long buffers of %d were held is assumed".formatted(assumed));
    }
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of("Some may need more: " + String.join(", and ", why) + ".");
  }

  /** Those fail less than their default pools say. */
  private String growing() {
    var dynamic =
        all.count(
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
                "%s serves 99 %% of them, with %s in all; it does not serve %d."
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
        "other words of swiotlb= are kept as each machine has them: without force buffers of %s bounce only where devices do not reach them"
            .formatted(
                Quantities.count(
                    all.count(machine -> machine.facts().reason() == MachineNeed.Reason.FORCED),
                    "machine")));
    notes.add(
        "each machine boots with a power of two, at least 128 slots for each area, and an area for each CPU: a number is not a size");
    notes.add(
        "failing is that of kernels without dynamic pools; a machine fails where mappings do, where its kernel has counted more slots in use than the pool has, or where something grows without end");
    notes.add(
        "mappings that fail are those of the recordings, each asked for once; drivers try again, so that there would be more"
            + (all.count(FleetWords::isFullBefore) == 0
                ? ""
                : "; a slot that was in use before counts as a mapping"));
    shown().stream()
        .filter(setting -> setting.asked() > 0 && setting.written() != setting.asked())
        .forEach(
            setting ->
                notes.add(
                    "%d stands for %d: encrypted guests take the number of the default for none written, and this one is rounded up to it"
                        .formatted(setting.written(), setting.asked())));
    return notes;
  }

  /** Whether the smallest pool that is tried does not hold what was in use before. */
  private static boolean isFullBefore(MachineNeed machine) {
    return machine.candidates().stream()
        .anyMatch(candidate -> candidate.pool().slots() < machine.load().heldBeforeSlots());
  }

  // Dynamic pools.

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
    var notes = new ArrayList<String>();
    var higher = all.count(machine -> machine.now().hiwater() > machine.load().mostHeldSlots());
    if (higher > 0) {
      notes.add(
          "what the kernels of %s counted in use beyond their recordings is not in it"
              .formatted(Quantities.count(higher, "machine")));
    }
    notes.addAll(
        List.of(
            "own pools are mappings that find no slots and get a pool of their own, at most 0.1 % of those of each machine; pools that are added stay",
            "not in it: how much longer a mapping takes that waits for pages; a growth takes as long as probes saw it, or 1 ms, and there are always pages, which a kernel short of memory has not"));
    return notes;
  }
}
