package swiotlb.study.size;

import java.util.Optional;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.KernelBuild;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;

/** Machines for tests. */
final class Machines {
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;

  private Machines() {}

  static Machine x86(long memory, int cpus, MemoryEncryption encryption, String cmdline) {
    return of(Arch.X86_64, memory, cpus, encryption, "6.12", cmdline);
  }

  static Machine of(
      Arch arch,
      long memory,
      int cpus,
      MemoryEncryption encryption,
      String release,
      String cmdline) {
    return new Machine(
        arch,
        arch.memory(memory),
        cpus,
        encryption,
        KernelBuild.of(Release.parse(release)),
        cmdline,
        Optional.empty());
  }
}
