package swiotlb.actor.memory;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import swiotlb.time.Timeline;
import swiotlb.workload.Fault;
import swiotlb.workload.FaultRates;

/**
 * What fails in a machine: every actor asks here, at the occasion, and the choices of the run
 * decide. What has no rate never fails, and nobody is asked. Immutable.
 */
public final class Faults {
  /** Nothing fails. */
  public static final Faults NONE = new Faults();

  private static final long NS_PER_US = 1_000;

  private final FaultRates rates;
  private final @Nullable Timeline timeline;

  private Faults() {
    this.rates = FaultRates.NONE;
    this.timeline = null;
  }

  /** At their rates. */
  public Faults(FaultRates rates, Timeline timeline) {
    this.rates = rates;
    this.timeline = timeline;
  }

  private boolean happens(Fault fault, Supplier<String> what) {
    var probability = rates.probability(fault);
    return timeline != null && probability > 0 && timeline.happens(what.get(), probability);
  }

  // Memory.

  boolean refusesPages(int order, boolean mayWait) {
    return order >= rates.leastOrder()
        && happens(
            mayWait ? Fault.BLOCKING_PAGES : Fault.ATOMIC_PAGES,
            () ->
                "a block of "
                    + (1L << order)
                    + " pages is refused to who "
                    + (mayWait ? "may wait" : "may not wait"));
  }

  boolean refusesObject(PageAllocator.KernelObject object) {
    return happens(
        Fault.POOL_OBJECTS,
        () ->
            switch (object) {
              case POOL_DESCRIPTOR -> "the descriptor of a pool is refused";
              case SLOT_TABLE -> "the table of a pool's slots is refused";
            });
  }

  boolean refusesContiguous(int pages) {
    return happens(
        Fault.CMA, () -> pages + " contiguous pages are not had, since one cannot be moved");
  }

  boolean refusesToShare(int pages) {
    return happens(Fault.SHARING, () -> "the hypervisor refuses to share " + pages + " pages");
  }

  boolean keepsShared(int pages) {
    return happens(Fault.STUCK, () -> pages + " pages cannot be made private again");
  }

  // What is late, in nanoseconds.

  /** How late a worker starts, such as the one that adds pools. */
  public long workerLateNs(String worker) {
    return lateNs(Fault.LATE_WORKER, worker + " starts", rates.lateWorkerNs());
  }

  /** How much longer a grace period takes. */
  public long graceLongerNs() {
    return lateNs(Fault.LONG_GRACE, "a grace period ends", rates.longGraceNs());
  }

  /** How late it is said that a device is done with a request. */
  public long interruptLateNs(long firstMapping) {
    return lateNs(
        Fault.LATE_INTERRUPT,
        "the interrupt for mapping " + firstMapping + " comes",
        rates.lateInterruptNs());
  }

  /** For how long a CPU is away that is to do something for a request. */
  public long cpuAwayNs(long firstMapping) {
    return lateNs(
        Fault.SLOW_CPU, "the CPU does its work for mapping " + firstMapping, rates.slowCpuNs());
  }

  private long lateNs(Fault fault, String what, long byNs) {
    return happens(fault, () -> what + " " + byNs / NS_PER_US + " us late") ? byNs : 0;
  }

  // Devices and drivers.

  /** Whether a device is reset instead of being done with a request. */
  public boolean resets(long firstMapping) {
    return happens(Fault.RESET, () -> "the device is reset while it has mapping " + firstMapping);
  }

  /** Whether a device is pulled out instead of being done with a request. */
  public boolean removes(long firstMapping) {
    return happens(
        Fault.REMOVAL, () -> "the device is pulled out while it has mapping " + firstMapping);
  }

  /** Whether a driver forgets to unmap a buffer. */
  public boolean forgetsUnmap(long mapping) {
    return happens(Fault.FORGOTTEN_UNMAP, () -> "the driver forgets to unmap mapping " + mapping);
  }

  /**
   * Whether a driver tells the unmap of a buffer to copy nothing back, and reads it all the same.
   */
  public boolean forgetsSync(long mapping) {
    return happens(Fault.FORGOTTEN_SYNC, () -> "the driver forgets to sync mapping " + mapping);
  }
}
