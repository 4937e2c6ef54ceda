package swiotlb.kernel.text;

/** Architectures whose kernel is booted here, by what decides whether it makes a default pool. */
public enum Arch {
  /** Pools lie below 4 GiB. */
  X86_64("x86-64"),
  /** Pools lie below the end of the DMA zone. */
  ARM64("arm64");

  private final String label;

  Arch(String label) {
    this.label = label;
  }

  /** Its name in a scenario. */
  public String label() {
    return label;
  }
}
