package swiotlb.cli.advise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import swiotlb.input.InputException;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.kernel.text.PoolParameters;
import swiotlb.kernel.text.Release;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.report.Quantities;
import swiotlb.scenario.Scenario;
import swiotlb.study.advise.Boot;
import swiotlb.study.advise.Load;
import swiotlb.study.advise.Workload;
import swiotlb.study.conform.replay.WhatIf;
import swiotlb.study.size.Description;
import swiotlb.study.size.Said;
import swiotlb.workload.ftrace.RecordedBounce;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;
import swiotlb.workload.machine.MachineFiles;

/** What a real kernel was asked for, as {@code replay --what-if} takes it. */
final class RecordedWorkload implements Workload {
  private static final String USED = "io_tlb_used";
  private static final String MEMORY = "memory";
  private static final long ASSUMED_HELD_NS = 1_000_000;

  private final Path file;
  private final Recording recording;
  private final boolean usesProbes;
  private final String cmdline;
  private final boolean isDynamic;
  private final Map<String, String> overrides;
  private final SwiotlbParameter words;
  private final Optional<Long> memory;
  private final Map<String, String> devices = new HashMap<>();
  private final List<String> assumed = new ArrayList<>();

  /**
   * Where the load stands.
   *
   * @param usesProbes whether the lines of the extra probes count
   */
  record Source(Path file, Recording recording, boolean usesProbes) {}

  /**
   * Of a recording.
   *
   * @param heldNs for how long its buffers are held, if it does not tell
   * @param cmdline of the recorded kernel; may be empty
   * @param overrides settings of the scenario that is made of it
   * @throws InputException if it tells how long they were held, and something else is said, or the
   *     command line cannot be used
   */
  static RecordedWorkload of(
      Source source, OptionalLong heldNs, String cmdline, Map<String, String> overrides) {
    var recording = source.recording;
    if (!recording.mappings().isEmpty()) {
      if (heldNs.isPresent()) {
        throw new InputException(
            "--held",
            "does not count: the recording tells how long buffers were held; leave it out");
      }
      return new RecordedWorkload(source, cmdline, overrides);
    }
    var assumedNs = heldNs.orElse(ASSUMED_HELD_NS);
    var assumed = recording.heldFor(assumedNs);
    var workload =
        new RecordedWorkload(
            new Source(source.file, assumed, source.usesProbes), cmdline, overrides);
    workload.assumed.add(
        0,
        "the recording has bounces alone, and no releases: each buffer is taken to be held for %s (--held TIME), so that at most %d are held at a time; of ten times as long it would be %d"
            .formatted(
                Quantities.time(assumedNs),
                mostHeld(recording, assumedNs),
                mostHeld(recording, 10 * assumedNs)));
    return workload;
  }

  private static int mostHeld(Recording recording, long heldNs) {
    var times = recording.bounces().stream().mapToLong(RecordedBounce::timeNs).sorted().toArray();
    var most = 0;
    var first = 0;
    for (var i = 0; i < times.length; i++) {
      while (times[i] - times[first] >= heldNs && first < i) {
        first++;
      }
      most = Math.max(most, i - first + 1);
    }
    return most;
  }

  private RecordedWorkload(Source source, String cmdline, Map<String, String> overrides) {
    this.file = source.file;
    this.recording = source.recording;
    this.usesProbes = source.usesProbes;
    this.cmdline = cmdline;
    this.memory = overrides.containsKey(MEMORY) ? Optional.empty() : memory(file);
    this.overrides = new LinkedHashMap<>(overrides);
    memory.ifPresent(bytes -> this.overrides.put(MEMORY, bytes + " B"));
    var recorded = WhatIf.devices(recording);
    for (var i = 0; i < recorded.size(); i++) {
      devices.put("d" + i, recorded.get(i));
    }
    this.words = words(cmdline, recording);
    this.isDynamic =
        recording.host().isStatic().map(known -> !known).orElse(recording.growth().isSeen());
    assume();
  }

  private void assume() {
    if (recording.host().isStatic().isEmpty()) {
      assumed.add(
          isDynamic
              ? "the recorded kernel has dynamic pools, since probes saw them"
              : "nothing says whether the recorded kernel has dynamic pools: it is taken for a static one, as distributions build it");
    }
    if (cmdline.isEmpty()) {
      assumed.add(
          "no command line is known (--cmdline, or cmdline.txt beside the recording): the line to paste has no other words");
    }
    if (heldBefore() > 0) {
      assumed.add(
          "%d slots were in use before the recording began: they are taken to be held all the time, a slot at a time, since nothing tells which they are"
              .formatted(heldBefore()));
    }
    if (!recording.host().cpusAreKnown()) {
      assumed.add(
          "nothing says how many CPUs the machine has; %d are seen".formatted(recording.cpus()));
    }
    if (recording.reading().lost().any() || recording.reading().lost().missing() > 0) {
      assumed.add(
          "lines of the recording were lost: what they would tell is not in the advice, and buffers whose release was lost count as held");
    }
    assumed.add(
        memory
            .map(
                bytes ->
                    "the machine is taken to have %s of memory, as size --machine says of the files beside the recording (--set memory=SIZE)"
                        .formatted(Quantities.bytes(bytes)))
            .orElse("nothing tells how much memory the machine has: 64 GiB (--set memory=SIZE)"));
    assumed.add(
        "nothing tells what its work costs: the platform that is named here (--set platform=NAME)");
  }

  /** As {@code size} knows it of the files of a recorder's folder. */
  private static Optional<Long> memory(Path file) {
    var folder = RecordingReader.folderOf(file);
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    try {
      var told = MachineFiles.read(List.of(folder.get()));
      return Optional.of(Description.of(Said.NOTHING, told).memoryBytes());
    } catch (InputException e) {
      return Optional.empty(); // Other files tell nothing that the advice needs.
    }
  }

  private long heldBefore() {
    return recording.host().countersBefore().getOrDefault(USED, 0L);
  }

  @Override
  public String name() {
    return String.valueOf(file.toAbsolutePath().normalize().getFileName());
  }

  @Override
  public Scenario booted(Boot boot) {
    var parameters =
        boot.size().map(size -> size.parameters(words)).orElse(PoolParameters.unsized(words));
    var source = new WhatIf.Source(file, recording, usesProbes, boot.isDynamic());
    var settings = new LinkedHashMap<>(overrides);
    settings.putAll(boot.costs());
    var scenario =
        WhatIf.read(
            source, PoolParameters.replaced(cmdline, parameters), OptionalLong.empty(), settings);
    return Load.holding(scenario, heldBefore());
  }

  @Override
  public String device(String name) {
    return devices.getOrDefault(name, name);
  }

  @Override
  public boolean isDynamic() {
    return isDynamic;
  }

  /** It is asked of a recording in the blink of an eye, since nothing in its load is random. */
  @Override
  public double patience() {
    return 0.2;
  }

  /** Those that were written, whatever the simulation needs. */
  @Override
  public SwiotlbParameter words() {
    return words;
  }

  private static SwiotlbParameter words(String cmdline, Recording recording) {
    var release = recording.host().release().orElse(Release.DEFAULT);
    try {
      return KernelParameters.parse(cmdline, release).swiotlb();
    } catch (IllegalArgumentException e) {
      throw new InputException("--cmdline", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<String> assumed() {
    return assumed;
  }
}
