package swiotlb.study.run;

import swiotlb.actor.machine.Machine;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.figures.SampleFigures;
import swiotlb.time.Timeline;

/**
 * Reads the counters of the default allocator, as they are at a moment. State of one Simulation.
 */
final class CounterSampler {
  private final Machine machine;
  private final Timeline timeline;
  private final RunObserver observer;

  CounterSampler(Machine machine, Timeline timeline, RunObserver observer) {
    this.machine = machine;
    this.timeline = timeline;
    this.observer = observer;
  }

  /** Tells the observer how they are now, in a run from 1. */
  void sample(int run) {
    var now = machine.counters(AllocatorName.DEFAULT);
    observer.sampled(
        SampleFigures.ALL
            .measure()
            .put(SampleFigures.RUN, (long) run)
            .put(SampleFigures.TIME_NS, timeline.nowNs())
            .put(SampleFigures.IO_TLB_NSLABS, now.lastingSlots())
            .put(SampleFigures.IO_TLB_USED, now.used())
            .put(SampleFigures.IO_TLB_USED_HIWATER, now.hiwater())
            .put(SampleFigures.IO_TLB_TRANSIENT_NSLABS, now.transientSlots())
            .build());
  }
}
