package swiotlb.study.explain;

import static swiotlb.study.explain.Said.bytes;
import static swiotlb.study.explain.Said.formatted;
import static swiotlb.study.explain.Said.slots;

import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.study.explain.Explanation.Advice;

/** What to set where a pool is too small, missing or in the way, on the machine at hand. */
final class PoolAdvice {
  /** More hardly fits below 4 GiB in one piece. */
  private static final long MUCH_SLOTS = 1 << 19;

  /** A default pool is no matter where memory has at least so many times its size. */
  private static final int SMALL_PART = 20;

  /** Of the two numbers that a device tree makes of one. */
  private static final long LOW_CELL = 0xffff_ffffL;

  private final MachineWords machine;

  PoolAdvice(MachineWords machine) {
    this.machine = machine;
  }

  /**
   * Slots to begin with where so many are too few. An encrypted guest takes the usual number for
   * none written, and then 6 % of its memory.
   */
  long more(long totalSlots) {
    var twice = Slots.roundUpToPowerOfTwo(Math.max(1, totalSlots) * 2);
    var usual = (long) Slots.DEFAULT_POOL_SLOTS;
    var isCheap = machine.memoryBytes().orElse(Long.MAX_VALUE) / SMALL_PART >= Slots.toBytes(usual);
    var wish = twice < usual && isCheap ? usual : twice;
    return wish == usual && machine.isEncrypted() ? usual * 2 : wish;
  }

  Advice larger(long totalSlots, String why) {
    var wish = more(totalSlots);
    return new Advice(
        Fix.LARGER_POOL,
        formatted(
            "Boot with %s (%s): %s. The line does not tell how much is enough: %s%s.",
            machine.parameter(wish),
            bytes(Slots.toBytes(wish)),
            why,
            step(wish, totalSlots),
            wish > MUCH_SLOTS
                ? "; so much may not be had in one piece below 4 GiB, and is halved at boot then"
                : ""),
        machine.parameter(wish));
  }

  private static String step(long wish, long totalSlots) {
    return wish == totalSlots * 2
        ? "twice as much is a first step"
        : wish == Slots.DEFAULT_POOL_SLOTS
            ? "this is the kernel's usual size, a first step"
            : "more than twice as much, a power of two, is a first step";
  }

  /** A size that fits where one was refused, as far as the log tells what was got. */
  Advice fitting(long slots) {
    var wish = Math.max(Slots.MIN_POOL_SLOTS, machine.bootSlots().orElse(slots));
    return new Advice(
        Fix.ASK_LESS,
        formatted(
            "Ask for what fits below the limit, such as %s%s. Memory that crashkernel= or huge pages reserve there is"
                + " missing. What was got may be enough: only \"buffer is full\" says that it is not.",
            slots(wish), machine.bootSlots().isPresent() ? ", which it got" : ""),
        machine.parameter(wish));
  }

  /** Half of what the command line asks for, or of the usual size. */
  Advice fitting() {
    var asked = machine.swiotlb().map(SwiotlbParameter::asked).filter(slots -> slots > 0);
    return fitting(Slots.roundUpToPowerOfTwo(asked.orElse((long) Slots.DEFAULT_POOL_SLOTS)) / 2);
  }

  Advice make() {
    if (machine.isForcedOff()) {
      return dropNoforce();
    }
    if (machine.isEncrypted()) {
      return fitting(); // It always wants one.
    }
    var word = machine.isX86() ? "iommu=soft" : "swiotlb=force";
    return new Advice(
        Fix.MAKE_POOL,
        "The kernel makes no pool where it thinks that no device needs one. On x86 iommu=soft makes one, and"
            + " buffers bounce only where they must (leave iommu=off out); elsewhere swiotlb=force makes one, and"
            + " then every mapping bounces, which costs a copy each. Better still is a device, or a driver, that"
            + " reaches all of memory.",
        word);
  }

  Advice dropNoforce() {
    return new Advice(
        Fix.DROP_NOFORCE,
        "Leave swiotlb=noforce out of the kernel's command line; the kernel then makes a pool where a device may need"
            + " one.",
        withoutNoforce());
  }

  private String withoutNoforce() {
    return machine
        .commandLine()
        .map(line -> line.replaceAll("(?<!\\S)swiotlb=\\S*noforce\\S*\\s*", "").strip())
        .orElse("");
  }

  Advice restricted(String region, long totalSlots) {
    var wish =
        Math.max(Slots.MIN_POOL_SLOTS, Slots.roundUpToPowerOfTwo(Math.max(1, totalSlots) * 2));
    return new Advice(
        Fix.CHANGE_RESTRICTED_POOL,
        formatted(
            "Give the region %s of the device tree more memory, such as %s instead of %s; swiotlb= has no"
                + " effect on it, and it never grows. On a virtual machine it is the hypervisor that makes the"
                + " region.",
            region, bytes(Slots.toBytes(wish)), slots(totalSlots)),
        formatted(
            "size = <0x%x 0x%x>;", Slots.toBytes(wish) >>> 32, Slots.toBytes(wish) & LOW_CELL));
  }
}
