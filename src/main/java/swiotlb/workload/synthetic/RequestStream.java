package swiotlb.workload.synthetic;

import java.util.List;
import java.util.SplittableRandom;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.workload.Buffer;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.JobSpec;
import swiotlb.workload.RequestSource;
import swiotlb.workload.Seeds;

/**
 * The requests of one thread of a job, one after the other, each as the list of the buffers that
 * are mapped for it: a function of the scenario's seed and the thread's name. Not thread-safe.
 */
public final class RequestStream implements RequestSource {
  private final JobSpec job;
  private final Placement placement;
  private final SplittableRandom random;
  private final int totalWeight;
  private long syncDraw;

  /**
   * A stream.
   *
   * @param seed of the scenario
   * @param name who draws from it, such as {@code nvme0/writers/2#0}
   * @param memory of the machine, in which callers' buffers lie
   */
  public RequestStream(
      JobSpec job, DriverSpec driver, long seed, String name, MemoryLayout memory) {
    this.job = job;
    this.random = Seeds.stream(seed, name);
    this.placement = new Placement(job, driver, random, memory);
    this.totalWeight = job.blocks().stream().mapToInt(JobSpec.Block::weight).sum();
  }

  @Override
  public int next(List<Buffer> into) {
    var bytes = pickBlock();
    var direction = pickDirection();
    var filled = placement.place(bytes, direction, into);
    syncDraw = job.handling().syncs() > 0 ? random.nextLong() : 0;
    return filled;
  }

  @Override
  public long syncDraw() {
    return syncDraw;
  }

  private Direction pickDirection() {
    var draw = random.nextInt(100);
    if (draw < job.buffers().readPercent()) {
      return Direction.FROM_DEVICE;
    }
    return draw < job.buffers().readPercent() + job.buffers().bidirectionalPercent()
        ? Direction.BIDIRECTIONAL
        : Direction.TO_DEVICE;
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
