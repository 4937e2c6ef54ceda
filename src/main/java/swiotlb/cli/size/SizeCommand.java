package swiotlb.cli.size;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Inputs;
import swiotlb.cli.terminal.ReportOption;
import swiotlb.cli.terminal.Reproduction;
import swiotlb.cli.terminal.Version;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.InputException;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;
import swiotlb.study.size.Description;
import swiotlb.study.size.Neighbours;
import swiotlb.study.size.Said;
import swiotlb.study.size.SizeTable;
import swiotlb.workload.machine.MachineFiles;

/** {@code size}: what pools a machine will have, from what is said of it; nothing runs. */
@Command(
    name = "size",
    description = {
      "Says how large the default pool and the coherent pools of a machine will be, why, and what other choices would make of them.",
      "At once: nothing is simulated, the rules are those by which simulated machines boot."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Options count before what files say. What neither says is assumed, and told.",
      "Exit code 0: done; 2: bad input."
    })
public final class SizeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Bytes.Converter.class,
      description = "Memory, such as 16G or 512MiB.")
  private @Nullable Bytes memory;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "Possible CPUs, those that may be added later among them.")
  private @Nullable Integer cpus;

  @Option(
      names = "--encrypted",
      paramLabel = "KIND",
      converter = EncryptionConverter.class,
      description =
          "How memory is encrypted: none, sev, snp, tdx (x86-64 guests), se (s390x), cca (arm64), sme (a host).")
  private @Nullable MemoryEncryption encryption;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      converter = ArchConverter.class,
      description = "x86-64, arm64, riscv64, s390x (default: by --encrypted, or x86-64).")
  private @Nullable Arch arch;

  @Option(
      names = "--release",
      paramLabel = "N.N",
      converter = ReleaseConverter.class,
      description = "Release of the kernel, 6.1 to 7.3 (default: 6.12).")
  private @Nullable Release release;

  @Option(
      names = "--cmdline",
      paramLabel = "TEXT",
      description = "Command line of the kernel, or its swiotlb= and coherent_pool=.")
  private @Nullable String cmdline;

  @Option(
      names = "--machine",
      arity = "1..*",
      paramLabel = "FOLDER|FILE",
      description = {
        "Files that tell of the machine, or a folder of them, such as the recorder's: dmesg, /proc/cmdline, /proc/meminfo, /proc/buddyinfo,",
        "a libvirt domain, a Kata configuration, a Firecracker configuration, a device tree source, lspci -vv."
      })
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--table",
      paramLabel = "memory=FROM..TO",
      converter = TableOption.Converter.class,
      description =
          "A table instead of neighbouring choices: memory=2G..64G, each twice the one before, cpus=1..64, or values with commas.")
  private @Nullable TableOption table;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.")
  private @Nullable Path json;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() throws IOException {
    Cli.requireApart(files, json, report.page());
    Inputs.requireApart(files, MachineFiles::filesIn, json, report.page());
    if (cpus != null && (cpus < 1 || cpus > Neighbours.MOST_CPUS)) {
      throw new InputException("--cpus", "is %d; it can be 1 to 8192".formatted(cpus));
    }
    var answer = SizeAnswer.of(Description.of(said(), MachineFiles.read(files)), tableAxis());
    try (var folder = report.prepare()) {
      var out = Cli.screen(spec);
      new SizeText(out, answer).print();
      out.flush();
      if (json != null) {
        WholeFile.write(json, SizeJson.of(answer, Version.current()).toPrettyString() + "\n");
      }
      if (folder != null) {
        folder.write(SizeReport.of(answer, Reproduction.command(spec)), spec, true);
      }
    }
    return ExitCode.DONE;
  }

  private Said said() {
    return new Said(
        Optional.ofNullable(memory).map(Bytes::count).or(this::firstOfTable),
        Optional.ofNullable(cpus),
        Optional.ofNullable(encryption),
        Optional.ofNullable(arch),
        Optional.ofNullable(release),
        Optional.ofNullable(cmdline));
  }

  /** A table of memory says how much there is. */
  private Optional<Long> firstOfTable() {
    return table != null && table.axis() == SizeTable.Axis.MEMORY
        ? Optional.of(table.values().get(0))
        : Optional.empty();
  }

  private Optional<SizeAnswer.Wanted> tableAxis() {
    return Optional.ofNullable(table).map(t -> new SizeAnswer.Wanted(t.axis(), t.values()));
  }

  private static <T> T known(Optional<T> found, String value, T[] all, Function<T, String> label) {
    return found.orElseThrow(
        () ->
            new TypeConversionException(
                "'%s' is none of %s"
                    .formatted(
                        value, Arrays.stream(all).map(label).collect(Collectors.joining(", ")))));
  }

  /** Reads a kind of encryption. */
  static final class EncryptionConverter implements ITypeConverter<MemoryEncryption> {
    @Override
    public MemoryEncryption convert(String value) {
      return known(
          MemoryEncryption.of(value), value, MemoryEncryption.values(), MemoryEncryption::label);
    }
  }

  /** Reads an architecture. */
  static final class ArchConverter implements ITypeConverter<Arch> {
    @Override
    public Arch convert(String value) {
      return known(Arch.of(value), value, Arch.values(), Arch::label);
    }
  }

  /** Reads a release. */
  static final class ReleaseConverter implements ITypeConverter<Release> {
    @Override
    public Release convert(String value) {
      try {
        return Release.parse(value).existing();
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
