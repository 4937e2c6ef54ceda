package swiotlb.cli.advise;

import java.nio.file.Files;
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
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.machine.MachineFiles;

/** What a real kernel was asked for, as {@code replay --what-if} takes it. */
final class RecordedWorkload implements Workload {
  private static final String USED = "io_tlb_used";
  private static final String MEMORY = "memory";

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
   * Of a recording.
   *
   * @param cmdline of the recorded kernel; may be empty
   * @param overrides settings of the scenario that is made of it
   * @throws InputException if it shows no mappings, or the command line cannot be used
   */
  public RecordedWorkload(
      Path file,
      Recording recording,
      boolean usesProbes,
      String cmdline,
      Map<String, String> overrides) {
    this.file = file;
    this.recording = recording;
    this.usesProbes = usesProbes;
    this.cmdline = cmdline;
    this.memory = overrides.containsKey(MEMORY) ? Optional.empty() : memory(file);
    this.overrides = new LinkedHashMap<>(overrides);
    memory.ifPresent(bytes -> this.overrides.put(MEMORY, bytes + " B"));
    if (recording.mappings().isEmpty()) {
      throw new InputException(
          file.toString(),
          "shows no mappings, only what bounced; record the events dma:* of a 6.12 or later kernel too");
    }
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
    if (!Files.isDirectory(file)) {
      return Optional.empty();
    }
    try {
      var told = MachineFiles.read(List.of(file));
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
