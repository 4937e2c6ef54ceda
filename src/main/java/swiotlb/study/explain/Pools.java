package swiotlb.study.explain;

import static swiotlb.study.explain.Said.bytes;
import static swiotlb.study.explain.Said.formatted;
import static swiotlb.study.explain.Said.percent;
import static swiotlb.study.explain.Said.slots;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.kernel.slot.Slots;
import swiotlb.study.explain.Explanation.Advice;

/** Explains "swiotlb buffer is full": of all the lines of a log, since one tells of another. */
final class Pools {
  /** Until then a machine boots, and hardly anything can have filled a pool. */
  private static final double BOOT_SECONDS = 60;

  private static final int SEVERAL = 3;
  private static final double EVEN = 0.5;
  private static final int USUAL_BUFFER = 4096;

  /** Sizes that are taken for those of the buffers in use. */
  private static final int MOST_SIZES = 8;

  private static final String RACE =
      "The number in use is read a moment after the search: others may have given slots back in between";

  private final MachineWords machine;
  private final PoolAdvice advice;
  private final LineAdvice lineAdvice;
  private final Odds odds = new Odds();
  private final Map<String, List<FullLine>> byPool = new HashMap<>();
  private final Map<String, Optional<Leaks.Leak>> leaks = new HashMap<>();
  private final boolean isDisabledPerhaps;
  private final boolean isOneMachine;

  /**
   * Looks at all lines first.
   *
   * @param lines in the order of their times
   */
  Pools(MachineWords machine, List<FullLine> lines) {
    this.machine = machine;
    this.advice = new PoolAdvice(machine);
    this.lineAdvice = new LineAdvice(machine);
    this.isOneMachine =
        machine.bootSlots().isEmpty()
            || lines.stream()
                .filter(l -> region(l).isEmpty())
                .allMatch(l -> l.total() >= machine.bootSlots().getAsLong());
    for (var line : lines) {
      byPool.computeIfAbsent(region(line), r -> new ArrayList<>()).add(line);
    }
    byPool.forEach((region, of) -> leaks.put(region, Leaks.in(of)));
    this.isDisabledPerhaps = isDisabledPerhaps(byPool.getOrDefault("", List.of()));
  }

  /** The region of the device's own pool, or empty: the default pool and those that were added. */
  private String region(FullLine line) {
    return machine.restrictedPoolOf(line.found().device(), line.total()).orElse("");
  }

  /** Full from the first line on, in the first minute, on a release that puts pools out of use. */
  private boolean isDisabledPerhaps(List<FullLine> lines) {
    return machine.release().filter(r -> r.isFrom(7, 3)).isPresent()
        && lines.size() >= SEVERAL
        && lines.stream().allMatch(l -> l.isFull() && l.total() > 0)
        && lines.get(0).found().line().bootSeconds() < BOOT_SECONDS;
  }

  Explanation explain(FullLine line) {
    var region = region(line);
    if (line.isTooLarge()) {
      var also = region.isEmpty() ? List.<Cause>of() : List.of(Cause.RESTRICTED);
      return say(
          line,
          Cause.TOO_LARGE,
          also,
          Sure.CERTAIN,
          tooLarge(line),
          lineAdvice.segment(line.found().device()));
    }
    if (line.total() == 0) {
      return withoutPool(line);
    }
    var plain = region.isEmpty() ? fullOrSplit(line) : restricted(line, region);
    if (region.isEmpty() && line.isFull() && (machine.isDisabled() || isDisabledPerhaps)) {
      return disabled(line);
    }
    var leak = leaks.getOrDefault(region, Optional.empty()).filter(l -> l.of().contains(line));
    if (leak.isPresent()) {
      return leaking(plain, leak.get());
    }
    return region.isEmpty() && grows(line) ? growing(line, plain) : plain;
  }

  private static Explanation say(
      FullLine line, Cause cause, List<Cause> also, Sure sure, String evidence, Advice advice) {
    return new Explanation(
        line.found().line(), line.found().device(), cause, also, sure, evidence, advice);
  }

  // Too large, or no pool.

  private String tooLarge(FullLine line) {
    return formatted(
        "It asked for %s; no mapping can have more than %s (a slot set of %d slots), whatever the pool has%s.",
        bytes(line.bytes()),
        bytes(Slots.MAX_MAPPING_BYTES),
        Slots.SLOT_SET_SLOTS,
        line.total() > 0
            ? formatted(": %d of %s were in use", line.used(), slots(line.total()))
            : "; and there is no pool besides");
  }

  private Explanation withoutPool(FullLine line) {
    if (machine.isForcedOff()) {
      return say(
          line,
          Cause.FORCED_OFF,
          List.of(Cause.NO_MEMORY),
          Sure.CERTAIN,
          "The allocator has no slots at all, and the command line says swiotlb=noforce.",
          advice.dropNoforce());
    }
    var isKnown = machine.commandLine().isPresent();
    return say(
        line,
        Cause.NO_MEMORY,
        isKnown ? List.of() : List.of(Cause.FORCED_OFF),
        Sure.CERTAIN,
        "The allocator has no slots at all (total 0): the kernel made no pool at boot, and this mapping needed one."
            + (isKnown
                ? ""
                : " Whether swiotlb=noforce or iommu=off is written, the line does not tell."),
        advice.make());
  }

  private Explanation disabled(FullLine line) {
    var isSaid = machine.isDisabled();
    return say(
        line,
        Cause.DISABLED,
        List.of(Cause.EXHAUSTED),
        isSaid ? Sure.CERTAIN : Sure.POSSIBLE,
        formatted(
            "All %s count as in use%s.",
            slots(line.total()),
            isSaid
                ? ", since the default pool could not be decrypted at boot and was put out of use"
                : " from the first minute after boot on, as they do from 7.3 on when the pool could not be decrypted; the line of boot that would say so is not there"),
        lineAdvice.sharing());
  }

  // Full, or no run.

  private Explanation fullOrSplit(FullLine line) {
    var needs =
        formatted(
            "It asked for %s, %s in one run; %d of %d slots were in use and %d free.",
            bytes(line.bytes()), slots(line.slots()), line.used(), line.total(), line.free());
    if (line.free() < line.slots()) {
      return say(
          line,
          Cause.EXHAUSTED,
          List.of(),
          Sure.CERTAIN,
          needs + few(line) + small(line) + allotment(),
          advice.larger(line.total(), "less than it asked for was free"));
    }
    var chance = odds(line);
    if (line.isNearlyFull()) {
      return say(
          line,
          Cause.EXHAUSTED,
          List.of(Cause.NO_CONTIGUOUS_RUN),
          Sure.LIKELY,
          needs + " " + RACE + ", or what is free lies in pieces." + chance.words + small(line),
          advice.larger(line.total(), "hardly more than it asked for was free"));
    }
    if (chance.likelyFull(isSeenFull(line))) {
      return say(
          line,
          Cause.EXHAUSTED,
          List.of(Cause.NO_CONTIGUOUS_RUN),
          Sure.POSSIBLE,
          needs + chance.words + " " + RACE + "; other lines show the pool full." + small(line),
          advice.larger(line.total(), "it is full at times"));
    }
    return say(
        line,
        Cause.NO_CONTIGUOUS_RUN,
        List.of(Cause.EXHAUSTED),
        chance.isRare() ? Sure.POSSIBLE : Sure.LIKELY,
        needs
            + chance.words
            + " "
            + RACE
            + "."
            + (chance.isRare()
                ? " The line does not tell what else the device asks for: alignment (min_align_mask), boundaries, granules of an IOMMU."
                : "")
            + allotment(),
        lineAdvice.run(line, advice));
  }

  private boolean isSeenFull(FullLine line) {
    return byPool.getOrDefault(region(line), List.of()).stream()
        .anyMatch(l -> !l.isTooLarge() && l.free() < l.slots());
  }

  /** Odds that a run is missing, and in words how they came about. */
  private record Chance(double low, double high, String words) {
    boolean isRare() {
      return high < EVEN / 10;
    }

    boolean likelyFull(boolean isSeenFull) {
      return isSeenFull && low < EVEN;
    }
  }

  private Chance odds(FullLine line) {
    var areas = Odds.areas(line.total(), machine.areas().orElse(0));
    var sizes =
        byPool.getOrDefault(region(line), List.of()).stream()
            .filter(l -> !l.isTooLarge() && l.bytes() > 0)
            .map(FullLine::bytes)
            .distinct()
            .sorted()
            .limit(MOST_SIZES)
            .toList();
    var alike = odds.ofNoRun(line.total(), areas, line.used(), line.bytes(), sizes);
    var small =
        odds.ofNoRun(line.total(), areas, line.used(), line.bytes(), List.of((long) USUAL_BUFFER));
    if (alike.isEmpty() || small.isEmpty()) {
      return new Chance(0, 1, " How likely that is was not worked out for this line.");
    }
    var a = alike.getAsDouble();
    var b = small.getAsDouble();
    return new Chance(
        Math.min(a, b),
        Math.max(a, b),
        formatted(
            " The simulated allocator, %d slots in %d area%s%s, filled so far and mixed at random (%d tries, seed %d), has no run for it in %s of cases if buffers in use are as large as those that are asked for in this log, and in %s if they are 4 KiB each.",
            line.total(),
            areas,
            areas == 1 ? "" : "s",
            machine.areas().isPresent() ? "" : " (assumed)",
            Odds.TRIALS,
            Odds.SEED,
            percent(a),
            percent(b)));
  }

  /** The smallest pool that the area rule allows, or one far below the usual size. */
  private String small(FullLine line) {
    var areas = machine.areas();
    if (areas.isPresent() && line.total() == (long) areas.getAsInt() * Slots.SLOT_SET_SLOTS) {
      return formatted(
          " That is the smallest pool that the area rule allows, %d slots for each of %d areas%s.",
          Slots.SLOT_SET_SLOTS,
          areas.getAsInt(),
          machine
              .swiotlb()
              .filter(s -> s.asked() >= 0 && s.asked() < line.total())
              .map(s -> ": the command line asked for " + s.asked() + " slots, which were raised")
              .orElse(", and small"));
    }
    return line.total() < Slots.DEFAULT_POOL_SLOTS
        ? formatted(
            " The pool is small: the kernel's usual size is %s.", slots(Slots.DEFAULT_POOL_SLOTS))
        : "";
  }

  /** A leak is full as well. */
  private String few(FullLine line) {
    return byPool.getOrDefault(region(line), List.of()).size() < SEVERAL
        ? " Whether slots are given back again, or a driver keeps them (leak), only several lines over time tell."
        : "";
  }

  private String allotment() {
    return machine.release().filter(r -> !r.isFrom(6, 12)).isPresent()
        ? " Before 6.12 the size in the line is without padding for alignment."
        : "";
  }

  // Others' pools, growth, leaks.

  private Explanation restricted(FullLine line, String region) {
    var plain = fullOrSplit(line);
    var also = new ArrayList<>(List.of(plain.cause()));
    also.addAll(plain.also());
    return say(
        line,
        Cause.RESTRICTED,
        also,
        Sure.LIKELY,
        formatted(
                "The device has the restricted pool %s, which serves nobody else and never grows. ",
                region)
            + plain.evidence(),
        advice.restricted(region, line.total()));
  }

  /**
   * Whether all lines can be of one boot of one machine: its pools never become smaller than the
   * first was.
   */
  boolean isOneMachine() {
    return isOneMachine && machine.boots() <= 1;
  }

  private boolean grows(FullLine line) {
    return machine.grows().orElse(hasGrown(line));
  }

  private boolean hasGrown(FullLine line) {
    return isOneMachine()
        && machine.bootSlots().isPresent()
        && line.total() > machine.bootSlots().getAsLong();
  }

  private Explanation growing(FullLine line, Explanation plain) {
    var also = new ArrayList<>(List.of(plain.cause()));
    also.addAll(plain.also());
    return say(
        line,
        Cause.GROWTH_LIMITED,
        also,
        Sure.LIKELY,
        "This kernel adds pools when none has room, and gives a mapping a transient pool until then; here neither came in time. "
            + growth(line)
            + " "
            + plain.evidence(),
        advice.larger(
            Math.max(largestTotal(), line.total()),
            "what is there from boot on need not be grown"));
  }

  private long largestTotal() {
    return byPool.getOrDefault("", List.of()).stream().mapToLong(FullLine::total).max().orElse(0);
  }

  private String growth(FullLine line) {
    if (machine.growthFailed()) {
      return "The log says that growth was refused memory."
          + (machine.freePages().isEmpty() ? "" : " Free pages: " + machine.freePages());
    }
    if (line.total() < largestTotal()) {
      return formatted(
          "It grew, too late for this mapping: later lines have a total of %d slots.",
          largestTotal());
    }
    return hasGrown(line)
        ? formatted(
            "It has grown from %d to %d slots, which was not enough, or not soon enough; a mapping that may not wait needs a transient pool, which comes from memory that can be had at once.",
            machine.bootSlots().orElseThrow(), line.total())
        : "Whether growth was too slow or was refused the line does not tell: it is refused in silence where memory is fragmented.";
  }

  private Explanation leaking(Explanation plain, Leaks.Leak leak) {
    var also = new ArrayList<>(List.of(plain.cause()));
    also.addAll(plain.also());
    return new Explanation(
        plain.line(),
        plain.device(),
        Cause.LEAK,
        also,
        leak.sure(),
        leak.evidence() + ". " + plain.evidence(),
        lineAdvice.leak());
  }
}
