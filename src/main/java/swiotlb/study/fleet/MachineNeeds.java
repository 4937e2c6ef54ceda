package swiotlb.study.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import swiotlb.input.InputException;
import swiotlb.kernel.text.Counters;
import swiotlb.study.fleet.MachineNeed.Build;
import swiotlb.study.fleet.MachineNeed.Candidate;
import swiotlb.study.fleet.MachineNeed.Facts;
import swiotlb.study.fleet.MachineNeed.Flaws;
import swiotlb.study.fleet.MachineNeed.Load;
import swiotlb.study.fleet.MachineNeed.PoolNow;
import swiotlb.study.fleet.MachineNeed.Reason;
import swiotlb.workload.ftrace.RecordedBounce;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/**
 * Finds what a machine needs from the folder that its recorder wrote. Of the same folder and
 * options always the same comes, whoever does it where; nothing is shared.
 */
public final class MachineNeeds {
  private static final String MARK = "io_tlb_used_hiwater";

  /** From a request for growth to the new pool, where no probes tell. */
  private static final long WORKER_DELAY_NS = 1_000_000;

  private final String folder;
  private final Recording recording;
  private final boolean isHeldAssumed;
  private final List<String> assumed = new ArrayList<>();

  private MachineNeeds(String folder, ReadingOptions options) {
    this.folder = folder;
    var read = RecordingReader.read(Path.of(folder), options.usesProbes());
    this.isHeldAssumed = read.mappings().isEmpty();
    this.recording = isHeldAssumed ? read.heldFor(options.heldNs()) : read;
  }

  /**
   * Finds it.
   *
   * @param folder of a recording, or a trace in it
   * @throws InputException if it cannot be read, nothing bounced in it, or its kernel makes its
   *     pools by rules that are not known
   */
  public static MachineNeed of(String folder, ReadingOptions options) {
    return new MachineNeeds(folder, options).need();
  }

  private MachineNeed need() {
    var described = DescribedMachine.of(Path.of(folder), recording.host(), recording.cpuNumbers());
    assumed.addAll(described.assumed());
    var boots = new Boots(described.machine());
    var heldBefore = recording.host().countersBefore().getOrDefault(Counters.USED, 0L);
    var load = RecordedLoad.of(recording, heldBefore);
    var units = described.machine().kernel().units();
    var poolTrials =
        new PoolTrials(load, recording.growth().medianDelayNs().orElse(WORKER_DELAY_NS), units);
    var present = described.presentPool(boots);
    var asked = boots.asked();
    var pools = new ArrayList<>(asked.stream().map(Boots.Asked::pool).toList());
    pools.add(present.pool());
    var trials = poolTrials.trials(pools);
    var candidates = new ArrayList<Candidate>();
    for (var i = 0; i < asked.size(); i++) {
      candidates.add(
          new Candidate(asked.get(i).slots(), asked.get(i).writtenSlots(), trials.get(i)));
    }
    boots.remark().ifPresent(assumed::add);
    return new MachineNeed(
        folder,
        RecordingDigest.of(recording),
        facts(described),
        new PoolNow(
            trials.get(trials.size() - 1),
            present.source(),
            build(),
            mark(),
            boots.tracksUse(),
            boots.present().slots(),
            boots.newestSlots()),
        new Load(
            recording.endNs() - recording.mappings().get(0).requestNs(),
            recording.mappings().size(),
            (int) recording.mappings().stream().map(RecordedMapping::device).distinct().count(),
            load.mostHeldSlots(),
            load.largestSlots(),
            heldBefore,
            load.tooLarge()),
        flaws(),
        load.unbounded().orElse(null),
        candidates,
        assumed);
  }

  private Facts facts(DescribedMachine described) {
    var machine = described.machine();
    var isForced =
        recording.bounces().stream().filter(RecordedBounce::forced).count() * 2
            >= recording.bounces().size();
    return new Facts(
        machine.arch().label(),
        machine.encryption().label(),
        machine.encryption().isGuest() ? Reason.ENCRYPTED : isForced ? Reason.FORCED : Reason.REACH,
        machine.memoryBytes(),
        machine.cpus(),
        machine.kernel().release().toString(),
        described.guessed());
  }

  private Build build() {
    return recording
        .host()
        .isStatic()
        .map(isStatic -> isStatic ? Build.STATIC : Build.DYNAMIC)
        .orElse(recording.growth().isSeen() ? Build.DYNAMIC : Build.UNKNOWN);
  }

  private long mark() {
    return recording.host().counters().getOrDefault(MARK, -1L);
  }

  private Flaws flaws() {
    var lost = recording.reading().lost();
    return new Flaws(
        lost.lines(),
        lost.isUncounted() || lost.missing() > 0,
        recording.reading().isCutOff(),
        isHeldAssumed,
        recording.mappings().stream().filter(RecordedMapping::hasFailed).count(),
        grown().orElse(0));
  }

  private OptionalLong grown() {
    var before = recording.host().countersBefore().get(Counters.SLOTS);
    var after = recording.host().counters().get(Counters.SLOTS);
    return before == null || after == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, after - before));
  }
}
