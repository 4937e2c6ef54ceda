package swiotlb.actor.device;

/**
 * What a request has its CPU do, one thing after the other: when it asked for the CPU, and when the
 * CPU will have done what it was given so far. State of one request.
 */
final class CpuWork {
  private final Driver driver;
  private CpuShare cpu;
  private long claimedNs;
  private long cursorNs;

  CpuWork(Driver driver, CpuShare cpu) {
    this.driver = driver;
    this.cpu = cpu;
  }

  /** Asks for a CPU. */
  void claim(CpuShare wanted, CpuTurns.Work work) {
    cpu = wanted;
    claimedNs = driver.nowNs();
    cpu.claim(work);
  }

  /** Asks for the same CPU again. */
  void claimAgain(CpuTurns.Work work) {
    claim(cpu, work);
  }

  /**
   * The CPU is there.
   *
   * @param firstMapping of the request
   */
  void begin(long firstMapping) {
    cursorNs = driver.nowNs() + driver.faults().cpuAwayNs(firstMapping);
  }

  /**
   * The CPU was waited for since it was asked for.
   *
   * @param notBeforeNs the thread itself, busy with another request, could not have begun earlier
   */
  void hasWaited(long notBeforeNs) {
    driver.tally().waitedForCpu(Math.max(0, driver.nowNs() - Math.max(claimedNs, notBeforeNs)));
  }

  /** An answer was waited for. */
  void answered() {
    cursorNs = Math.max(cursorNs, driver.nowNs());
  }

  /** An interrupt is taken. */
  void interrupt() {
    cursorNs += driver.costs().interruptNs();
  }

  /** Copies into the bounce buffer of a mapping; how long that takes. */
  long copyIn(Mapping mapping) {
    var copyNs = driver.costs().copyInNs(mapping, mapping.demand().sizeBytes());
    cursorNs += copyNs;
    return copyNs;
  }

  /** Copies part of a mapped buffer into its bounce buffer once more. */
  void copyInAgain(long bytes) {
    var copyNs = driver.costs().copyNs(bytes);
    driver.tally().copiedIn(copyNs);
    cursorNs += copyNs;
  }

  /** Copies out of a bounce buffer; how long that takes. */
  long copyBack(long bytes) {
    var copyNs = driver.costs().copyNs(bytes);
    driver.tally().copiedBack(copyNs);
    cursorNs += copyNs;
    return copyNs;
  }

  /** Looks for the pool of a mapping's address; how long that takes. */
  long lookUp(Mapping mapping) {
    var lookUpNs = driver.lookUpNs(mapping);
    driver.tally().lookedUp(lookUpNs);
    cursorNs += lookUpNs;
    return lookUpNs;
  }

  /** When all of it will be done. */
  long doneNs() {
    return cursorNs;
  }

  /** The CPU is free when all of it is done; whether an interrupt may take it until then. */
  void endsWhenDone(boolean interruptible) {
    cpu.endsAt(cursorNs, interruptible);
  }

  /** The CPU is free. */
  void release() {
    cpu.release();
  }
}
