package swiotlb.study.size;

import java.util.Optional;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;

/**
 * What somebody says of a machine; it counts before what files tell.
 *
 * @param memory in bytes
 * @param cpus possible ones
 */
public record Said(
    Optional<Long> memory,
    Optional<Integer> cpus,
    Optional<MemoryEncryption> encryption,
    Optional<Arch> arch,
    Optional<Release> release,
    Optional<String> cmdline) {

  /** Nothing is said. */
  public static final Said NOTHING =
      new Said(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
