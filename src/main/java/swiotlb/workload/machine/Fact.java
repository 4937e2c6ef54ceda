package swiotlb.workload.machine;

import java.util.List;
import java.util.Optional;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.KernelLog;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;

/** Something that a file tells of a machine. */
public sealed interface Fact {

  /**
   * How much memory there is.
   *
   * @param how exact that is
   */
  record Memory(long bytes, Exactness how) implements Fact {}

  /** How exactly a number tells the memory; the best first. */
  enum Exactness {
    /** All of it, as the kernel counts it or as the guest is made. */
    ALL,
    /** Without what firmware and kernel keep for themselves. */
    WITHOUT_KEPT,
    /** At least so much. */
    AT_LEAST
  }

  /**
   * Where memory lies.
   *
   * @param lowEnd where the part below 4 GiB ends, counted from the beginning of memory
   * @param highBytes above 4 GiB
   */
  record Layout(long lowEnd, long highBytes) implements Fact {}

  /** Whether some memory lies above 4 GiB. */
  record ReachesAbove4GiB(boolean does) implements Fact {}

  /**
   * Possible CPUs.
   *
   * @param isRoundedUp whether it is that number rounded up to a power of two
   */
  record Cpus(int cpus, boolean isRoundedUp) implements Fact {}

  /** The architecture. */
  record Architecture(Arch arch) implements Fact {}

  /**
   * A machine whose pools are made by rules that are not known here.
   *
   * @param line that tells it, from 1; 0: the file as a whole
   * @param what it is, such as "powerpc"
   * @param why its pools are others
   */
  record Foreign(long line, String what, String why) implements Fact {}

  /** The kernel's release. */
  record KernelRelease(Release release) implements Fact {}

  /** The kernel's command line. */
  record CommandLine(String text) implements Fact {}

  /** How memory is encrypted. */
  record Encrypted(MemoryEncryption encryption) implements Fact {}

  /** Whether the kernel was built with dynamic pools. */
  record Dynamic(boolean isDynamic) implements Fact {}

  /** The default size that the kernel was built with. */
  record DefaultSize(int mib) implements Fact {}

  /** What the kernel said of its default pool when it booted. */
  record Logged(KernelLog line, List<Long> values) implements Fact {
    /** Immutable from the start. */
    public Logged {
      values = List.copyOf(values);
    }
  }

  /** A coherent pool, as the kernel said when it booted. */
  record LoggedCoherent(Zone zone, long bytes) implements Fact {}

  /** Slots of the default pool, as the kernel counts them soon after boot. */
  record CountedSlots(long slots) implements Fact {}

  /**
   * A pool that is set aside for devices of its own.
   *
   * @param name of its region
   * @param start absent where the kernel chooses it
   * @param devices that use it
   * @param isUnmapped whether the kernel may not touch it, so that it makes no pool of it
   */
  record Restricted(
      String name, Optional<Long> start, long bytes, List<String> devices, boolean isUnmapped)
      implements Fact {
    /** Immutable from the start. */
    public Restricted {
      devices = List.copyOf(devices);
    }
  }

  /** A region for contiguous allocations. */
  record Contiguous(String name, long bytes) implements Fact {}

  /**
   * A PCI device.
   *
   * @param address such as 00:1f.2
   * @param what it is, in the words of the file
   * @param driver of the kernel; empty if none is bound
   * @param iommuGroup empty if it has none
   */
  record Device(String address, String what, String driver, String iommuGroup) implements Fact {}

  /**
   * Which pages are free.
   *
   * @param words zone by zone, a line for each
   */
  record FreePages(String words) implements Fact {}

  /** Something that the reader should know, in a sentence without its end. */
  record Remark(String text) implements Fact {}
}
