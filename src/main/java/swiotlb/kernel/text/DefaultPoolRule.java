package swiotlb.kernel.text;

import java.util.Optional;
import swiotlb.kernel.page.CoherentZones;
import swiotlb.kernel.page.Zone;

/**
 * Whether a machine has a default pool without being forced to, and where pools may lie (release
 * notes, section 1): a kernel makes none that no device can need.
 */
public record DefaultPoolRule(BootMachine machine, KernelBuild kernel) {
  private static final int KILO = 1024;

  /** Why there is none, and what would make one; absent if there is one. */
  public Optional<String> whyNone(KernelParameters parameters) {
    var swiotlb = parameters.swiotlb();
    if (swiotlb.noforce()) {
      return Optional.empty(); // Sizing ends there: it was asked for.
    }
    if (machine.arch() == Arch.S390X) {
      return machine.encrypted()
          ? Optional.empty()
          : Optional.of(
              "s390x makes one only in Secure Execution (encryption.kind = secure-execution), and nothing forces it");
    }
    if (swiotlb.force() || machine.encrypted() || machine.hostEncrypted() || machine.xenDom0()) {
      return Optional.empty();
    }
    return switch (machine.arch()) {
      case X86_64 -> onX86(parameters);
      case ARM64 ->
          reachesAbove() || kernel.release().isFrom(6, 7)
              ? Optional.empty()
              : Optional.of("all memory lies within reach of 32 bits; swiotlb=force makes one");
      case RISCV64 ->
          reachesAbove() || onlySmallBounce()
              ? Optional.empty()
              : Optional.of(
                  "all memory lies below 4 GiB, and caches are coherent; swiotlb=force or coherent-caches = off makes one");
      case S390X -> Optional.empty();
    };
  }

  /** Whether a machine of x86-64 wants one that nothing forces. */
  boolean isWantedWithoutForce(KernelParameters parameters) {
    return machine.encrypted()
        || machine.hostEncrypted()
        || machine.xenDom0()
        || onX86(parameters).isEmpty();
  }

  private Optional<String> onX86(KernelParameters parameters) {
    var iommu = parameters.iommu();
    if (iommu.contains("soft")) {
      return Optional.empty();
    }
    if (reachesAbove()) {
      return iommu.contains("off")
          ? Optional.of("iommu=off takes it away; swiotlb=force makes one")
          : Optional.empty();
    }
    return Optional.of(
        "all memory of this x86-64 machine lies below 4 GiB, nothing is encrypted or forced;"
            + " swiotlb=force or iommu=soft makes one");
  }

  /** Whether some memory lies above the reach of the devices that pools are made for. */
  private boolean reachesAbove() {
    var arch = machine.arch();
    return machine
        .memory()
        .reachesAbove(arch == Arch.ARM64 ? machine.memory().dmaZoneLimit() : Zone.DMA32_LIMIT);
  }

  /** Whether a pool is there for the small buffers alone that share a cache line with others. */
  private boolean onlySmallBounce() {
    if (reachesAbove() || !kernel.release().isFrom(6, 7)) {
      return false;
    }
    return switch (machine.arch()) {
      case ARM64 -> !machine.encrypted() || kernel.release().isFrom(7, 3);
      case RISCV64 -> !machine.coherentCaches();
      case X86_64, S390X -> false;
    };
  }

  /**
   * What the architecture makes of the wish: 1 MiB for each GiB where only small buffers can bounce
   * and no other size was written; and nothing is forced where nothing sets it up.
   */
  public SwiotlbParameter parameter(SwiotlbParameter parameter) {
    if (machine.arch() == Arch.S390X && !machine.encrypted()) {
      return parameter.withoutForce();
    }
    if (!onlySmallBounce() || !parameter.hasDefaultSlots() || parameter.noforce()) {
      return parameter;
    }
    var bytes =
        Math.min(
            kernel.units().toBytes(parameter.defaultSlots()),
            (machine.memory().bytes() + KILO - 1) / KILO);
    var slots = (int) kernel.units().roundUpToSlotSet(kernel.units().ofBytes(bytes));
    var areas = parameter.areas();
    return parameter.withSlots(areas == 0 ? slots : BootSizing.slots(kernel.units(), slots, areas));
  }

  /** What an encrypted guest of x86-64 asks for by its memory; 0: nothing. */
  public long confidentialBytes() {
    return machine.encrypted() && machine.arch() == Arch.X86_64
        ? BootSizing.confidentialBytes(
            machine.memory().bytes(), kernel.units().toBytes(kernel.defaultSlots()))
        : 0;
  }

  /** Whether pools may lie anywhere in memory. */
  public boolean isAnywhere(SwiotlbParameter parameter) {
    return machine.anywhere()
        || parameter.anywhere()
        || (machine.arch() == Arch.S390X && kernel.release().isFrom(7, 3))
        || (machine.arch() == Arch.RISCV64
            && kernel.release().isFrom(7, 2)
            && onlySmallBounce()
            && !parameter.noforce());
  }

  /** The highest address of the default pool and of those that are added. */
  public long limit(SwiotlbParameter parameter) {
    var top = machine.memory().end() - 1;
    if (isAnywhere(parameter)) {
      return top;
    }
    return switch (machine.arch()) {
      case X86_64, RISCV64 -> Zone.DMA32_LIMIT;
      case ARM64 -> Math.min(machine.memory().dmaZoneLimit(), top);
      case S390X -> machine.memory().dmaZoneLimit();
    };
  }

  /**
   * In which memory a pool is looked for, in words such as "below 4 GiB".
   *
   * @param hasUpperPart whether some memory lies above its hole
   */
  String where(SwiotlbParameter parameter, boolean hasUpperPart) {
    var layout = machine.memory();
    var limit = limit(parameter);
    if (!layout.reachesAbove(limit)) {
      return hasUpperPart ? "into one free range of memory" : "below the top of memory";
    }
    var below = BootNotes.size(limit + 1);
    return layout.lowEnd() < machine.arch().memory(layout.bytes()).lowEnd()
        ? "below %s, where memory ends at %s".formatted(below, BootNotes.size(layout.lowBytes()))
        : "below " + below;
  }

  /**
   * Whether pools are added: as people want to try it, but kernels of s390x have been built so from
   * 7.3 on, and not before; and never where the pool of boot is mapped anew.
   *
   * @param isDynamic whether it was built with dynamic pools; absent: as is usual
   */
  public boolean mayGrow(Optional<Boolean> isDynamic) {
    return isDynamic.orElse(machine.arch() != Arch.S390X || kernel.release().isFrom(7, 3))
        && !machine.xenDom0();
  }

  /** Which coherent pools there are (release notes, section 2). */
  public CoherentZones coherentZones() {
    if (machine.arch() == Arch.S390X && !kernel.release().isFrom(7, 3)) {
      return CoherentZones.none();
    }
    var withMemory = machine.memory().zones();
    return new ReleaseRules(kernel.release(), true).coherentPoolsGoByMemory()
        ? CoherentZones.withMemory(withMemory)
        : CoherentZones.always(withMemory);
  }
}
