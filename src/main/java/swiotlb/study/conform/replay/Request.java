package swiotlb.study.conform.replay;

import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * A recorded mapping with what it demands, worked out once.
 *
 * @param limits of its device
 */
record Request(RecordedMapping mapping, DeviceLimits limits, Demand demand) {

  static Request of(RecordedMapping mapping, ReplayFacts facts) {
    return new Request(mapping, facts.limits(mapping.device()), facts.demandOf(mapping));
  }

  int index() {
    return mapping.index();
  }

  int slots() {
    return demand.slots();
  }

  /** Whether the recording says that it failed. */
  boolean failed() {
    return mapping.address() == RecordedMapping.FAILED;
  }

  /** Where the first reserved slot was recorded, if it lay in a lasting pool. */
  long firstSlotAddress() {
    return mapping.address() - demand.offsetBytes();
  }
}
