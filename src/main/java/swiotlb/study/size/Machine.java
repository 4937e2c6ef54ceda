package swiotlb.study.size;

import java.util.Optional;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.BootMachine;
import swiotlb.kernel.text.DefaultPoolRule;
import swiotlb.kernel.text.KernelBuild;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;

/**
 * A machine whose pools are asked for.
 *
 * @param memory how much there is, and where
 * @param cpus possible CPUs, those that may be added later among them
 * @param isDynamic whether its kernel was built with dynamic pools; absent: not known
 */
public record Machine(
    Arch arch,
    MemoryLayout memory,
    int cpus,
    MemoryEncryption encryption,
    KernelBuild kernel,
    String cmdline,
    Optional<Boolean> isDynamic) {

  /** All of its memory. */
  public long memoryBytes() {
    return memory.bytes();
  }

  /** The same with other memory, which lies as this does as far as it goes. */
  public Machine withMemory(long bytes) {
    return withMemory(
        new MemoryLayout(bytes, memory.lowEnd(), memory.highStart(), memory.dmaZoneLimit()));
  }

  /** The same with memory elsewhere. */
  Machine withMemory(MemoryLayout layout) {
    return new Machine(arch, layout, cpus, encryption, kernel, cmdline, isDynamic);
  }

  /** The same with memory of which another part lies low. */
  Machine withLowMemory(long lowEnd) {
    return withMemory(
        new MemoryLayout(memory.bytes(), lowEnd, memory.highStart(), memory.dmaZoneLimit()));
  }

  /** The same with other CPUs. */
  public Machine withCpus(int others) {
    return new Machine(arch, memory, others, encryption, kernel, cmdline, isDynamic);
  }

  /** The same, encrypted otherwise. */
  public Machine withEncryption(MemoryEncryption other) {
    return new Machine(arch, memory, cpus, other, kernel, cmdline, isDynamic);
  }

  /** The same with the kernel of another release, built alike. */
  public Machine withRelease(Release other) {
    var build = new KernelBuild(other, kernel.defaultSlots(), kernel.knowsAny(), kernel.units());
    return new Machine(arch, memory, cpus, encryption, build, cmdline, isDynamic);
  }

  /** The same with another command line. */
  public Machine withCmdline(String other) {
    return new Machine(arch, memory, cpus, encryption, kernel, other, isDynamic);
  }

  /**
   * What its kernel reads on its command line.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  KernelParameters parameters() {
    return KernelParameters.parse(cmdline, kernel);
  }

  /** What decides about its default pool. */
  DefaultPoolRule rule() {
    return new DefaultPoolRule(
        new BootMachine(
            arch,
            memory,
            encryption.isGuest(),
            encryption == MemoryEncryption.SME,
            false,
            true,
            false),
        kernel);
  }
}
