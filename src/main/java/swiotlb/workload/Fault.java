package swiotlb.workload;

/** What may fail in a machine, or come late, and need not: asked for at each occasion. */
public enum Fault {
  /** Pages are refused to who may wait for them. */
  BLOCKING_PAGES("blocking-pages"),
  /** Pages are refused to who may not wait. */
  ATOMIC_PAGES("atomic-pages"),
  /** The descriptor of a pool or the table of its slots is refused. */
  POOL_OBJECTS("pool-objects"),
  /** Contiguous pages are not had, since what lies there cannot be moved. */
  CMA("cma"),
  /** The hypervisor refuses to share pages. */
  SHARING("sharing"),
  /** Pages that were shared cannot be made private again. */
  STUCK("stuck"),
  /** A worker starts late. */
  LATE_WORKER("late-worker"),
  /** A grace period takes longer. */
  LONG_GRACE("long-grace"),
  /** A device says late that it is done. */
  LATE_INTERRUPT("late-interrupt"),
  /** A CPU is away for a while before it does what it is given. */
  SLOW_CPU("slow-cpu"),
  /** A device is reset under its live mappings. */
  RESET("reset"),
  /** A device is pulled out under its live mappings. */
  REMOVAL("removal"),
  /** A driver forgets to unmap a buffer. */
  FORGOTTEN_UNMAP("forgotten-unmap"),
  /** A driver reads what it has not synced. */
  FORGOTTEN_SYNC("forgotten-sync");

  private final String word;

  Fault(String word) {
    this.word = word;
  }

  /** By which settings name it. */
  public String word() {
    return word;
  }

  /** Whether it is a driver's own mistake, which is wrong whatever the kernel does. */
  public boolean isOfDriver() {
    return this == FORGOTTEN_UNMAP || this == FORGOTTEN_SYNC;
  }

  /** Whether it only makes something come later. */
  public boolean isLateness() {
    return this == LATE_WORKER || this == LONG_GRACE || this == LATE_INTERRUPT || this == SLOW_CPU;
  }

  /** Of a thousand occasions, on how many it may happen at most. */
  public int mostPerMille() {
    // A device that is reset each time never gets anything done.
    return this == RESET ? 500 : FaultRates.PER_MILLE;
  }
}
