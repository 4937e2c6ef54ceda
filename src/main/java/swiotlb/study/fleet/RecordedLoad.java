package swiotlb.study.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.kernel.bare.Transition;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.study.advise.Growing;
import swiotlb.study.advise.Unbounded;
import swiotlb.workload.ftrace.AlignMasks;
import swiotlb.workload.ftrace.Recording;

/**
 * The mappings of a recording in the order in which they come and go, ready to be asked of an
 * allocator again and again.
 *
 * @param requests by their ids; first those that were held before it began
 * @param steps in their order
 * @param mostHeldSlots at a time, padding included
 * @param largestSlots of one mapping
 * @param tooLarge mappings that are larger than a slot set: they are in no step
 */
record RecordedLoad(
    List<Transition.Map> requests,
    List<Step> steps,
    Optional<Unbounded> unbounded,
    long mostHeldSlots,
    int largestSlots,
    long tooLarge) {
  /** What drivers ask for where they say nothing, so that pieces do not cross 4 GiB. */
  private static final long SEGMENT_BOUNDARY = 0xffff_ffffL;

  /** Immutable from the start. */
  RecordedLoad {
    requests = List.copyOf(requests);
    steps = List.copyOf(steps);
  }

  /**
   * A mapping comes or goes.
   *
   * @param atNs since the first request
   * @param request its place in the requests
   */
  record Step(long atNs, boolean isMap, int request) {}

  /**
   * Of a recording that tells how long its buffers were held.
   *
   * @param heldBefore slots in use before it began
   */
  static RecordedLoad of(Recording recording, long heldBefore) {
    return new Builder(recording).load(heldBefore);
  }

  private static final class Builder {
    private final Recording recording;
    private final Map<String, DeviceLimits> limits = new TreeMap<>();
    private final Map<String, List<Growing.Held>> held = new TreeMap<>();
    private final List<Transition.Map> requests = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int largest;
    private long tooLarge;

    Builder(Recording recording) {
      this.recording = recording;
      var masks = AlignMasks.of(recording.mappings());
      for (var mapping : recording.mappings()) {
        limits.computeIfAbsent(
            mapping.device(),
            device -> new DeviceLimits(-1L, 0, masks.getOrDefault(device, 0L), SEGMENT_BOUNDARY));
      }
    }

    RecordedLoad load(long heldBefore) {
      var mappings = recording.mappings();
      var firstNs = mappings.get(0).requestNs();
      var endNs = recording.endNs();
      hold(heldBefore, limitsOf(mappings.get(0).device()));
      for (var mapping : mappings) {
        var of = limitsOf(mapping.device());
        var demand = Demand.ofBuffer(of, mapping.originalAddress(), mapping.sizeBytes(), 0);
        if (demand.tooLarge()) {
          tooLarge++;
          continue;
        }
        var atNs = mapping.requestNs() - firstNs;
        var untilNs = atNs + mapping.heldNs(endNs);
        held.computeIfAbsent(mapping.device(), d -> new ArrayList<>())
            .add(new Growing.Held(atNs, untilNs, demand.slots()));
        largest = Math.max(largest, demand.slots());
        steps.add(new Step(atNs, true, requests.size()));
        steps.add(new Step(untilNs, false, requests.size()));
        requests.add(request(mapping.cpu(), demand, of));
      }
      steps.sort(
          Comparator.comparingLong(Step::atNs)
              .thenComparing(step -> !step.isMap)
              .thenComparingInt(Step::request));
      return new RecordedLoad(
          requests,
          steps,
          Growing.of(held).filter(Growing.Found::isClear).map(Growing.Found::what),
          mostHeld(heldBefore),
          largest,
          tooLarge);
    }

    private DeviceLimits limitsOf(String device) {
      return limits.getOrDefault(device, DeviceLimits.NONE);
    }

    /**
     * A mapping for each slot, since nothing tells which they are; none of them ever goes. Of more
     * than any pool that is tried has, one more is as many.
     */
    private void hold(long slots, DeviceLimits of) {
      var bytes = of.units().slotBytes();
      for (var i = 1L; i <= Math.min(slots, Boots.MOST + 1L); i++) {
        requests.add(request(0, Demand.ofBuffer(of, bytes * i, bytes, 0), of));
      }
      for (var i = 0; i < requests.size(); i++) {
        steps.add(new Step(0, true, i));
      }
    }

    private Transition.Map request(int cpu, Demand demand, DeviceLimits of) {
      return new Transition.Map(requests.size(), cpu, demand, of, false);
    }

    private long mostHeld(long heldBefore) {
      var now = 0L;
      var most = heldBefore;
      for (var step : steps) {
        now += (step.isMap ? 1 : -1) * (long) requests.get(step.request).demand().slots();
        most = Math.max(most, now);
      }
      return most;
    }
  }
}
