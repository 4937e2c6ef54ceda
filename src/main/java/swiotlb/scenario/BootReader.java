package swiotlb.scenario;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import swiotlb.kernel.page.BootMemory;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.BootMachine;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.DefaultPoolRule;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.kernel.text.PoolBoot;
import swiotlb.kernel.text.ReleaseRules;
import swiotlb.kernel.text.SwiotlbParameter;

/** Boots the kernel of a scenario: the default pool that comes of it. */
final class BootReader {
  /** What only a kernel under Xen is told. */
  private static final Pattern XEN = Pattern.compile("(^|\\s)(earlyprintk=xen|xen[-_.])");

  private static final Pattern OF_MACHINE =
      Pattern.compile("(?<!\\S)(mem|nr_cpus|possible_cpus|cma)=[0-9][0-9A-Za-z]{0,19}(?!\\S)");
  private static final Pattern SME = Pattern.compile("(?<!\\S)mem_encrypt=on(?!\\S)");

  private final Settings settings;
  private final BootMachine machine;
  private final BootMemory memory;
  private final KernelReader.Kernel kernel;
  private final DefaultPoolRule rule;

  BootReader(
      Settings settings, BootMachine machine, BootMemory memory, KernelReader.Kernel kernel) {
    this.settings = settings;
    this.machine = machine;
    this.memory = memory;
    this.kernel = kernel;
    this.rule = new DefaultPoolRule(machine, kernel.build());
  }

  /**
   * What a kernel has after it booted.
   *
   * @param parameters its command line, as far as it counts on this machine
   * @param mayGrow whether pools are added
   * @param limit the highest address that they may have
   */
  record Booted(
      KernelParameters parameters,
      ReleaseRules rules,
      boolean mayGrow,
      long limit,
      BootSizing sizing,
      Optional<PoolGeometry> defaultPool,
      List<String> log) {

    /** The same with what is done otherwise than the kernel does it: without pools it has none. */
    Booted with(ChosenDesigns designs) {
      return designs.placement().usesPools()
          ? this
          : new Booted(parameters, rules, mayGrow, limit, sizing, Optional.empty(), List.of());
    }
  }

  /**
   * Boots it.
   *
   * @param cpus possible CPUs
   */
  Booted boot(int cpus) {
    var written = settings.part("kernel");
    var parameters = kernel.parameters();
    remarkOnXen(written, parameters);
    remarkOnMachine(written, parameters);
    var boot = settings.part("boot");
    var largest = boot.bytes("largest-reservation", 0, BuddyMemory.MAX_MEMORY_BYTES);
    var address = boot.bytes("address", 0, BuddyMemory.MAX_MEMORY_BYTES);
    var booting = PoolBoot.of(rule, parameters, cpus, memory, largest);
    booting
        .whyNone()
        .ifPresent(why -> written.remark("cmdline", "there is no default pool: " + why));
    booting.notes().forEach(note -> written.remark("cmdline", note));
    if (!booting.hasPool()) {
      tellWhatCountsForNothing(boot, address);
    }
    var pool = defaultPool(booting, address, boot);
    return booted(booting.sizing(), pool, booting.log(pool));
  }

  private static void tellWhatCountsForNothing(Settings boot, long address) {
    if (address != 0) {
      boot.remark("address", "counts for nothing, since there is no default pool");
    }
  }

  private Booted booted(BootSizing sizing, Optional<PoolGeometry> pool, List<String> log) {
    var swiotlb = kernel.parameters().swiotlb();
    return new Booted(
        kernel.parameters().with(counting(swiotlb)),
        ReleaseRules.of(kernel.build().release(), swiotlb),
        rule.mayGrow(kernel.dynamic()),
        limit(),
        sizing,
        pool,
        log);
  }

  /** What is said of the command line is said of all of it; what counts may be less. */
  private SwiotlbParameter counting(SwiotlbParameter written) {
    var counts = rule.parameter(written);
    return counts.force() == written.force() ? written : counts;
  }

  private long limit() {
    return rule.limit(kernel.parameters().swiotlb());
  }

  /**
   * A machine that has a pool because of {@code iommu=soft} alone is a Xen guest as often as not,
   * where memory is bounced that the device reaches: pages side by side in the guest are not so on
   * the machine.
   */
  private void remarkOnXen(Settings written, KernelParameters parameters) {
    if (machine.xenDom0()) {
      settings.remark(
          "xen",
          "dom0 also bounces buffers of several pages that do not lie side by side on the real machine; this is not simulated, so that such buffers do not bounce here. Its pool may lie anywhere in its memory, with addresses below 4 GiB on the real machine, which are those shown; it never grows");
      return;
    }
    var isSoft =
        machine.arch() == Arch.X86_64
            && parameters.iommu().contains("soft")
            && !parameters.swiotlb().force()
            && !machine.encrypted()
            && !machine.hostEncrypted()
            && !machine.memory().reachesAbove(Zone.DMA32_LIMIT);
    if (isSoft || XEN.matcher(parameters.text()).find()) {
      written.remark(
          "cmdline",
          "%sa Xen guest also bounces buffers of several pages that do not lie side by side on the real machine, and places its pool for that; this is not simulated, so that such buffers do not bounce here"
              .formatted(
                  isSoft
                      ? "iommu=soft makes a default pool, but only what a device does not reach bounces; "
                      : ""));
    }
  }

  /** A command line that was pasted may tell of a smaller machine than the scenario does. */
  private static String settingOf(String parameter) {
    return switch (parameter) {
      case "mem" -> "memory";
      case "cma" -> "pages.cma";
      default -> "cpus";
    };
  }

  private void remarkOnMachine(Settings written, KernelParameters parameters) {
    var told = OF_MACHINE.matcher(parameters.text());
    while (told.find()) {
      written.remark(
          "cmdline",
          "%s is passed over here: %s says what the machine has"
              .formatted(told.group(), settingOf(told.group(1))));
    }
    if (machine.arch() == Arch.X86_64
        && !machine.encrypted()
        && !machine.hostEncrypted()
        && SME.matcher(parameters.text()).find()) {
      written.remark(
          "cmdline",
          "mem_encrypt=on is passed over here: encryption.kind = sme is a host that encrypts its own memory, and sev-snp a guest");
    }
  }

  private Optional<PoolGeometry> defaultPool(PoolBoot booting, long address, Settings boot) {
    if (!booting.hasPool()) {
      return Optional.empty();
    }
    var sizing = booting.sizing();
    var uneven = booting.uneven();
    if (uneven.isPresent()) {
      settings.part("kernel").problem("cmdline", "cannot be used: " + uneven.get());
      return Optional.empty();
    }
    var units = kernel.build().units();
    var bytes = units.toBytes(sizing.slots());
    var wrong =
        address == 0
            ? Optional.<String>empty()
            : memory.wrongPlace(address, bytes, limit() >= Zone.HIGH_MEMORY_START);
    wrong.ifPresent(what -> boot.problem("address", what));
    if (wrong.isPresent()) {
      return Optional.empty();
    }
    var start = address == 0 ? memory.highestPlace(bytes, limit()) : address;
    return Optional.of(new PoolGeometry(start, sizing.slots(), sizing.areas(), units));
  }
}
