package swiotlb.scenario;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.BootNotes;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.DefaultPoolRule;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.kernel.text.Release;

/** Boots the kernel of a scenario: its command line, and the default pool that comes of it. */
final class BootReader {
  /** What only a kernel under Xen is told. */
  private static final Pattern XEN = Pattern.compile("(^|\\s)(earlyprintk=xen|xen[-_.])");

  private final Settings settings;
  private final BootMemory memory;

  BootReader(Settings settings, BootMemory memory) {
    this.settings = settings;
    this.memory = memory;
  }

  /**
   * What a kernel has after it booted.
   *
   * @param dynamic whether it was built with dynamic pools
   */
  record Booted(
      KernelParameters parameters,
      boolean dynamic,
      BootSizing sizing,
      Optional<PoolGeometry> defaultPool) {}

  /**
   * Boots it.
   *
   * @param cpus possible CPUs
   * @param encrypted whether the guest's memory is
   * @param hasRestricted whether a device has a pool of its own
   */
  Booted boot(int cpus, boolean encrypted, boolean hasRestricted) {
    var kernel = settings.part("kernel");
    var release = release(kernel);
    var parameters = parameters(kernel, release);
    remarkOnXen(kernel, parameters, encrypted);
    var boot = settings.part("boot");
    var largest = boot.bytes("largest-reservation", 0, BuddyMemory.MAX_MEMORY_BYTES);
    var address = boot.bytes("address", 0, BuddyMemory.MAX_MEMORY_BYTES);
    var rule =
        new DefaultPoolRule(arch(hasRestricted && !encrypted), release, memory.reachesAbove4Gib());
    var reason = rule.whyNone(parameters, encrypted);
    if (reason.isPresent()) {
      kernel.remark("cmdline", "there is no default pool: " + reason.get());
      tellWhatCountsForNothing(boot, address);
      return booted(parameters, BootSizing.none(parameters.swiotlb()), Optional.empty());
    }
    var wishBytes = encrypted ? BootSizing.confidentialBytes(memory.bytes()) : 0;
    var asked = rule.parameter(parameters.swiotlb(), memory.bytes());
    var wish = BootSizing.atBoot(asked, cpus, wishBytes, Long.MAX_VALUE);
    var fits = Math.min(largest, memory.largestPoolBytes());
    var sizing = BootSizing.atBoot(asked, cpus, wishBytes, fits);
    BootNotes.of(
            parameters.swiotlb(),
            wish,
            sizing,
            encrypted,
            asked.slots() != parameters.swiotlb().slots(),
            where(largest))
        .forEach(note -> kernel.remark("cmdline", note));
    if (sizing.slots() == 0) {
      tellWhatCountsForNothing(boot, address);
    }
    return booted(parameters, sizing, defaultPool(sizing, address, boot));
  }

  private static void tellWhatCountsForNothing(Settings boot, long address) {
    if (address != 0) {
      boot.remark("address", "counts for nothing, since there is no default pool");
    }
  }

  private Booted booted(
      KernelParameters parameters, BootSizing sizing, Optional<PoolGeometry> pool) {
    var dynamic = settings.part("kernel").flag("dynamic") && settings.flag("dynamic");
    return new Booted(parameters, dynamic, sizing, pool);
  }

  /**
   * A machine that has a pool because of {@code iommu=soft} alone is a Xen guest as often as not,
   * where memory is bounced that the device reaches: pages side by side in the guest are not so on
   * the machine.
   */
  private void remarkOnXen(Settings kernel, KernelParameters parameters, boolean encrypted) {
    var isSoft =
        parameters.iommu().contains("soft")
            && !parameters.swiotlb().force()
            && !encrypted
            && !memory.reachesAbove4Gib();
    if (isSoft || XEN.matcher(parameters.text()).find()) {
      kernel.remark(
          "cmdline",
          "%sa Xen guest also bounces buffers of several pages that do not lie side by side on the real machine, and places its pool for that; this is not simulated, so that such buffers do not bounce here"
              .formatted(
                  isSoft
                      ? "iommu=soft makes a default pool, but only what a device does not reach bounces; "
                      : ""));
    }
  }

  private static Release release(Settings kernel) {
    try {
      return Release.parse(kernel.text("release")).simulated();
    } catch (IllegalArgumentException e) {
      kernel.problem("release", "cannot be used: " + e.getMessage());
      return Release.DEFAULT;
    }
  }

  private KernelParameters parameters(Settings kernel, Release release) {
    KernelParameters read;
    try {
      read = KernelParameters.parse(kernel.text("cmdline"), release);
    } catch (IllegalArgumentException e) {
      kernel.problem("cmdline", "cannot be used: " + e.getMessage());
      return KernelParameters.NONE;
    }
    read.notes().forEach(note -> kernel.remark("cmdline", note));
    if (release.isFrom(7, 3) && !read.swiotlb().tracksHiwater() && !read.swiotlb().noforce()) {
      kernel.remark(
          "release",
          "keeps no io_tlb_used_hiwater without track_hiwater, the last word of swiotlb=: the kernel shows 0,"
              + " and its io_tlb_used leaves transient slots out; shown is what they would be");
    }
    if (read.coherentPoolBytes() > memory.bytes()) {
      kernel.problem(
          "cmdline",
          "asks for coherent pools of %d bytes each, but the machine has %d bytes of memory"
              .formatted(read.coherentPoolBytes(), memory.bytes()));
    }
    return read;
  }

  private Arch arch(boolean hasRestricted) {
    var chosen =
        settings.choice(
            "arch",
            Map.of(
                "auto",
                Optional.<Arch>empty(),
                Arch.X86_64.label(),
                Optional.of(Arch.X86_64),
                Arch.ARM64.label(),
                Optional.of(Arch.ARM64)),
            Optional.<Arch>empty());
    if (chosen.isEmpty() && hasRestricted) {
      settings.remark("arch", "is taken as arm64, since x86-64 has no restricted pools");
    }
    return chosen.orElse(hasRestricted ? Arch.ARM64 : Arch.X86_64);
  }

  private String where(long largest) {
    return largest < memory.largestPoolBytes()
        ? "into the largest reservation"
        : "below " + (memory.reachesAbove4Gib() ? "4 GiB" : "the top of memory");
  }

  private Optional<PoolGeometry> defaultPool(BootSizing sizing, long address, Settings boot) {
    if (sizing.slots() == 0) {
      return Optional.empty();
    }
    var bytes = Slots.toBytes(sizing.slots());
    var wrong = address == 0 ? Optional.<String>empty() : memory.wrongPlace(address, bytes);
    wrong.ifPresent(what -> boot.problem("address", what));
    if (wrong.isPresent()) {
      return Optional.empty();
    }
    var start = address == 0 ? memory.highestPlace(bytes) : address;
    return Optional.of(new PoolGeometry(start, sizing.slots(), sizing.areas()));
  }
}
