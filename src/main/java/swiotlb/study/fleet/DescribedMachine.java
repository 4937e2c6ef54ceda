package swiotlb.study.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import swiotlb.input.InputException;
import swiotlb.study.fleet.MachineNeed.Guess;
import swiotlb.study.fleet.MachineNeed.Source;
import swiotlb.study.size.Description;
import swiotlb.study.size.Machine;
import swiotlb.study.size.Said;
import swiotlb.workload.ftrace.RecordedHost;
import swiotlb.workload.ftrace.RecordingReader;
import swiotlb.workload.machine.Fact;
import swiotlb.workload.machine.MachineFiles;
import swiotlb.workload.machine.Told;

/**
 * A recorded machine as {@code size --machine} describes it by the files of its folder.
 *
 * @param assumed in sentences without their ends
 * @param guessed what no file tells
 */
record DescribedMachine(
    Machine machine,
    List<Told> told,
    List<String> assumed,
    List<Guess> guessed,
    RecordedHost host) {
  /** As advise takes it of recordings that tell nothing. */
  private static final long ASSUMED_MEMORY = 64L << 30;

  /** Which option says it, of {@code size}; fleets have none for each machine. */
  private static final Pattern OPTION_OF_SIZE = Pattern.compile(" \\(--[^()]*\\)$");

  private static final int MOST_CPUS = 8192;
  private static final long MOST_SLOTS = 1 << 24;

  /** The pool that a machine has, and what tells of it. */
  record Present(PoolTrials.Pool pool, Source source) {}

  /**
   * Of the files beside a recording.
   *
   * @param host as the recording tells of it
   * @param cpuNumbers that it takes at least
   * @throws InputException if a file is broken, or tells of a machine whose pools are made by rules
   *     that are not known
   */
  static DescribedMachine of(Path recording, RecordedHost host, int cpuNumbers) {
    var told = told(recording);
    var guessed = new ArrayList<Guess>();
    var assumed = new ArrayList<String>();
    if (none(told, Fact.Cpus.class) && !host.cpusAreKnown()) {
      guessed.add(Guess.CPUS);
      assumed.add("it has %d CPUs, the least that its lines need".formatted(cpuNumbers));
    }
    if (none(told, Fact.KernelRelease.class)) {
      guessed.add(Guess.RELEASE);
    }
    if (none(told, Fact.Memory.class)) {
      guessed.add(Guess.MEMORY);
    }
    var said = said(Optional.empty(), cpus(told, host, cpuNumbers));
    if (!isKnown(said, told)) {
      assumed.add("nothing tells how much memory it has: 64 GiB");
      said = said(Optional.of(ASSUMED_MEMORY), said.cpus());
    }
    var described = Description.of(said, told);
    described.assumed().forEach(one -> assumed.add(OPTION_OF_SIZE.matcher(one).replaceFirst("")));
    assumed.addAll(described.remarks());
    return new DescribedMachine(described.machine(), told, assumed, guessed, host);
  }

  private static List<Told> told(Path recording) {
    return RecordingReader.folderOf(recording).map(MachineFiles::inFolder).orElse(List.of());
  }

  private static boolean none(List<Told> told, Class<? extends Fact> kind) {
    return told.stream().flatMap(file -> file.facts(kind)).findAny().isEmpty();
  }

  /** What files tell counts; else what the recording tells of itself. */
  private static Optional<Integer> cpus(List<Told> told, RecordedHost host, int cpuNumbers) {
    var isTold = !none(told, Fact.Cpus.class);
    return isTold
        ? Optional.empty()
        : Optional.of(Math.min(MOST_CPUS, Math.max(host.cpus(), cpuNumbers)));
  }

  private static Said said(Optional<Long> memory, Optional<Integer> cpus) {
    return new Said(
        memory, cpus, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static boolean isKnown(Said said, List<Told> told) {
    try {
      Description.of(said, told);
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  /** As its kernel says, or else as it would boot. */
  Present presentPool(Boots boots) {
    var computed = boots.present();
    var units = machine.kernel().units();
    var counted =
        told.stream()
            .flatMap(file -> file.facts(Fact.CountedSlots.class))
            .map(Fact.CountedSlots::slots)
            .findFirst()
            .or(() -> host.bootPool().map(pool -> units.ofBytes(pool.bytes())));
    if (counted.isPresent() && counted.get() >= units.setSlots() && counted.get() <= MOST_SLOTS) {
      var slots = counted.get().intValue();
      var cut = host.areas().orElse(computed.areas());
      while (cut > 1 && (slots % cut != 0 || slots / cut < units.setSlots())) {
        cut /= 2;
      }
      return new Present(new PoolTrials.Pool(slots, cut), Source.KERNEL);
    }
    return new Present(computed, Source.RULES);
  }
}
