package swiotlb.workload.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.BootLines;
import swiotlb.kernel.text.KernelLog;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;

/** What {@code dmesg} or the journal prints; of several boots the last one counts. */
final class KernelMessages implements Format {
  private static final Pattern BEGINNING =
      Pattern.compile(
          "(?:<\\d{1,3}>)?\\[ *\\d+\\.\\d+\\]|Linux (?:version )?\\S+ |.{0,60} kernel: |.{0,40}software IO TLB: ");
  private static final Pattern FIRST_LINE = Pattern.compile("Linux version \\d");
  static final String NAME = "what dmesg prints";

  private static final Pattern MACHINE =
      Pattern.compile("^Linux \\S+ .* (x86_64|aarch64|riscv64|s390x)(?: GNU/Linux)?\\s*$");
  private static final Pattern COMPILER =
      Pattern.compile("Linux version .*\\b(x86_64|aarch64|riscv64|s390x)-linux-gnu-gcc");
  private static final Pattern ARM64 =
      Pattern.compile("Booting Linux on physical CPU 0x[0-9a-f]{10} \\[");
  private static final Pattern TOTAL = Pattern.compile("\\bMemory: \\d+K/(\\d{1,13})K available");
  private static final Pattern E820 =
      Pattern.compile("BIOS-e820: \\[mem 0x([0-9a-f]{16})-0x([0-9a-f]{16})\\] usable");
  private static final Pattern CPU_IDS = Pattern.compile("\\bnr_cpu_ids[:=](\\d{1,5})\\b");
  private static final Pattern COHERENT =
      Pattern.compile(
          "DMA: preallocated (\\d{1,9}) KiB GFP_KERNEL(\\|GFP_DMA32|\\|GFP_DMA)? pool for atomic allocations");
  private static final Pattern ENCRYPTION =
      Pattern.compile("Memory Encryption Features active: +(.*)");
  private static final List<KernelLog> OF_BOOT =
      List.of(
          KernelLog.AREAS,
          KernelLog.ROUNDED_UP,
          KernelLog.ADJUSTED,
          KernelLog.REFUSED,
          KernelLog.HALVED,
          KernelLog.MAPPED,
          KernelLog.PCI_DMA,
          KernelLog.NO_LOW_MEMORY);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.name().startsWith("dmesg") || text.hasLine(BEGINNING);
  }

  @Override
  public List<Fact> read(MachineText text) {
    var boot = new Boot(text);
    var lines = text.lines();
    for (var i = 0; i < lines.size(); i++) {
      if (FIRST_LINE.matcher(lines.get(i)).find()) {
        boot = new Boot(text);
      }
      boot.read(lines.get(i).strip(), i + 1L);
    }
    return boot.facts();
  }

  /** One boot. */
  private static final class Boot {
    private final MachineText text;
    private final List<Fact> facts = new ArrayList<>();
    private long lowEnd;
    private long highBytes;

    Boot(MachineText text) {
      this.text = text;
    }

    void read(String line, long number) {
      BootLines.commandLine(line).map(Fact.CommandLine::new).ifPresent(facts::add);
      BootLines.release(line).ifPresent(release -> release(release, number));
      var machine = MACHINE.matcher(line);
      var compiler = COMPILER.matcher(line);
      if (machine.find()) {
        MachineText.arch(machine.group(1)).map(Fact.Architecture::new).ifPresent(facts::add);
      } else if (compiler.find()) {
        MachineText.arch(compiler.group(1)).map(Fact.Architecture::new).ifPresent(facts::add);
      } else if (ARM64.matcher(line).find()) {
        facts.add(new Fact.Architecture(Arch.ARM64));
      }
      ForeignMachines.in(line).map(foreign -> foreign.at(number)).ifPresent(facts::add);
      if (ForeignMachines.isX86Of32Bits(line) && !facts.contains(ForeignMachines.X86_OF_32_BITS)) {
        facts.add(ForeignMachines.X86_OF_32_BITS);
      }
      memory(line, number);
      var cpus = CPU_IDS.matcher(line);
      if (cpus.find()) {
        var count = Long.parseLong(cpus.group(1));
        facts.add(new Fact.Cpus(text.cpus(number, "nr_cpu_ids", count), false));
      }
      pools(line, number);
      var encryption = ENCRYPTION.matcher(line);
      if (encryption.find()) {
        facts.add(new Fact.Encrypted(encryption(encryption.group(1), number)));
      }
    }

    private void release(String release, long number) {
      try {
        facts.add(new Fact.KernelRelease(Release.parse(release).existing()));
      } catch (IllegalArgumentException e) {
        throw text.wrong(number, String.valueOf(e.getMessage()));
      }
    }

    private void memory(String line, long number) {
      var total = TOTAL.matcher(line);
      if (total.find()) {
        var bytes = text.memory(number, "memory", Long.parseLong(total.group(1)), 1024);
        facts.add(new Fact.Memory(bytes, Fact.Exactness.ALL));
      }
      var range = E820.matcher(line);
      if (range.find()) {
        facts.add(new Fact.Architecture(Arch.X86_64));
        var start = Long.parseUnsignedLong(range.group(1), 16);
        var end = Long.parseUnsignedLong(range.group(2), 16) + 1;
        if (Long.compareUnsigned(start, end) >= 0) {
          throw text.wrong(number, "is a range of memory that ends before it begins");
        }
        text.memory(number, "a range of memory", end, 1);
        if (start >= Zone.HIGH_MEMORY_START) {
          highBytes += end - start;
        } else {
          lowEnd = Math.max(lowEnd, end);
        }
      }
    }

    private void pools(String line, long number) {
      for (var log : OF_BOOT) {
        log.read(line).ifPresent(values -> logged(log, values, number));
      }
      var coherent = COHERENT.matcher(line);
      if (coherent.find()) {
        var bytes = text.memory(number, "a coherent pool", Long.parseLong(coherent.group(1)), 1024);
        facts.add(new Fact.LoggedCoherent(zone(coherent.group(2)), bytes));
      }
    }

    private void logged(KernelLog log, List<Long> values, long number) {
      facts.add(new Fact.Logged(log, values));
      if (log == KernelLog.AREAS) {
        facts.add(new Fact.Cpus(text.cpus(number, "the number of areas", values.get(0)), true));
      }
    }

    private static Zone zone(@Nullable String flags) {
      return flags == null ? Zone.NORMAL : flags.endsWith("32") ? Zone.DMA32 : Zone.DMA;
    }

    private MemoryEncryption encryption(String features, long number) {
      if (features.contains("Intel TDX")) {
        return MemoryEncryption.TDX;
      }
      if (features.contains("SEV-SNP")) {
        return MemoryEncryption.SNP;
      }
      if (features.contains("SEV")) {
        return MemoryEncryption.SEV;
      }
      if (features.contains("SME")) {
        return MemoryEncryption.SME;
      }
      throw text.wrong(
          number,
          "names %s, of which no encryption is known; say it by --encrypted"
              .formatted(MachineText.shown(features)));
    }

    List<Fact> facts() {
      if (lowEnd > 0) {
        facts.add(new Fact.Layout(lowEnd, highBytes));
        // Beside it, since lines of the log may be gone.
        var hasTotal = facts.stream().anyMatch(Fact.Memory.class::isInstance);
        if (!hasTotal) {
          facts.add(new Fact.Memory(lowEnd + highBytes, Fact.Exactness.WITHOUT_KEPT));
        }
      }
      return facts;
    }
  }
}
