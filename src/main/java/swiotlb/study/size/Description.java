package swiotlb.study.size;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import swiotlb.input.InputException;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.KernelBuild;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;
import swiotlb.report.Quantities;
import swiotlb.workload.machine.Fact;
import swiotlb.workload.machine.Told;

/** Makes a machine of what somebody says, of what files tell, and of assumptions for the rest. */
public final class Description {
  private static final Release OLDEST = new Release(6, 1);
  private static final Release LIKE_SPECIFIED = new Release(6, 6);
  private static final int ASSUMED_CPUS = 4;
  private static final Pattern ABOUT_POOLS =
      Pattern.compile("(?<!\\S)(?:swiotlb|coherent_pool|iommu)=\\S*");

  /** What makes memory or possible CPUs fewer than there are. */
  private static final Pattern LIMITS =
      Pattern.compile("(?<!\\S)(?:mem|memmap|nr_cpus|possible_cpus)=\\S*");

  private final Said said;
  private final Facts facts;
  private final List<String> assumed = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  private Description(Said said, List<Told> told) {
    this.said = said;
    this.facts = new Facts(told);
  }

  /**
   * Makes it.
   *
   * @throws InputException if what is said contradicts itself, is beyond what is known, or says
   *     nothing of the memory
   */
  public static Described of(Said said, List<Told> told) {
    return new Description(said, told).described();
  }

  private Described described() {
    requireKnown();
    facts.all(Fact.Remark.class).map(Fact.Remark::text).distinct().forEach(remarks::add);
    var encryption = encryption();
    var arch = arch(encryption);
    encryption.arch().filter(of -> of != arch).ifPresent(of -> refuse(encryption, of, arch));
    var build = build();
    var cmdline = cmdline();
    var machine =
        new Machine(
            arch,
            arch.memory(Neighbours.LEAST_MEMORY),
            cpus(),
            encryption,
            build,
            cmdline,
            isDynamic());
    requireReadable(machine);
    machine = new MemoryDescription(said, facts, assumed).of(machine);
    if (arch == Arch.ARM64) {
      assumed.add(
          "the DMA zone of this arm64 machine ends at 4 GiB, as far as firmware does not say less (1 GiB on a Raspberry Pi 4)");
    }
    remarks.addAll(facts.contradictions());
    LIMITS
        .matcher(cmdline)
        .results()
        .map(MatchResult::group)
        .distinct()
        .forEach(
            limit ->
                remarks.add(
                    "%s on the command line is not worked out: what it leaves is said with --memory or --cpus"
                        .formatted(limit)));
    return new Described(machine, facts.told(), assumed, remarks);
  }

  /** A plausible answer for a machine of other rules would be a wrong one. */
  private void requireKnown() {
    for (var told : facts.told()) {
      told.facts(Fact.Foreign.class)
          .findFirst()
          .ifPresent(
              foreign -> {
                var why =
                    "tells of %s, whose pools are not worked out: %s; those of %s are"
                        .formatted(
                            foreign.what(),
                            foreign.why(),
                            Arrays.stream(Arch.values())
                                .map(Arch::label)
                                .collect(Collectors.joining(", ")));
                throw foreign.line() == 0
                    ? new InputException(told.file(), why)
                    : new InputException(told.file(), foreign.line(), why);
              });
    }
  }

  private void requireReadable(Machine machine) {
    try {
      machine.parameters();
    } catch (IllegalArgumentException e) {
      throw new InputException("--cmdline", String.valueOf(e.getMessage()));
    }
  }

  private MemoryEncryption encryption() {
    var told =
        said.encryption()
            .or(() -> facts.first(Fact.Encrypted.class, "encryption", Fact.Encrypted::encryption));
    if (told.isEmpty()) {
      assumed.add("memory is not encrypted (--encrypted snp|tdx|se|cca)");
    }
    return told.orElse(MemoryEncryption.NONE);
  }

  private Arch arch(MemoryEncryption encryption) {
    var told =
        said.arch()
            .or(
                () ->
                    facts.first(
                        Fact.Architecture.class, "the architecture", Fact.Architecture::arch))
            .or(encryption::arch);
    return told.orElseGet(this::assumedArch);
  }

  /** CPUs of many vendors tell in a tree what they are called, and not what they are. */
  private Arch assumedArch() {
    if (facts.told().stream().anyMatch(Told::isDeviceTree)) {
      assumed.add("it is arm64, as most machines with a device tree are (--arch)");
      return Arch.ARM64;
    }
    assumed.add("it is x86-64 (--arch)");
    return Arch.X86_64;
  }

  private void refuse(MemoryEncryption encryption, Arch of, Arch arch) {
    throw new InputException(
        "--encrypted",
        "%s (%s) is of %s, but the machine is %s, which has %s"
            .formatted(
                encryption.label(),
                encryption.words(),
                of.label(),
                arch.label(),
                String.join(
                    ", ",
                    MemoryEncryption.on(arch).stream().map(MemoryEncryption::label).toList())));
  }

  private KernelBuild build() {
    var told =
        said.release()
            .or(
                () ->
                    facts.first(
                        Fact.KernelRelease.class, "the release", Fact.KernelRelease::release));
    if (told.isEmpty()) {
      assumed.add("its kernel is Linux " + Release.DEFAULT + " (--release)");
    }
    var release = told.orElse(Release.DEFAULT);
    if (release.compareTo(OLDEST) < 0) {
      throw new InputException(
          "--release",
          "%s is too old: how kernels size their pools is known from %s to %s"
              .formatted(release, OLDEST, Release.NEWEST));
    }
    if (release.isUnknown()) {
      assumed.add(
          "%s is newer than all that are known, and boots like %s"
              .formatted(release, Release.NEWEST));
    } else if (release.compareTo(OLDEST) > 0 && release.compareTo(LIKE_SPECIFIED) < 0) {
      assumed.add(
          "%s boots like %s: the releases between %s and %s were not looked at"
              .formatted(release, OLDEST, OLDEST, LIKE_SPECIFIED));
    }
    var usual = KernelBuild.of(release);
    return facts
        .first(Fact.DefaultSize.class, "the default size", Fact.DefaultSize::mib)
        .map(mib -> usual.units().ofBytes((long) mib << 20))
        .map(slots -> new KernelBuild(release, slots.intValue(), false, SlotUnits.DEFAULT))
        .orElse(usual);
  }

  private int cpus() {
    var exact =
        said.cpus()
            .or(
                () ->
                    facts.first(
                        Fact.Cpus.class,
                        "the number of CPUs",
                        Fact.Cpus::cpus,
                        c -> !c.isRoundedUp()));
    if (exact.isPresent()) {
      return exact.get();
    }
    var rounded = facts.first(Fact.Cpus.class, "the number of areas", Fact.Cpus::cpus);
    if (rounded.isPresent() && said.cmdline().isEmpty()) {
      if (rounded.get() > 2) {
        assumed.add(
            "it has %d possible CPUs, as many as areas; more than %d make so many (--cpus)"
                .formatted(rounded.get(), rounded.get() / 2));
      }
      return rounded.get();
    }
    assumed.add(Quantities.count(ASSUMED_CPUS, "possible CPU") + " (--cpus)");
    return ASSUMED_CPUS;
  }

  private String cmdline() {
    var told = said.cmdline().or(this::toldCmdline);
    if (told.isEmpty() && facts.all(Fact.CommandLine.class).findAny().isEmpty()) {
      assumed.add("nothing about bounce buffers stands on its command line (--cmdline)");
    }
    return told.orElse("");
  }

  /** What is told with and without words about other things is told alike. */
  private Optional<String> toldCmdline() {
    facts.first(
        Fact.CommandLine.class,
        "the command line",
        line -> ABOUT_POOLS.matcher(line.text()).results().map(MatchResult::group).toList(),
        line -> !line.text().isBlank());
    return facts
        .all(Fact.CommandLine.class)
        .map(Fact.CommandLine::text)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  private Optional<Boolean> isDynamic() {
    return facts.first(Fact.Dynamic.class, "whether pools are dynamic", Fact.Dynamic::isDynamic);
  }
}
