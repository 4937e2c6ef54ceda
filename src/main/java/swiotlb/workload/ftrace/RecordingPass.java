package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Makes mappings of lines. One for each reading of a file. */
abstract class RecordingPass {

  /** All bounces in the order of their requests. */
  final List<MappingBuilder> all = new ArrayList<>();

  /** By CPU: bounces whose map event has not come yet. */
  final Map<Integer, List<MappingBuilder>> open = new HashMap<>();

  /** Growths, as probes tell. */
  final GrowthProbes growthProbes = new GrowthProbes();

  private final List<Long> lossNs = new ArrayList<>();
  private long lastNs;
  private long releasedByLoss;
  final List<Recording.Loss> losses = new ArrayList<>();

  private final List<RecordedBounce> bounces = new ArrayList<>();

  /** Numbers the lines that count. */
  long position;

  long notBounced;
  long releases;

  /**
   * Takes the next line.
   *
   * @return whether its text was understood
   * @throws IllegalArgumentException if it contradicts itself
   */
  abstract boolean line(TraceLine line);

  OptionalLong defaultPoolBase() {
    return OptionalLong.empty();
  }

  /** Whether pools had grown before the recording begins, as probes tell. */
  boolean hasEarlierPools() {
    return false;
  }

  /** Buffers that were mapped before the recording begins. */
  List<EarlierBuffer> earlier() {
    return List.of();
  }

  /** Lists that were mapped before the recording begins, and do not say where. */
  long earlierLists() {
    return 0;
  }

  /** Buffers that were mapped again although no line gave them back, nor tells of a loss. */
  long missing() {
    return 0;
  }

  /** Lines of a CPU were lost here. */
  final void loses(int cpu) {
    losses.add(new Recording.Loss(cpu, position, all.size()));
    lossNs.add(lastNs);
  }

  /** Says when the next line was written. */
  final void at(long timeNs) {
    lastNs = timeNs;
  }

  /**
   * What was never given back although lines were lost was given back there, more likely than not.
   */
  private void releaseWhereLinesWereLost() {
    for (var mapping : all) {
      if (mapping.isPaired
          && mapping.address != RecordedMapping.FAILED
          && mapping.release == RecordedMapping.NEVER) {
        releaseByLoss(mapping);
      }
    }
  }

  /** Its line of release was among those that were lost, if any were since it was mapped. */
  final void releaseByLoss(MappingBuilder mapping) {
    for (var i = 0; i < losses.size(); i++) {
      if (losses.get(i).position() > mapping.start) {
        mapping.release(losses.get(i).position(), Math.max(lossNs.get(i), mapping.requestNs));
        releasedByLoss++;
        return;
      }
    }
  }

  /** Whether lines were lost after a mapping was requested, at a place that is told. */
  final boolean isBeforeLoss(MappingBuilder mapping) {
    return !losses.isEmpty() && losses.get(losses.size() - 1).position() > mapping.start;
  }

  /** How many mappings are taken to be given back where lines were lost. */
  final long releasedByLoss() {
    return releasedByLoss;
  }

  final List<Recording.Loss> losses() {
    return List.copyOf(losses);
  }

  /**
   * The recording is at its end.
   *
   * @param lostAnywhere whether lines are missing at places that nothing tells
   */
  void end(boolean lostAnywhere) {
    releaseWhereLinesWereLost();
  }

  final long notBounced() {
    return notBounced;
  }

  final long releases() {
    return releases;
  }

  /** The mappings whose outcome is in the recording, numbered anew. */
  final List<RecordedMapping> mappings() {
    var built = new ArrayList<RecordedMapping>();
    for (var mapping : all) {
      if (mapping.isPaired) {
        built.add(mapping.build(built.size()));
      }
    }
    return List.copyOf(built);
  }

  /** Everything that bounced or tried to. */
  final List<RecordedBounce> bounces() {
    return List.copyOf(bounces);
  }

  final List<MappingBuilder> openOn(int cpu) {
    return open.computeIfAbsent(cpu, c -> new ArrayList<>());
  }

  /** Its map event has come. */
  static void close(List<MappingBuilder> mappings, MappingBuilder closed) {
    mappings.removeIf(m -> m.index == closed.index);
  }

  final MappingBuilder bounced(DmaEvent.Bounced event, TraceLine line) {
    var mapping =
        new MappingBuilder(
            all.size(), line, event.device(), event.original(), event.bytes(), position);
    all.add(mapping);
    openOn(line.cpu()).add(mapping);
    bounces.add(
        new RecordedBounce(
            line.cpu(),
            event.device(),
            event.original(),
            event.bytes(),
            line.interrupt(),
            event.forced(),
            line.timeNs()));
    return mapping;
  }
}
