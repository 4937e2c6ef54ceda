package swiotlb.kernel.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a machine's memory is encrypted, as far as that decides how its kernel boots. */
public enum MemoryEncryption {
  /** It is not. */
  NONE("none", "no encryption", Optional.empty(), false),
  /** A guest of AMD SEV or SEV-ES. */
  SEV("sev", "AMD SEV", Optional.of(Arch.X86_64), true),
  /** A guest of AMD SEV-SNP. */
  SNP("snp", "AMD SEV-SNP", Optional.of(Arch.X86_64), true),
  /** A guest of Intel TDX. */
  TDX("tdx", "Intel TDX", Optional.of(Arch.X86_64), true),
  /** A guest of IBM Secure Execution. */
  SE("se", "IBM Secure Execution", Optional.of(Arch.S390X), true),
  /** A Realm of Arm CCA. */
  CCA("cca", "Arm CCA", Optional.of(Arch.ARM64), true),
  /** A host of AMD that encrypts its own memory. */
  SME("sme", "AMD SME, the host's own memory", Optional.of(Arch.X86_64), false);

  private final String label;
  private final String words;
  private final Optional<Arch> arch;
  private final boolean isGuest;

  MemoryEncryption(String label, String words, Optional<Arch> arch, boolean isGuest) {
    this.label = label;
    this.words = words;
    this.arch = arch;
    this.isGuest = isGuest;
  }

  /** Its name on a command line. */
  public String label() {
    return label;
  }

  /** Its name in a sentence. */
  public String words() {
    return words;
  }

  /** The one architecture that has it; absent if all have. */
  public Optional<Arch> arch() {
    return arch;
  }

  /** Whether it is a guest whose memory is encrypted against its host. */
  public boolean isGuest() {
    return isGuest;
  }

  /** Those that a machine of an architecture can have. */
  public static List<MemoryEncryption> on(Arch arch) {
    return Arrays.stream(values()).filter(one -> one.arch.orElse(arch) == arch).toList();
  }

  /** The one of a name. */
  public static Optional<MemoryEncryption> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
  }
}
