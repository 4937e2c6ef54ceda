package swiotlb.scenario;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.BootMachine;

/** Reads what a machine is, as far as that decides how its kernel boots. */
final class MachineReader {
  private static final long LEAST_MEMORY = 32L << 20;
  private static final long LEAST_DMA_ZONE = 16L << 20;
  private static final long MOST_LOW_MEMORY = 4L << 30;

  /** What is known of those whose boot is not simulated. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "loongarch64",
          "its kernel always makes a pool of 64 MiB, as low as it can; swiotlb=32768,force on x86-64 comes near",
          "powerpc",
          "its kernel makes a pool where memory lies above 4 GiB or under the Protected Execution Facility, there anywhere in memory",
          "arm",
          "arm64 is");

  private final Settings settings;
  private final long bytes;
  private final long lowMemory;
  private final long dmaZone;
  private final Optional<Arch> chosen;
  private final boolean hasCoherentCaches;
  private final boolean isXenDom0;
  private final boolean isAnywhere;

  /**
   * Reads the settings of a machine.
   *
   * @param isAnywhere whether pools may lie anywhere in its memory
   */
  MachineReader(Settings settings, boolean isAnywhere) {
    this.settings = settings;
    this.bytes = settings.bytes("memory", LEAST_MEMORY, BuddyMemory.MAX_MEMORY_BYTES);
    this.lowMemory = atLeast("low-memory", LEAST_MEMORY);
    this.chosen = arch();
    this.dmaZone = atLeast("dma-zone", LEAST_DMA_ZONE);
    this.hasCoherentCaches = settings.flag("coherent-caches");
    this.isXenDom0 = settings.choice("xen", Map.of("none", false, "dom0", true), false);
    this.isAnywhere = isAnywhere;
  }

  /** A page address, or 0. */
  private long atLeast(String key, long least) {
    var value = settings.bytes(key, 0, MOST_LOW_MEMORY);
    if (value != 0 && (value < least || value % Slots.PAGE_BYTES != 0)) {
      settings.problem(
          key,
          "is %d bytes; it can be %d to %d in pages of 4 KiB, or 0"
              .formatted(value, least, MOST_LOW_MEMORY));
      return 0;
    }
    return value;
  }

  private Optional<Arch> arch() {
    var known = new TreeMap<String, Optional<Arch>>();
    known.put("auto", Optional.empty());
    Arrays.stream(Arch.values()).forEach(arch -> known.put(arch.label(), Optional.of(arch)));
    var why = REFUSED.get(settings.text("arch"));
    if (why != null) {
      settings.problem(
          "arch", "is %s, whose boot is not simulated: %s".formatted(settings.text("arch"), why));
      return Optional.empty();
    }
    return settings.choice("arch", known, Optional.<Arch>empty());
  }

  /** All of its memory. */
  long bytes() {
    return bytes;
  }

  /**
   * The machine.
   *
   * @param hasRestricted whether a device has a pool of its own
   * @param takesCoherent whether a driver allocates coherent memory where it may not wait
   */
  BootMachine machine(Encryption encryption, boolean hasRestricted, boolean takesCoherent) {
    var arch = arch(encryption, hasRestricted, takesCoherent);
    remarkOnEncryption(arch, encryption);
    if (isXenDom0 && (arch != Arch.X86_64 || encryption.encrypted())) {
      settings.problem(
          "xen",
          "is dom0, which is simulated for x86-64 without encryption; under Xen arm64 sets its pool up after boot, with 4 MiB at most");
    }
    return new BootMachine(
        arch,
        memory(arch),
        encryption.isGuest(),
        encryption.isHost(),
        isXenDom0,
        hasCoherentCaches,
        isAnywhere);
  }

  private Arch arch(Encryption encryption, boolean hasRestricted, boolean takesCoherent) {
    if (chosen.isPresent()) {
      return chosen.get();
    }
    var ofEncryption = Arch.of(encryption.arch());
    if (ofEncryption.isEmpty() && hasRestricted) {
      settings.remark("arch", "is taken as arm64, since x86-64 has no restricted pools");
      return Arch.ARM64;
    }
    if (ofEncryption.isEmpty() && takesCoherent) {
      settings.remark(
          "arch",
          "is taken as arm64, since devices of x86-64 are coherent with the caches, and their coherent memory comes from free pages; arch = x86-64 does that");
      return Arch.ARM64;
    }
    return ofEncryption.orElse(Arch.X86_64);
  }

  private void remarkOnEncryption(Arch arch, Encryption encryption) {
    if (!encryption.encrypted() || encryption.arch().equals(arch.label())) {
      return;
    }
    switch (arch) {
      case ARM64 ->
          settings.remark(
              "encryption",
              "%s is not of arm64, where an encrypted guest is a Realm (kind = cca): the pool is that of a Realm, not 6 %% of memory; costs are those of %s"
                  .formatted(encryption.kind(), encryption.kind()));
      case S390X ->
          settings.remark(
              "encryption",
              "%s is not of s390x, where an encrypted guest is in Secure Execution (kind = secure-execution): the pool is that of one; costs are those of %s"
                  .formatted(encryption.kind(), encryption.kind()));
      case RISCV64 ->
          settings.problem(
              "arch",
              "is riscv64, of which no guest with encrypted memory is known; leave encryption.kind out");
      case X86_64 ->
          settings.remark(
              "encryption",
              "%s is not of x86-64: the pool is that of an x86-64 guest; costs are those of %s"
                  .formatted(encryption.kind(), encryption.kind()));
    }
  }

  private MemoryLayout memory(Arch arch) {
    var usual = arch.memory(bytes);
    if (lowMemory != 0 && arch == Arch.S390X) {
      settings.problem("low-memory", "counts for nothing: memory of s390x has no hole");
      return usual;
    }
    if (dmaZone != 0 && arch != Arch.ARM64) {
      settings.problem(
          "dma-zone", "can be chosen on arm64 alone; %s has its own".formatted(arch.label()));
      return usual;
    }
    return new MemoryLayout(
        bytes,
        lowMemory == 0 ? usual.lowEnd() : lowMemory,
        usual.highStart(),
        dmaZone == 0 ? usual.dmaZoneLimit() : dmaZone - 1);
  }
}
