package swiotlb.story;

import java.util.List;
import java.util.Optional;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.FreeBlocks;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.BuddyInfo;
import swiotlb.scenario.MachinePages;
import swiotlb.trace.store.TimeText;

/**
 * What is given: an allocator with its first pool, the memory around it, and a device. What takes
 * time takes round figures: 100 ns each search and release, and the constants below.
 *
 * @param slots of the first pool, and the default for those that are added
 * @param areas likewise
 * @param mayGrow false: a restricted allocator
 * @param freeMemory lines of {@code /proc/buddyinfo}; empty: plenty is free
 * @param coherentPoolBytes of an encrypted guest whose device needs shared memory; 0: not encrypted
 * @param patienceNs for which requests in process context wait for growth; 0: nobody waits
 * @param job what the device does when its job starts
 */
record Machine(
    int slots,
    int areas,
    boolean mayGrow,
    String freeMemory,
    long coherentPoolBytes,
    long patienceNs,
    Optional<Job> job) {
  /** One search of an area, or one release. */
  static final long LOCK_NS = 100;

  /** From queueing the growth work to the worker's first instruction. */
  static final long WORKER_START_NS = 1_000;

  /** One question of the worker to the page allocator; a pool needs three at least. */
  static final long QUESTION_NS = 1_000;

  /** From the release of a transient pool to the return of its memory. */
  static final long GRACE_NS = 5_000;

  /** What a device takes for a request of its job. */
  static final long SERVICE_NS = 50_000;

  /** From a failed or aborted request of a job to its next try. */
  static final long RETRY_NS = 20_000;

  private static final long MEMORY_BYTES = 2L << 30;
  private static final long FIRST_POOL = 1L << 30;

  /** So little that it keeps nobody from the last block. */
  private static final long RESERVE_BYTES = 4096;

  /**
   * A job of a device: requests that are all in flight at once.
   *
   * @param resetAtNs when the device is reset, from the start of the job; 0: never
   */
  record Job(int requests, long bytes, long resetAtNs) {
    @Override
    public String toString() {
      return "%d requests of %s".formatted(requests, Story.size(bytes))
          + (resetAtNs == 0 ? "" : ", reset after " + TimeText.of(resetAtNs));
    }
  }

  /** A machine with plenty of memory and a pool of one slot set. */
  static Machine of(boolean mayGrow) {
    return new Machine(128, 1, mayGrow, "", 0, 0, Optional.empty());
  }

  /** The size of the first pool and of those that are added. */
  Machine slots(int number) {
    return new Machine(number, areas, mayGrow, freeMemory, coherentPoolBytes, patienceNs, job);
  }

  /** Into how many areas pools are cut. */
  Machine areas(int number) {
    return new Machine(slots, number, mayGrow, freeMemory, coherentPoolBytes, patienceNs, job);
  }

  /** What is free on the host, as lines of {@code /proc/buddyinfo}; nothing else is. */
  Machine onHostWithFree(String buddyinfo) {
    return new Machine(slots, areas, mayGrow, buddyinfo, coherentPoolBytes, patienceNs, job);
  }

  /** A guest of encrypted memory, with a coherent pool of this size in each zone. */
  Machine inEncryptedGuest(long coherentBytes) {
    return new Machine(slots, areas, mayGrow, freeMemory, coherentBytes, patienceNs, job);
  }

  /** Requests in process context wait for growth instead of taking transient pools. */
  Machine whoseRequestsWait(long ns) {
    return new Machine(slots, areas, mayGrow, freeMemory, coherentPoolBytes, ns, job);
  }

  /** What the device does when its job starts, and when it is reset meanwhile. */
  Machine withJob(int requests, long bytes, long resetAtNs) {
    var of = Optional.of(new Job(requests, bytes, resetAtNs));
    return new Machine(slots, areas, mayGrow, freeMemory, coherentPoolBytes, patienceNs, of);
  }

  boolean isEncrypted() {
    return coherentPoolBytes > 0;
  }

  PoolGeometry firstPool() {
    return new PoolGeometry(FIRST_POOL, slots, areas);
  }

  static long memoryBytes() {
    return MEMORY_BYTES;
  }

  BuddyMemory memory() {
    var snapshot =
        freeMemory.isEmpty()
            ? Optional.<FreeBlocks>empty()
            : Optional.of(BuddyInfo.parse(freeMemory));
    return new MachinePages(snapshot, 0, RESERVE_BYTES, Optional.empty())
        .memory(MemoryLayout.x86(MEMORY_BYTES), List.of(firstPool()));
  }

  @Override
  public String toString() {
    return (mayGrow ? "an allocator" : "a restricted allocator")
        + " of %d slots in %d area%s".formatted(slots, areas, areas == 1 ? "" : "s")
        + (freeMemory.isEmpty() ? "" : ", free memory: " + freeMemory.strip())
        + (isEncrypted()
            ? ", encrypted, with coherent pools of " + Story.size(coherentPoolBytes)
            : "")
        + job.map(work -> ", job: " + work).orElse("")
        + (patienceNs > 0 ? ", requests wait for " + TimeText.of(patienceNs) : "");
  }
}
