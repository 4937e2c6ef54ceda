package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;

/**
 * What a kernel says of its default pool while it boots, in the order in which it does (release
 * notes, section 3). Of coherent pools nothing is said here.
 */
public final class BootLog {
  private static final int MIB_SHIFT = 20;

  private final SwiotlbParameter read;
  private final SlotUnits units;
  private final List<String> lines = new ArrayList<>();

  private BootLog(SwiotlbParameter read) {
    this.read = read;
    this.units = read.units();
  }

  /**
   * The lines of a boot.
   *
   * @param read the command line
   * @param cpus possible CPUs
   * @param wishSlots what the architecture makes of it before slots and areas are settled, if that
   *     is not what was written
   * @param wish what it would have had with memory without end
   * @param sizing what it had
   * @param pool what it made; absent: none
   */
  public static List<String> of(
      DefaultPoolRule rule,
      KernelParameters read,
      int cpus,
      Optional<Integer> wishSlots,
      BootSizing wish,
      BootSizing sizing,
      Optional<PoolGeometry> pool) {
    var log = new BootLog(read.swiotlb());
    log.reading();
    if (!read.swiotlb().noforce()) {
      log.sizing(cpus, wishSlots, wish);
      log.halving(wish, sizing);
    }
    var isX86 = rule.machine().arch() == Arch.X86_64;
    var isWanted = !isX86 || rule.isWantedWithoutForce(read);
    if (isX86 && isWanted) {
      log.say(KernelLog.PCI_DMA);
    }
    if (isWanted) {
      log.pool(pool, isX86);
    }
    return List.copyOf(log.lines);
  }

  private void say(KernelLog line, long... values) {
    lines.add(line.line(values));
  }

  /** Areas that are written settle slots at once. */
  private void reading() {
    if (read.areas() > 0) {
      say(KernelLog.AREAS, read.areas());
      var before = read.asked() < 0 ? read.defaultSlots() : units.roundUpToSlotSet(read.asked());
      tellOfRounding(before, read.slots());
    }
  }

  private void sizing(int cpus, Optional<Integer> wishSlots, BootSizing wish) {
    wishSlots.ifPresent(slots -> say(KernelLog.ADJUSTED, mib(slots)));
    if (read.areas() == 0) {
      say(KernelLog.AREAS, BootSizing.areas(cpus));
      tellOfRounding(wishSlots.orElse(read.slots()), wish.defaultSlots());
    }
  }

  private void tellOfRounding(long before, long after) {
    if (after > before) {
      say(KernelLog.ROUNDED_UP, mib(after));
    }
  }

  private void halving(BootSizing wish, BootSizing sizing) {
    var slots = (long) wish.defaultSlots();
    while (slots > sizing.slots() && slots >= units.minPoolSlots()) {
      say(KernelLog.REFUSED, units.toBytes(slots));
      slots = BootSizing.halved(units, slots);
    }
    if (sizing.slots() > 0 && sizing.slots() < wish.defaultSlots()) {
      say(KernelLog.HALVED, wish.defaultSlots(), sizing.slots());
    }
  }

  private void pool(Optional<PoolGeometry> pool, boolean isX86) {
    if (pool.isPresent()) {
      var start = pool.get().start();
      var bytes = pool.get().bytes();
      say(KernelLog.MAPPED, start, start + bytes, bytes >> MIB_SHIFT);
    } else if (isX86) {
      say(KernelLog.NO_LOW_MEMORY);
    }
  }

  private long mib(long slots) {
    return units.toBytes(slots) >> MIB_SHIFT;
  }
}
