package swiotlb.study.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.text.PoolParameters;
import swiotlb.kernel.text.Release;
import swiotlb.kernel.text.ReleaseRules;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.study.size.Machine;
import swiotlb.study.size.PoolSize;

/**
 * What pools a machine boots with where a command line asks for so many slots, and no areas: the
 * kernel then has one for each possible CPU, and a slot set in each. Other words stay.
 */
final class Boots {
  /** The smallest slots that are asked for. */
  static final int LEAST = SlotUnits.DEFAULT.setSlots();

  /** The largest: 1 GiB, more than any kernel takes by itself. */
  static final int MOST = 1 << 19;

  private final Machine machine;
  private final PoolSize present;
  private boolean isWithoutPool;

  /**
   * A size that is asked for.
   *
   * @param slots 0: none written
   * @param writtenSlots to be written for them
   */
  record Asked(int slots, int writtenSlots, PoolTrials.Pool pool) {}

  Boots(Machine machine) {
    this.machine = machine;
    this.present = PoolSize.of(machine);
  }

  /** The pool that it has by its own command line. */
  PoolTrials.Pool present() {
    return pool(present, parameter().slots());
  }

  /** What can be asked for, none first, then powers of two. */
  List<Asked> asked() {
    var all = new ArrayList<Asked>();
    var parameter = parameter();
    var unsized = booted(PoolParameters.unsized(withoutAreas(parameter)));
    all.add(new Asked(0, 0, pool(unsized, parameter.defaultSlots())));
    for (var slots = LEAST; slots <= MOST; slots *= 2) {
      all.add(asked(slots));
    }
    return all;
  }

  /** A size that the kernel takes for none written is written with a slot set less. */
  private Asked asked(int slots) {
    var asWritten = booted(slots);
    var less = slots - machine.kernel().units().setSlots();
    if (less > 0 && asWritten.slots() != wanted(slots)) {
      var other = booted(less);
      if (other.slots() == wanted(slots)) {
        return new Asked(slots, less, pool(other, slots));
      }
    }
    return new Asked(slots, slots, pool(asWritten, slots));
  }

  private int areas() {
    return powerOfTwo(machine.cpus());
  }

  /** What comes of so many where there is room. */
  private int wanted(int slots) {
    return powerOfTwo(Math.max(slots, areas() * machine.kernel().units().setSlots()));
  }

  private PoolSize booted(int written) {
    return booted(PoolParameters.sized(withoutAreas(parameter()), (long) written));
  }

  private PoolSize booted(String parameters) {
    return PoolSize.of(machine.withCmdline(PoolParameters.replaced(machine.cmdline(), parameters)));
  }

  /** A machine on which something bounced has a pool, whatever is thought of it. */
  private PoolTrials.Pool pool(PoolSize size, int asked) {
    if (size.boot().hasPool() && size.boot().uneven().isEmpty()) {
      return new PoolTrials.Pool(size.slots(), size.areas());
    }
    isWithoutPool = true;
    return new PoolTrials.Pool(wanted(asked), areas());
  }

  private static int powerOfTwo(int wish) {
    var highest = Integer.highestOneBit(wish);
    return highest == wish ? wish : 2 * highest;
  }

  private SwiotlbParameter parameter() {
    return present.boot().parameters().swiotlb();
  }

  private static SwiotlbParameter withoutAreas(SwiotlbParameter read) {
    return new SwiotlbParameter(
        read.asked(),
        read.slots(),
        0,
        read.force(),
        false,
        read.tracksHiwater(),
        read.anywhere(),
        read.kernel());
  }

  /** What is odd about these pools, in a sentence without its end. */
  Optional<String> remark() {
    return isWithoutPool
        ? Optional.of(
            "by what is known of it its kernel would make no pool, or none that is cut evenly, although buffers bounced: pools are taken to be as large as asked for, with a slot set in an area for each CPU")
        : Optional.empty();
  }

  /** Slots of its default pool with the newest release, all else alike. */
  int newestSlots() {
    return pool(PoolSize.of(machine.withRelease(Release.NEWEST)), parameter().slots()).slots();
  }

  /** Whether the newest release goes on counting the slots in use. */
  boolean tracksUse() {
    return ReleaseRules.of(Release.NEWEST, parameter()).tracksUse();
  }
}
