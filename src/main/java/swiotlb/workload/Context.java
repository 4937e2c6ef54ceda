package swiotlb.workload;

/** In what context a CPU runs, weakest first: a later one takes the CPU from an earlier one. */
public enum Context {
  /** A thread; the only context that may wait. */
  PROCESS,
  /** A soft interrupt, such as a network card's receive path. */
  SOFTIRQ,
  /** A hard interrupt. */
  INTERRUPT;

  /** Whether nothing that runs in it may wait. */
  public boolean isAtomic() {
    return this != PROCESS;
  }
}
