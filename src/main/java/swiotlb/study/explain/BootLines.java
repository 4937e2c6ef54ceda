package swiotlb.study.explain;

import static swiotlb.study.explain.Said.bytes;
import static swiotlb.study.explain.Said.formatted;
import static swiotlb.study.explain.Said.slots;

import java.util.List;
import java.util.Optional;
import swiotlb.kernel.slot.Slots;
import swiotlb.study.explain.Explanation.Advice;
import swiotlb.study.explain.Shape.Found;

/** Explains lines of boot that tell of less than was wished: no pool, half of it, none shared. */
final class BootLines {
  private final MachineWords machine;
  private final PoolAdvice pool;
  private final LineAdvice advice;

  BootLines(MachineWords machine) {
    this.machine = machine;
    this.pool = new PoolAdvice(machine);
    this.advice = new LineAdvice(machine);
  }

  /** What a line means; empty if it tells of no fault. */
  Optional<Explanation> explain(Found found) {
    return switch (found.shape()) {
      case NOT_DECRYPTED, NOT_UNENCRYPTED ->
          OtherLines.certain(
              found,
              found.shape() == Shape.NOT_DECRYPTED ? Cause.DISABLED : Cause.NO_MEMORY,
              List.of(),
              found.shape() == Shape.NOT_DECRYPTED
                  ? "The hypervisor did not let the guest share the default pool: from 7.3 on it is put out of use, all its slots count as in use, and every mapping that must bounce fails."
                  : "The guest's hypervisor did not give the pool its address in shared memory.",
              advice.sharing());
      case REFUSED, NOT_REMAPPED ->
          OtherLines.certain(
              found,
              Cause.NO_MEMORY,
              List.of(),
              formatted(
                  "At boot %s for the default pool %s; the kernel asks for half as much, down to 1 MiB. A line \"adjusted\" or \"mapped\" tells what came of it.",
                  bytes(found.number(0)),
                  found.shape() == Shape.REFUSED
                      ? "could not be had in one piece below the limit (4 GiB on most machines)"
                      : "could not be made contiguous by Xen"),
              pool.fitting(Slots.ofBytes(found.number(0)) / 2));
      case HALVED ->
          OtherLines.certain(
              found,
              Cause.NO_MEMORY,
              List.of(),
              formatted(
                  "The default pool has %s, since the %s that were asked for could not be had in one piece below the limit.",
                  slots(found.number(1)), slots(found.number(0))),
              pool.fitting(found.number(1)));
      case LESS_LATE ->
          OtherLines.certain(
              found,
              Cause.NO_MEMORY,
              List.of(),
              formatted(
                  "The pool was made after boot, from the page allocator, and got %d MiB, less than asked: 4 MiB is the most that comes in one piece then.",
                  found.number(0)),
              late());
      case INIT_FAILED ->
          OtherLines.certain(
              found,
              Cause.NO_MEMORY,
              List.of(),
              "Memory for the pool, or for its table of slots, was refused at boot: there is no pool, and none ever grows.",
              pool.fitting());
      case NO_LOW_MEMORY -> Optional.of(noLowMemory(found));
      case RESTRICTED_NOT_DECRYPTED, RESTRICTED_NOT_LINEAR, NOT_PAGE_ALIGNED ->
          Optional.of(restricted(found));
      default -> Optional.empty();
    };
  }

  /** Of a pool that is made late no size helps. */
  private Advice late() {
    return advice.further(
        "No swiotlb= gives a pool more that is made after boot. What was got may be enough: only \"buffer is full\""
            + " says that it is not; a kernel built with CONFIG_SWIOTLB_DYNAMIC (6.6 or later) then adds more.");
  }

  private Explanation noLowMemory(Found found) {
    var isOff = machine.isForcedOff();
    return new Explanation(
        found.line(),
        found.device(),
        isOff ? Cause.FORCED_OFF : Cause.NO_MEMORY,
        isOff ? List.of() : List.of(Cause.FORCED_OFF),
        isOff ? Sure.CERTAIN : Sure.LIKELY,
        isOff
            ? "There is no pool, as swiotlb=noforce on the command line wants."
            : "A pool was wanted, and there is none: its memory was refused (lines before it say so), or swiotlb=noforce is written.",
        isOff ? pool.dropNoforce() : pool.fitting());
  }

  private Explanation restricted(Found found) {
    var evidence =
        switch (found.shape()) {
          case RESTRICTED_NOT_DECRYPTED ->
              "The hypervisor did not let the guest share the region of the device's restricted pool: the device has none.";
          case RESTRICTED_NOT_LINEAR ->
              "The region of the device's restricted pool lies where the kernel has no plain mapping of memory: the device has none.";
          default ->
              "Memory was asked from a restricted pool whose region does not begin on a page; no page of it can be given.";
        };
    var isShared = found.shape() == Shape.RESTRICTED_NOT_DECRYPTED;
    return new Explanation(
        found.line(),
        found.device(),
        Cause.RESTRICTED,
        isShared ? List.of(Cause.DISABLED) : List.of(),
        Sure.CERTAIN,
        evidence,
        isShared
            ? advice.sharing()
            : new Advice(
                Fix.CHANGE_RESTRICTED_POOL,
                "Change the region in the device tree: it begins on a page, in ordinary memory, without no-map.",
                ""));
  }
}
