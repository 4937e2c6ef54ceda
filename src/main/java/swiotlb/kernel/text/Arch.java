package swiotlb.kernel.text;

import java.util.Arrays;
import java.util.Optional;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.page.Zone;

/** Architectures whose kernel is booted here, by where they have memory and a default pool. */
public enum Arch {
  /** Pools lie below 4 GiB. */
  X86_64("x86-64", Zone.LOW_MEMORY_END, Zone.HIGH_MEMORY_START, Zone.DMA_LIMIT),
  /** Pools lie in the DMA zone. */
  ARM64("arm64", Zone.LOW_MEMORY_END, Zone.HIGH_MEMORY_START, Zone.DMA32_LIMIT),
  /** Pools lie below 4 GiB; there is no DMA zone. */
  RISCV64("riscv64", Zone.LOW_MEMORY_END, Zone.HIGH_MEMORY_START, MemoryLayout.NO_DMA_ZONE),
  /** Memory has no hole, its DMA zone ends at 2 GiB, and there is no zone DMA32. */
  S390X("s390x", 2L << 30, 2L << 30, (2L << 30) - 1);

  private final String label;
  private final long lowEnd;
  private final long highStart;
  private final long dmaZoneLimit;

  Arch(String label, long lowEnd, long highStart, long dmaZoneLimit) {
    this.label = label;
    this.lowEnd = lowEnd;
    this.highStart = highStart;
    this.dmaZoneLimit = dmaZoneLimit;
  }

  /** Its name in a scenario. */
  public String label() {
    return label;
  }

  /** The one of a name: as scenarios have it, as {@code uname -m} prints it, or as packages do. */
  public static Optional<Arch> of(String name) {
    return switch (name) {
      case "x86_64", "amd64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(ARM64);
      default -> Arrays.stream(values()).filter(arch -> arch.label.equals(name)).findFirst();
    };
  }

  /** Whether a device may be built so that it does not see what is in the caches. */
  public boolean canBypassCaches() {
    return this == ARM64 || this == RISCV64;
  }

  /** Its memory, where the machine does not say otherwise. */
  public MemoryLayout memory(long bytes) {
    return new MemoryLayout(bytes, lowEnd, highStart, dmaZoneLimit);
  }
}
