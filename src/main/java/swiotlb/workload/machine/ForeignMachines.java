package swiotlb.workload.machine;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** By which lines of its log a machine is known whose pools follow rules of their own. */
enum ForeignMachines {
  /** Domain 0 and guests that know of Xen; those that do not boot as other machines do. */
  XEN(
      "a domain of Xen (PV)",
      "Xen's own bouncing makes its pool whatever memory there is, and bounces by addresses of the real machine",
      "(?!)",
      "Booting paravirtualized kernel on Xen(?! PVH| HVM)|Hypervisor detected: Xen PV(?!H)"),
  POWERPC(
      "powerpc",
      "it makes a pool only where its platform asks for one, by its own rules",
      "(?i)powerpc,|ibm,power|fsl,e[56]500",
      "Linux version .{0,200}\\b(?:ppc|powerpc)(?:64)?(?:le)?\\b|\\bPOWER\\d{1,2} \\(|Using (?:radix|hash) MMU|^Linux \\S+ .* ppc64(?:le)?(?: GNU/Linux)?\\s*$"),
  LOONGARCH(
      "loongarch",
      "where its pool lies and when it is made was not looked at",
      "(?i)loongson,la|loongarch",
      "\\bLoongson Processor probed|Linux version .{0,200}\\bloongarch(?:32|64)\\b|^Linux \\S+ .* loongarch64(?: GNU/Linux)?\\s*$"),
  ARM_OF_32_BITS(
      "arm of 32 bits",
      "it makes a pool only with LPAE, by its own rules",
      "arm,(?:cortex-a(?:5|7|8|9|1[257])$|arm\\d|v[67])",
      "\\bCPU: ARMv[67]|Booting Linux on physical CPU 0x[0-9a-f]{1,4}$|Linux version .{0,200}\\barm-linux-|^Linux \\S+ .* armv[67]l(?: GNU/Linux)?\\s*$"),
  MIPS(
      "mips",
      "only some of its boards make a pool, each by rules of its own",
      "(?i)mips|mti,|brcm,bmips|cavium,octeon",
      "Linux version .{0,200}\\bmips(?:64)?(?:el)?\\b|\\bMIPS: machine is|^Linux \\S+ .* mips(?:64)?(?: GNU/Linux)?\\s*$");

  static final Fact.Remark X86_OF_32_BITS =
      new Fact.Remark("it is a machine of 32 bits, i686, whose boot is taken as x86-64's");

  private static final Pattern HIGH_MEMORY =
      Pattern.compile("\\d+MB HIGHMEM available|^Linux \\S+ .* i[3-6]86(?: GNU/Linux)?\\s*$");
  private static final List<ForeignMachines> ALL = List.of(values());

  private final String what;
  private final String why;
  private final Pattern pattern;
  private final Pattern cpus;

  ForeignMachines(String what, String why, String cpus, String regex) {
    this.what = what;
    this.why = why;
    this.cpus = Pattern.compile(cpus);
    this.pattern = Pattern.compile(regex);
  }

  /** The machine that a line of the log tells of; of none most lines. */
  static Optional<ForeignMachines> in(String line) {
    return ALL.stream().filter(machine -> machine.pattern.matcher(line).find()).findFirst();
  }

  /** Whether the line is of a 32-bit kernel on x86. */
  static boolean isX86Of32Bits(String line) {
    return HIGH_MEMORY.matcher(line).find();
  }

  /** One that a device tree tells of, by what its first CPU is called. */
  static Optional<ForeignMachines> ofCpu(String name) {
    return ALL.stream().filter(machine -> machine.cpus.matcher(name).lookingAt()).findFirst();
  }

  /** The fact that it is that machine. */
  Fact at(long line) {
    return new Fact.Foreign(line, what, why);
  }
}
