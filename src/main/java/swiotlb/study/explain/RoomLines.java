package swiotlb.study.explain;

import static swiotlb.study.explain.Said.bytes;
import static swiotlb.study.explain.Said.formatted;
import static swiotlb.study.explain.Said.slots;

import java.util.List;
import swiotlb.kernel.slot.Slots;

/** Explains a mapping that is small enough and found no room: the pool is full, or in pieces. */
final class RoomLines {
  private static final int SEVERAL = 3;

  private static final String RACE =
      "The number in use is read a moment after the search: others may have given slots back in between";

  private final MachineWords machine;
  private final PoolAdvice advice;
  private final LineAdvice lineAdvice;
  private final Odds odds = new Odds();

  RoomLines(MachineWords machine) {
    this.machine = machine;
    this.advice = new PoolAdvice(machine);
    this.lineAdvice = new LineAdvice(machine);
  }

  /**
   * What a line means.
   *
   * @param ofPool all lines about the same pool
   */
  Explanation explain(FullLine line, List<FullLine> ofPool) {
    var needs =
        formatted(
            "It asked for %s, %s in one run; %d of %d slots were in use and %d free.",
            bytes(line.bytes()), slots(line.slots()), line.used(), line.total(), line.free());
    if (line.free() < line.slots()) {
      return Pools.say(
          line,
          Cause.EXHAUSTED,
          List.of(),
          Sure.CERTAIN,
          needs + few(ofPool) + small(line) + allotment(),
          advice.larger(line.total(), "less than it asked for was free"));
    }
    var chance = RunChance.of(line, ofPool, machine, odds);
    if (line.isNearlyFull()) {
      return Pools.say(
          line,
          Cause.EXHAUSTED,
          List.of(Cause.NO_CONTIGUOUS_RUN),
          Sure.LIKELY,
          needs + " " + RACE + ", or what is free lies in pieces." + chance.words() + small(line),
          advice.larger(line.total(), "hardly more than it asked for was free"));
    }
    if (chance.likelyFull(isSeenFull(ofPool))) {
      return Pools.say(
          line,
          Cause.EXHAUSTED,
          List.of(Cause.NO_CONTIGUOUS_RUN),
          Sure.POSSIBLE,
          needs + chance.words() + " " + RACE + "; other lines show the pool full." + small(line),
          advice.larger(line.total(), "it is full at times"));
    }
    return Pools.say(
        line,
        Cause.NO_CONTIGUOUS_RUN,
        List.of(Cause.EXHAUSTED),
        chance.isRare() ? Sure.POSSIBLE : Sure.LIKELY,
        needs
            + chance.words()
            + " "
            + RACE
            + "."
            + (chance.isRare()
                ? " The line does not tell what else the device asks for: alignment (min_align_mask), boundaries, granules of an IOMMU."
                : "")
            + allotment(),
        chance.isRare() ? lineAdvice.peaks() : lineAdvice.run(line, advice));
  }

  private static boolean isSeenFull(List<FullLine> ofPool) {
    return ofPool.stream().anyMatch(l -> !l.isTooLarge() && l.free() < l.slots());
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
  private static String few(List<FullLine> ofPool) {
    return ofPool.size() < SEVERAL
        ? " Whether slots are given back again, or a driver keeps them (leak), only several lines over time tell."
        : "";
  }

  private String allotment() {
    return machine.release().filter(r -> !r.isFrom(6, 12)).isPresent()
        ? " Before 6.12 the size in the line is without padding for alignment."
        : "";
  }
}
