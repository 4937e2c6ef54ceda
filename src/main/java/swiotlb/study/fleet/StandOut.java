package swiotlb.study.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A machine of a fleet that is to be looked at.
 *
 * @param folder whose it is
 * @param kind why
 * @param words what it is, in a sentence without its end
 */
public record StandOut(String folder, Kind kind, String words) {
  /** So many times what nine in ten of a class need is far more. */
  private static final int FAR = 4;

  private static final double MOST_OF_THEM = 0.9;

  /** Why, the worst first. */
  public enum Kind {
    /** No size serves it. */
    UNSERVED("no size serves"),
    /** Mappings failed while it was recorded. */
    FAILED("whose pool failed already"),
    /** What it has is too small, although nothing failed in its recording. */
    TOO_SMALL("whose pool is too small for what was recorded"),
    /** Some of its mappings are larger than any pool takes. */
    TOO_LARGE("that map what no pool takes"),
    /** It needs far more than its class. */
    FAR("far above their class"),
    /** Its kernel counted more than its recording shows. */
    HIGHER_MARK("whose kernel counted more in use than the recording shows"),
    /** Lines are missing. */
    LOSSY("whose recorder lost lines"),
    /** Its file ends in the middle. */
    CUT("whose recording is cut off"),
    /** It does not tell how long buffers were held. */
    HELD_ASSUMED("whose recording does not tell how long buffers were held");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Of the machines, in words. */
    public String words() {
      return words;
    }
  }

  /** All of a fleet, the worst kind first. */
  static List<StandOut> of(List<FleetClass> classes) {
    Map<Kind, List<StandOut>> byKind = new TreeMap<>();
    for (var one : classes) {
      var usual = one.isSmall() ? Integer.MAX_VALUE : one.needSlots(MOST_OF_THEM).orElse(0);
      for (var machine : one.machines()) {
        for (var kind : Kind.values()) {
          var words = words(kind, machine, usual);
          if (!words.isEmpty()) {
            byKind
                .computeIfAbsent(kind, k -> new ArrayList<>())
                .add(new StandOut(machine.folder(), kind, words));
          }
        }
      }
    }
    return byKind.values().stream().flatMap(List::stream).toList();
  }

  /** Empty if it does not stand out so. */
  private static String words(Kind kind, MachineNeed machine, int usualSlots) {
    var flaws = machine.flaws();
    var now = machine.now();
    return switch (kind) {
      case UNSERVED -> machine.need().isPresent() ? "" : unserved(machine);
      case FAILED ->
          flaws.failed() == 0
              ? ""
              : "%d of %d mappings failed while it was recorded"
                  .formatted(flaws.failed(), machine.load().mappings());
      case TOO_SMALL ->
          machine.need().isEmpty() || machine.serves(now.pool()) || flaws.failed() > 0
              ? ""
              : tooSmall(machine);
      case TOO_LARGE ->
          machine.load().tooLarge() == 0
              ? ""
              : "%d of its mappings are larger than a slot set, so that they fail with any size; what is said is for the rest"
                  .formatted(machine.load().tooLarge());
      case FAR ->
          machine
              .need()
              .map(need -> need.pool().slots())
              .filter(slots -> slots / FAR >= usualSlots)
              .map(
                  slots ->
                      "it needs %d slots, nine in ten of its class %d or fewer"
                          .formatted(slots, usualSlots))
              .orElse("");
      case HIGHER_MARK ->
          now.hiwater() <= machine.load().mostHeldSlots()
              ? ""
              : "its kernel counted up to %d slots in use, the recording shows %d: it is taken to need as many as were counted"
                  .formatted(now.hiwater(), machine.load().mostHeldSlots());
      case LOSSY ->
          !flaws.isLossy()
              ? ""
              : flaws.lostLines() > 0
                  ? "%d lines of its recording%s were lost: it may need more"
                      .formatted(flaws.lostLines(), flaws.lostOthers() ? " and others" : "")
                  : "lines of its recording were lost, nobody counted how many: it may need more";
      case CUT -> flaws.cutOff() ? "its recording ends in the middle of the file" : "";
      case HELD_ASSUMED ->
          flaws.heldIsAssumed()
              ? "its kernel records no releases: how long buffers were held is assumed"
              : "";
    };
  }

  private static String unserved(MachineNeed machine) {
    var unbounded = machine.unbounded();
    if (unbounded == null) {
      var most = machine.candidate(Boots.MOST).pool().slots();
      return "even %d slots, the most that are tried, are not enough".formatted(most);
    }
    return switch (unbounded.why()) {
      case LEAK ->
          "%s maps buffers that it never gives back (%.3g slots a second, %d in the end)"
              .formatted(unbounded.device(), unbounded.slotsPerSecond(), unbounded.heldSlots());
      case QUEUE ->
          "buffers of %s come faster than they are given back (%.3g slots a second, %d in the end)"
              .formatted(unbounded.device(), unbounded.slotsPerSecond(), unbounded.heldSlots());
    };
  }

  private static String tooSmall(MachineNeed machine) {
    var now = machine.now();
    var needs = machine.need().map(need -> need.pool().slots()).orElse(0);
    var more =
        now.build() == MachineNeed.Build.DYNAMIC
            ? "; its kernel has dynamic pools"
                + (machine.flaws().grownSlots() > 0
                    ? ", which grew by %d slots".formatted(machine.flaws().grownSlots())
                    : "")
            : "";
    return "it has %d slots and needs %d%s".formatted(now.pool().slots(), needs, more);
  }
}
