package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import swiotlb.input.ScenarioException;
import swiotlb.kernel.page.BootMemory;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.FreeBlocks;
import swiotlb.kernel.page.MemoryAgeing;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.BuddySnapshot;
import swiotlb.kernel.text.DefaultPoolRule;
import swiotlb.workload.ftrace.Recording;

/**
 * Reads a scenario file. All that is wrong with it is found before anything is reported. Not
 * thread-safe; one for each file.
 */
public final class ScenarioReader {
  private static final int MOST_CPUS = 4096;
  private static final int MOST_PROBLEMS = 100;
  private static final int LONGEST_ABOUT = 1000;
  private static final Pattern LINE_BREAK_AFTER_QUOTES = Pattern.compile("^\\R");

  /** Below that a run would be all samples. */
  private static final long LEAST_COUNTERS_INTERVAL_NS = 1_000;

  private final Findings findings = new Findings();
  private final Config reference = ConfigFactory.defaultReference();
  private Path folder = Path.of("");
  private Config variables = ConfigFactory.empty();
  private Config whole = ConfigFactory.empty();
  private String text = "";
  private final FilesRead files;
  private final Set<Path> importedFiles = new TreeSet<>();

  /** Reads the files that a scenario names, too. */
  public ScenarioReader() {
    this(new FilesRead());
  }

  /**
   * Takes files that were read already.
   *
   * @param files joined by those that are read
   */
  public ScenarioReader(FilesRead files) {
    this.files = files;
  }

  /**
   * A recording that was read already: jobs that name it have it from here.
   *
   * @param usesProbes whether it was read with the lines of the extra probes
   */
  public ScenarioReader knowing(Path file, boolean usesProbes, Recording recording) {
    files.recordings().put(new RecordingJobs.Source(file, usesProbes), recording);
    return this;
  }

  /** Nothing outside of a folder is read from now on, whatever the scenario names. */
  public ScenarioReader within(Path boundary) {
    findings.boundary = boundary.toAbsolutePath().normalize();
    return this;
  }

  /**
   * Every file that was read, with its folder where that is a recorder's, in the order of their
   * names.
   */
  public List<Path> filesRead() {
    var all = new TreeSet<>(findings.files);
    importedFiles.forEach(file -> all.add(file.toAbsolutePath().normalize()));
    return List.copyOf(all);
  }

  /**
   * Reads a file. Relative names of recordings count from the folder of the file, those in
   * overrides, too.
   *
   * @param overrides settings laid over those of the file, by their paths
   * @throws ScenarioException naming everything that is wrong
   */
  public Scenario read(Path file, Map<String, String> overrides) {
    var parent = file.toAbsolutePath().getParent();
    folder = parent == null ? folder : parent;
    findings.reads(file);
    return read(nameOf(file), parse(file.toString(), text(file), overrides));
  }

  /**
   * Reads a text. Relative names of recordings count from the working directory, since a text has
   * no folder.
   *
   * @param name of the scenario, by which what is wrong in it is told, too
   * @param overrides settings laid over those of the text, by their paths
   * @throws ScenarioException naming everything that is wrong
   */
  public Scenario read(String name, String text, Map<String, String> overrides) {
    return read(name, parse(name, text, overrides));
  }

  /**
   * Reads a stream to its end, as a text.
   *
   * @param name of the scenario, by which what is wrong in it is told, too
   * @throws ScenarioException naming everything that is wrong
   */
  public Scenario read(String name, InputStream in, Map<String, String> overrides) {
    try {
      return read(name, HoconText.read(name, in), overrides);
    } catch (IOException e) {
      throw new ScenarioException(List.of(name + ": cannot be read: " + e.getMessage()));
    }
  }

  private Scenario read(String name, Config given) {
    var settings =
        new Settings("", given.origin(), given, reference.getConfig("swiotlb.scenario"), findings);
    var scenario = scenario(name, settings);
    if (!findings.problems.isEmpty() || scenario == null) {
      throw wrong(findings.problems.toArray(String[]::new));
    }
    return scenario;
  }

  /** Every setting that was read, with where it came from. */
  public List<Setting> resolved() {
    return findings.resolved.stream().distinct().toList();
  }

  /** The files of which jobs take their requests, recordings aside, in the order of their names. */
  public List<Path> importedFiles() {
    return List.copyOf(importedFiles);
  }

  /**
   * A value of the scenario's own, of {@code vars}, by its path within them.
   *
   * @return absent if there is none, or a group of them
   */
  public Optional<String> variable(String path) {
    return variables.hasPath(path) && !(variables.getValue(path) instanceof ConfigObject)
        ? Optional.of(String.valueOf(variables.getAnyRef(path)))
        : Optional.empty();
  }

  /**
   * What the scenario says, with what it includes and overrides, whatever its comments, order and
   * lines; the empty group if it could not be parsed.
   */
  public String canonical() {
    return whole.root().render(ConfigRenderOptions.concise());
  }

  /** What was read, without the files that it includes; empty if nothing was. */
  public String text() {
    return text;
  }

  private String text(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new ScenarioException(
          List.of(
              file
                  + ": cannot be read; name a scenario file such as simulations/first-growth.conf"));
    }
    try (var in = Files.newInputStream(file)) {
      return HoconText.read(file.toString(), in);
    } catch (IOException e) {
      throw new ScenarioException(
          List.of(file + ": cannot be read: " + e.getMessage() + "; name a scenario file"));
    }
  }

  private Config parse(String source, String given, Map<String, String> overriding) {
    text = given;
    var hocon = new HoconText(findings);
    var overrides = new Overrides(overriding, hocon, folder);
    try {
      var parsed = resolved(overrides.over(hocon.parse(source, folder, given)));
      var inParts = overrides.ofKernelOver(Overrides.withKernelInParts(parsed, source));
      var plain = PlainGroups.of(resolved(inParts).root()).toConfig();
      whole = FormerNames.replaced(CostSettings.gathered(plain));
      return whole;
    } catch (ConfigException e) {
      var where = e.origin() == null ? source : Settings.where(e.origin());
      throw wrong(where + ": cannot be read as HOCON: " + Overrides.withoutOrigin(e));
    } catch (ScenarioException e) {
      throw wrong(e.problems().toArray(String[]::new));
    } catch (StackOverflowError e) {
      throw wrong(source + ": " + HoconText.tooDeep());
    }
  }

  private static Config resolved(Config config) {
    Expansion.check(config);
    return config.resolve();
  }

  /** What is wrong, and what was missing before, which may be why. */
  private ScenarioException wrong(String... problems) {
    var all = Stream.concat(Arrays.stream(problems), findings.missing.stream());
    var distinct = all.distinct().toList();
    if (distinct.size() <= MOST_PROBLEMS) {
      return new ScenarioException(distinct);
    }
    var shown = new ArrayList<>(distinct.subList(0, MOST_PROBLEMS));
    shown.add("… and " + (distinct.size() - MOST_PROBLEMS) + " more problems; mend these first");
    return new ScenarioException(shown);
  }

  private static String nameOf(Path file) {
    var name = String.valueOf(file.getFileName());
    return name.endsWith(".conf") ? name.substring(0, name.length() - 5) : name;
  }

  private @Nullable Scenario scenario(String name, Settings settings) {
    var problemsBeforeCpus = findings.problems.size();
    var cpus = settings.integer("cpus", 1, MOST_CPUS);
    var knownCpus = findings.problems.size() == problemsBeforeCpus ? cpus : MOST_CPUS;
    var designReader = new DesignReader(settings.part("design"));
    var designs = designReader.read();
    var machineReader = new MachineReader(settings, designs.growth().isAnywhere());
    var kernel = new KernelReader(settings).read(machineReader.bytes());
    var encryption = encryption(settings.part("encryption"));
    var machine =
        machineReader.machine(
            encryption,
            settings.isGivenBelow("devices", "restricted-pool"),
            settings.hasJob(JobReader::takesFromCoherentPools));
    var memory = new BootMemory(machine.memory(), kernel.build().units().poolAlignBytes());
    var booted = new BootReader(settings, machine, memory, kernel).boot(cpus).with(designs);
    var host =
        new DeviceReader.Host(
            knownCpus,
            machine.arch(),
            machine.coherentCaches(),
            (int) settings.powerOfTwo("cache-line", 16, 128),
            encryption,
            memory,
            booted.rules(),
            kernel.build().units());
    var devices = new ArrayList<Scenario.Device>();
    var problemsBefore = findings.problems.size();
    booted.defaultPool().ifPresent(memory::take);
    for (var named : settings.named("devices", this::deviceDefaults)) {
      var names = EqualDevices.names(named);
      if (devices.size() + names.size() > Settings.MOST_PARTS) {
        named
            .settings()
            .problem("count", "makes more than %d devices in all".formatted(Settings.MOST_PARTS));
        break;
      }
      for (var one : names) {
        devices.add(device(new Settings.Named(one, named.settings()), host));
      }
    }
    EqualDevices.twice(devices)
        .ifPresent(
            same ->
                settings.problem(
                    "devices",
                    "has two devices " + same + "; rename one, or change a count of devices"));
    if (devices.isEmpty() && findings.problems.size() == problemsBefore) {
      settings.problem(
          "devices",
          "names no device; add one such as devices.sata0 { jobs.load { count = 1000 } }");
    }
    var mode =
        settings.choice(
            "mode",
            Map.of("virtual", Scenario.Mode.VIRTUAL, "concurrent", Scenario.Mode.CONCURRENT),
            Scenario.Mode.VIRTUAL);
    var pages = pages(settings.part("pages"), machine.memory(), memory.taken());
    var faults = FaultReader.read(settings.part("faults"), mode, encryption, pages);
    designReader.remarkOn(designs, mode, pages.cmaBytes(), booted.mayGrow());
    return new Scenario(
        name,
        about(settings),
        booted.parameters(),
        booted.rules(),
        booted.sizing(),
        booted.defaultPool(),
        List.of(),
        booted.log(),
        cpus,
        machine.arch(),
        machine.memory(),
        new DefaultPoolRule(machine, kernel.build()).coherentZones(),
        pages,
        booted.mayGrow(),
        booted.limit(),
        PlatformReader.read(settings, reference.getConfig("swiotlb.platform"), findings),
        encryption,
        designReader.onMachine(designs, machine.xenDom0()),
        designReader.unlikeKernel(),
        settings.number("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        mode,
        settings.integer("runs", 1, 100_000),
        faults,
        settings.flag("invariants"),
        settings.integer("starved-after", 0, 1_000_000),
        settings.flag("check-payload"),
        settings.nanos("counters-interval", LEAST_COUNTERS_INTERVAL_NS),
        devices,
        Stream.concat(findings.missing.stream(), findings.notes.stream()).distinct().toList());
  }

  private String about(Settings settings) {
    if (settings.value("vars") instanceof ConfigObject vars) {
      variables = vars.toConfig();
    } else {
      settings.problem("vars", "is no group of settings { … }");
    }
    var about = settings.text("about");
    if (about.length() > LONGEST_ABOUT) {
      settings.problem(
          "about",
          "is %d characters long; write at most %d".formatted(about.length(), LONGEST_ABOUT));
    }
    return about;
  }

  private Scenario.Device device(Settings.Named named, DeviceReader.Host host) {
    var recorded = new RecordingJobs(folder, host.cpus(), files.recordings(), findings);
    var imports = new ImportedJobs(folder, files.traces(), importedFiles, findings);
    return new DeviceReader(named.name(), named.settings(), host, recorded, imports)
        .read(jobDefaults(named.settings()));
  }

  private Config deviceDefaults(Config given) {
    var defaults = reference.getConfig("swiotlb.device");
    return preset(given).map(p -> Presets.over(p, "device", defaults)).orElse(defaults);
  }

  private static Optional<Config> preset(Config device) {
    var type = device.root().get("type");
    return type == null
        ? Optional.empty()
        : Presets.named("devices", String.valueOf(type.unwrapped()));
  }

  /** Those of the job, over them those of the device's type. */
  private Config jobDefaults(Settings device) {
    var defaults = reference.getConfig("swiotlb.job");
    var type = device.text("type");
    var preset = Presets.named("devices", type);
    if (preset.isEmpty() && !type.isEmpty()) {
      device.problem("type", Presets.unknown("devices", type));
    }
    return preset.map(p -> Presets.over(p, "job", defaults)).orElse(defaults);
  }

  private static MachinePages pages(
      Settings settings, MemoryLayout layout, List<PoolGeometry> taken) {
    var memory = layout.bytes();
    var cma = settings.bytes("cma", 0, memory / 2);
    var reserve = settings.bytes("atomic-reserve", 0, memory / 4);
    var ageing = settings.part("ageing");
    var used = ageing.integer("used-percent", 0, 95);
    var workload =
        new MemoryAgeing(
            used,
            ageing.bytes("process", Slots.PAGE_BYTES, memory),
            ageing.integer("lingering-per-mille", 0, 1000),
            ageing.integer("rounds", 0, 1000));
    var pages =
        new MachinePages(
            snapshot(settings, layout),
            cma,
            reserve,
            used == 0 ? Optional.empty() : Optional.of(workload));
    if (used > 0 && pages.buddyinfo().isPresent()) {
      settings.problem("buddyinfo", "and ageing both say what is free; leave one of them out");
    }
    try {
      pages.memory(layout, taken);
    } catch (IllegalArgumentException e) {
      settings.problem(
          pages.buddyinfo().isPresent() ? "buddyinfo" : "cma", "cannot be had: " + e.getMessage());
    }
    return pages;
  }

  private static Optional<FreeBlocks> snapshot(Settings settings, MemoryLayout memory) {
    var text = LINE_BREAK_AFTER_QUOTES.matcher(settings.text("buddyinfo")).replaceFirst("");
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      var snapshot = BuddySnapshot.read(text).on(memory);
      snapshot.remarks().forEach(remark -> settings.remark("buddyinfo", remark));
      return Optional.of(snapshot.free());
    } catch (IllegalArgumentException e) {
      settings.problem("buddyinfo", "cannot be used: of what is pasted, " + e.getMessage());
      return Optional.empty();
    }
  }

  private Encryption encryption(Settings settings) {
    var kind = settings.text("kind");
    var preset = Presets.named("encryption", kind);
    if (preset.isEmpty()) {
      settings.problem("kind", Presets.unknown("encryption", kind));
    }
    var own = settings.value("costs") instanceof ConfigObject object ? object : null;
    if (own == null) {
      settings.problem("costs", "is no group of settings { … }");
    }
    var given =
        (own == null ? ConfigFactory.empty() : own.toConfig())
            .withFallback(preset.orElse(ConfigFactory.empty()));
    var defaults = reference.getConfig("swiotlb.encryption");
    var costs = new Settings("encryption", given.origin(), given, defaults, findings);
    if (!costs.flag("encrypted")) {
      for (var key : List.of("shared-limit", "refused-per-mille", "stuck-per-mille")) {
        if (settings.isGiven(key)) {
          settings.remark(key, "counts for nothing, since memory is not encrypted (kind)");
        }
      }
    }
    return new Encryption(
        kind,
        costs.text("arch"),
        costs.text("about"),
        costs.flag("encrypted"),
        costs.integer("bit", 0, 62),
        costs.nanos("share-per-page", 0),
        costs.nanos("unshare-per-page", 0),
        costs.nanos("per-call", 0),
        costs.integer("copy-percent", 1, 10_000),
        settings.bytes("shared-limit", 0, BuddyMemory.MAX_MEMORY_BYTES),
        settings.integer("refused-per-mille", 0, 1000),
        settings.integer("stuck-per-mille", 0, 1000));
  }
}
