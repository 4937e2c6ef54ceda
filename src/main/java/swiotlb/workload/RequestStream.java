package swiotlb.workload;

import java.util.SplittableRandom;

/**
 * The requests of one thread of a job, one after the other: a function of the scenario's seed and
 * the thread's name. Not thread-safe.
 */
public final class RequestStream {
  private static final long LOWEST_BUFFER = 1L << 20;

  private final JobSpec job;
  private final long memoryBytes;
  private final SplittableRandom random;
  private final int totalWeight;

  private long bytes;
  private boolean isRead;
  private long address;

  /**
   * A stream.
   *
   * @param seed of the scenario
   * @param name who draws from it, such as {@code nvme0/writers/2#0}
   * @param memoryBytes callers' buffers lie below this address
   */
  public RequestStream(JobSpec job, long seed, String name, long memoryBytes) {
    this.job = job;
    this.memoryBytes = memoryBytes;
    this.random = Seeds.stream(seed, name);
    this.totalWeight = job.blocks().stream().mapToInt(JobSpec.Block::weight).sum();
  }

  /** Goes on to the next request. */
  public void next() {
    bytes = pickBlock();
    isRead = random.nextInt(100) < job.readPercent();
    var align = job.bufferAlign();
    var places = Math.max(1, (memoryBytes - LOWEST_BUFFER - bytes) / align);
    address = LOWEST_BUFFER + random.nextLong(places) * align;
  }

  /** Size of the request in bytes. */
  public long bytes() {
    return bytes;
  }

  /** Whether the device writes the buffer. */
  public boolean isRead() {
    return isRead;
  }

  /** Physical address of the caller's buffer. */
  public long address() {
    return address;
  }

  private long pickBlock() {
    var blocks = job.blocks();
    if (blocks.size() == 1) {
      return blocks.get(0).bytes();
    }
    var pick = random.nextInt(totalWeight);
    for (var block : blocks) {
      pick -= block.weight();
      if (pick < 0) {
        return block.bytes();
      }
    }
    throw new IllegalStateException("weights of blocks do not add up");
  }
}
