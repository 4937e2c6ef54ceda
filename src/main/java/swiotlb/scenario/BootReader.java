package swiotlb.scenario;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.BootLog;
import swiotlb.kernel.text.BootMachine;
import swiotlb.kernel.text.BootNotes;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.DefaultPoolRule;
import swiotlb.kernel.text.KernelParameters;
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
    var swiotlb = parameters.swiotlb();
    var reason = rule.whyNone(parameters);
    if (reason.isPresent()) {
      written.remark("cmdline", "there is no default pool: " + reason.get());
      tellWhatCountsForNothing(boot, address);
      var none = BootSizing.none(swiotlb);
      return booted(none, Optional.empty(), List.of());
    }
    var wishBytes = rule.confidentialBytes();
    var asked = rule.parameter(swiotlb);
    var wish = BootSizing.atBoot(asked, cpus, wishBytes, Long.MAX_VALUE);
    var fits = Math.min(largest, memory.largestPoolBytes(limit()));
    var sizing = BootSizing.atBoot(asked, cpus, wishBytes, fits);
    BootNotes.of(
            swiotlb, wish, sizing, wishBytes > 0, asked.slots() != swiotlb.slots(), where(largest))
        .forEach(note -> written.remark("cmdline", note));
    if (sizing.slots() == 0) {
      tellWhatCountsForNothing(boot, address);
    }
    var pool = defaultPool(sizing, address, boot);
    var log = BootLog.of(rule, parameters, cpus, adjusted(wishBytes, asked), wish, sizing, pool);
    return booted(sizing, pool, log);
  }

  /** What the architecture wishes, where that is not what was written. */
  private Optional<Integer> adjusted(long confidentialBytes, SwiotlbParameter asked) {
    var swiotlb = kernel.parameters().swiotlb();
    if (asked.slots() != swiotlb.slots()) {
      return Optional.of(asked.slots());
    }
    return BootSizing.confidentialSlots(swiotlb, confidentialBytes);
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
        isDynamic() && !machine.xenDom0(),
        limit(),
        sizing,
        pool,
        log);
  }

  /**
   * As people want to try it; but kernels of s390x have been built so from 7.3 on, and not before.
   */
  private boolean isDynamic() {
    return kernel
        .dynamic()
        .orElse(machine.arch() != Arch.S390X || kernel.build().release().isFrom(7, 3));
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

  private String where(long largest) {
    if (largest < memory.largestPoolBytes(limit())) {
      return "into the largest reservation";
    }
    var layout = machine.memory();
    if (!layout.reachesAbove(limit())) {
      return memory.hasUpperPart() ? "into one free range of memory" : "below the top of memory";
    }
    var below = size(limit() + 1);
    return layout.lowEnd() < machine.arch().memory(layout.bytes()).lowEnd()
        ? "below %s, where memory ends at %s".formatted(below, size(layout.lowBytes()))
        : "below " + below;
  }

  private static String size(long bytes) {
    return bytes % (1L << 30) == 0 ? (bytes >> 30) + " GiB" : (bytes >> 20) + " MiB";
  }

  private Optional<PoolGeometry> defaultPool(BootSizing sizing, long address, Settings boot) {
    if (sizing.slots() == 0) {
      return Optional.empty();
    }
    if (sizing.slots() % sizing.areas() != 0) {
      settings
          .part("kernel")
          .problem(
              "cmdline",
              "cannot be used: %d slots do not make %d equal areas; write AREAS and SLOTS in one swiotlb=, or fewer areas"
                  .formatted(sizing.slots(), sizing.areas()));
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
