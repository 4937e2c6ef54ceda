package swiotlb.workload.block;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.ArrivingRequests;
import swiotlb.workload.Direction;

/**
 * Those I/Os of a file that move data, as requests of a job; the first of them comes at the start.
 *
 * @param device whose I/Os they are; empty: of all
 * @param speed so many times as fast as they came
 * @param threads of the job: requests of CPU n are those of thread n modulo their number, and where
 *     no CPU is told they take turns
 * @param firstNs when the first of them came
 * @param lastsNs no request comes later than this after the start of a run; 0: no limit
 * @param count how many there are in that time
 * @param longestPauseNs between two of them, at that speed
 */
public record BlockArrivals(
    BlockFile file,
    Optional<String> device,
    double speed,
    int threads,
    long firstNs,
    long lastsNs,
    long count,
    long longestPauseNs)
    implements ArrivingRequests {

  /**
   * The same, as a file's profile says.
   *
   * @param lastsNs no request comes later than this after the start of a run; 0: no limit
   */
  public static BlockArrivals of(
      BlockFile file,
      BlockProfile profile,
      Optional<String> device,
      double speed,
      int threads,
      long lastsNs) {
    var own = profile.of(device);
    return new BlockArrivals(
        file,
        device,
        speed,
        threads,
        own.firstNs(),
        lastsNs,
        own.requests(),
        (long) (own.pauseNs() / speed));
  }

  @Override
  public Opened open() {
    return new Reading(this);
  }

  /** One reading of them. */
  private static final class Reading implements Opened {
    private final BlockArrivals of;
    private final BlockStream stream;
    private @Nullable BlockIo here;
    private long passed = -1;
    private long atNs;

    Reading(BlockArrivals of) {
      this.of = of;
      this.stream = of.file.open();
      advance();
    }

    @Override
    public boolean hasRequest() {
      return here != null;
    }

    @Override
    public long atNs() {
      return atNs;
    }

    @Override
    public int thread() {
      var cpu = required().cpu();
      return (int) ((cpu == BlockIo.NO_CPU ? passed : cpu) % of.threads);
    }

    @Override
    public long bytes() {
      return required().bytes();
    }

    @Override
    public Direction direction() {
      return required().kind() == BlockIo.Kind.READ ? Direction.FROM_DEVICE : Direction.TO_DEVICE;
    }

    private BlockIo required() {
      if (here == null) {
        throw new IllegalStateException(of.file.path() + " has no more requests");
      }
      return here;
    }

    @Override
    public void advance() {
      do {
        here = stream.next();
      } while (here != null && !isOne(here));
      passed++;
      if (here != null) {
        atNs = (long) ((here.timeNs() - of.firstNs) / of.speed);
      }
      if (here == null || (of.lastsNs > 0 && atNs >= of.lastsNs)) {
        here = null;
        close();
      }
    }

    private boolean isOne(BlockIo io) {
      return io.movesData() && of.device.map(name -> name.equals(io.device())).orElse(true);
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
