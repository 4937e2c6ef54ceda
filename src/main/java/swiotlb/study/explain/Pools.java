package swiotlb.study.explain;

import static swiotlb.study.explain.Said.bytes;
import static swiotlb.study.explain.Said.formatted;
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

  private final MachineWords machine;
  private final PoolAdvice advice;
  private final LineAdvice lineAdvice;
  private final RoomLines room;
  private final Map<Pool, List<FullLine>> byPool = new HashMap<>();
  private final Map<Pool, Optional<Leaks.Leak>> leaks = new HashMap<>();
  private final boolean isOneMachine;

  /**
   * A pool of one boot of one host.
   *
   * @param region of a device's own pool; empty: the default pool and those that were added
   */
  private record Pool(String host, int boot, String region) {}

  /**
   * Looks at all lines first.
   *
   * @param lines in the order of their times
   */
  Pools(MachineWords machine, List<FullLine> lines) {
    this.machine = machine;
    this.advice = new PoolAdvice(machine);
    this.lineAdvice = new LineAdvice(machine);
    this.room = new RoomLines(machine);
    this.isOneMachine =
        machine.bootSlots().isEmpty()
            || lines.stream()
                .filter(l -> region(l).isEmpty())
                .allMatch(l -> l.total() >= machine.bootSlots().getAsLong());
    for (var line : lines) {
      byPool.computeIfAbsent(pool(line), r -> new ArrayList<>()).add(line);
    }
    byPool.forEach((pool, of) -> leaks.put(pool, Leaks.in(of)));
  }

  private Pool pool(FullLine line) {
    var origin = line.found().line().origin();
    return new Pool(origin.host(), origin.boot(), region(line));
  }

  private List<FullLine> ofPool(FullLine line) {
    return byPool.getOrDefault(pool(line), List.of());
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
    if (isImpossible(line)) {
      return impossible(line);
    }
    if (line.total() == 0) {
      return withoutPool(line);
    }
    var plain = region.isEmpty() ? room.explain(line, ofPool(line)) : restricted(line, region);
    if (region.isEmpty()
        && line.isFull()
        && (machine.isDisabled() || isDisabledPerhaps(ofPool(line)))) {
      return disabled(line);
    }
    var leak = leaks.getOrDefault(pool(line), Optional.empty()).filter(l -> l.of().contains(line));
    if (leak.isPresent()) {
      return leaking(plain, leak.get());
    }
    return region.isEmpty() && grows(line) ? growing(line, plain) : plain;
  }

  static Explanation say(
      FullLine line, Cause cause, List<Cause> also, Sure sure, String evidence, Advice advice) {
    return new Explanation(
        line.found().line(), line.found().device(), cause, also, sure, evidence, advice);
  }

  // No line of a kernel, too large, or no pool.

  private boolean isImpossible(FullLine line) {
    var isFixed = machine.grows().filter(does -> !does).isPresent();
    return line.isFarBeyondTotal() || (isFixed && line.isBeyondTotal());
  }

  private static Explanation impossible(FullLine line) {
    return say(
        line,
        Cause.UNKNOWN,
        List.of(),
        Sure.POSSIBLE,
        formatted(
            "%d of %d slots cannot be in use%s: the line was damaged or changed on its way.",
            line.used(),
            line.total(),
            line.isFarBeyondTotal()
                ? ""
                : ", since this kernel has no transient pools, which alone count as used and not as there"),
        new Advice(Fix.LOOK_FURTHER, "Take the line from the log again, and those around it.", ""));
  }

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

  // Others' pools, growth, leaks.

  private Explanation restricted(FullLine line, String region) {
    var plain = room.explain(line, ofPool(line));
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
    return machine.grows().orElse(hasGrown(line) || hasTransient(line));
  }

  private boolean hasGrown(FullLine line) {
    return isOneMachine()
        && machine.bootSlots().isPresent()
        && line.total() > machine.bootSlots().getAsLong();
  }

  /** Only kernels that grow have transient pools. */
  private static boolean hasTransient(FullLine line) {
    return line.isBeyondTotal();
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
            Math.max(largestTotal(line), line.total()),
            "what is there from boot on need not be grown"));
  }

  private long largestTotal(FullLine line) {
    return ofPool(line).stream().mapToLong(FullLine::total).max().orElse(0);
  }

  private String growth(FullLine line) {
    if (machine.growthFailed()) {
      return "The log says that growth was refused memory."
          + (machine.freePages().isEmpty() ? "" : " Free pages: " + machine.freePages());
    }
    if (hasTransient(line)) {
      return "More is in use than there is: transient pools count as used, and not in the total; their memory ran out.";
    }
    if (line.total() < largestTotal(line)) {
      return formatted(
          "It grew, too late for this mapping: later lines have a total of %d slots.",
          largestTotal(line));
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
