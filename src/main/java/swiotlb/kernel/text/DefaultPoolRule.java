package swiotlb.kernel.text;

import java.util.Optional;
import swiotlb.kernel.slot.Slots;

/**
 * Whether a machine has a default pool without being forced to (release notes, section 1): a kernel
 * makes none that no device can need.
 *
 * @param reachesAbove whether there is memory above the reach of the pool: above 4 GiB on x86-64,
 *     above the DMA zone on arm64
 */
public record DefaultPoolRule(Arch arch, Release release, boolean reachesAbove) {
  private static final int KILO = 1024;

  /** Why there is none, and what would make one; absent if there is one. */
  public Optional<String> whyNone(KernelParameters parameters, boolean encrypted) {
    var swiotlb = parameters.swiotlb();
    if (swiotlb.noforce()) {
      return Optional.empty(); // Sizing ends there: it was asked for.
    }
    if (swiotlb.force() || encrypted) {
      return Optional.empty();
    }
    return switch (arch) {
      case X86_64 -> onX86(parameters);
      case ARM64 ->
          reachesAbove || release.isFrom(6, 7)
              ? Optional.empty()
              : Optional.of("all memory lies within reach of 32 bits; swiotlb=force makes one");
    };
  }

  private Optional<String> onX86(KernelParameters parameters) {
    var iommu = parameters.iommu();
    if (iommu.contains("soft")) {
      return Optional.empty();
    }
    if (reachesAbove) {
      return iommu.contains("off")
          ? Optional.of("iommu=off takes it away; swiotlb=force makes one")
          : Optional.empty();
    }
    return Optional.of(
        "all memory of this x86-64 machine lies below 4 GiB, nothing is encrypted or forced;"
            + " swiotlb=force or iommu=soft makes one");
  }

  /**
   * What the architecture makes of the wish: arm64 takes 1 MiB for each GiB where only small
   * buffers can bounce and no other size was written.
   */
  public SwiotlbParameter parameter(SwiotlbParameter parameter, long memoryBytes) {
    var onlySmall = arch == Arch.ARM64 && !reachesAbove && release.isFrom(6, 7);
    if (!onlySmall || parameter.slots() != Slots.DEFAULT_POOL_SLOTS || parameter.noforce()) {
      return parameter;
    }
    var bytes = Math.min(Slots.toBytes(Slots.DEFAULT_POOL_SLOTS), (memoryBytes + KILO - 1) / KILO);
    var slots = (int) Slots.roundUpToSlotSet(Slots.ofBytes(bytes));
    var areas = parameter.areas();
    return parameter.withSlots(areas == 0 ? slots : BootSizing.slots(slots, areas));
  }
}
