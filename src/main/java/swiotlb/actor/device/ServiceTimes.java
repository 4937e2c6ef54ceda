package swiotlb.actor.device;

import java.util.SplittableRandom;
import swiotlb.workload.Seeds;

/**
 * How a device's latency varies, and on how many requests it works at a time.
 *
 * @param spread how the latencies of single requests are distributed around their mean
 * @param deviationPpm with {@link Spread#LOGNORMAL}: their standard deviation, in millionths of the
 *     mean
 * @param parallelism requests that it works on at a time; 0: as many as come
 * @param runDeviationPpm standard deviation, in millionths, of the factor of mean 1 by which the
 *     device is slower or faster in a whole run
 */
public record ServiceTimes(Spread spread, int deviationPpm, int parallelism, int runDeviationPpm) {
  /** Always the same, and for all requests at once. */
  public static final ServiceTimes CONSTANT = new ServiceTimes(Spread.NONE, 0, 0, 0);

  /** How latencies are distributed. */
  public enum Spread {
    /** All are the same. */
    NONE,
    /** Exponentially. */
    EXPONENTIAL,
    /** Log-normally. */
    LOGNORMAL
  }

  /** Draws what varies. State of one device. */
  static final class Draws {
    private final ServiceTimes times;
    private final long seed;
    private final SplittableRandom requests;
    private double ofRun = 1;

    /** Those of a device. */
    Draws(ServiceTimes times, long seed, String device) {
      this.times = times;
      this.seed = seed;
      this.requests = Seeds.stream(seed, device + "/service");
    }

    /** A run begins; in one run all devices are as slow as each other. */
    void beginRun(int run) {
      ofRun =
          times.runDeviationPpm == 0
              ? 1
              : logNormal(Seeds.stream(seed, "run-noise#" + run), times.runDeviationPpm);
    }

    /** How long something takes in this run. */
    long inRun(long ns) {
      return ofRun == 1 ? ns : Math.round(ns * ofRun);
    }

    /** The latency of one request. */
    long serviceNs(long meanNs) {
      return switch (times.spread) {
        case NONE -> inRun(meanNs);
        case EXPONENTIAL -> inRun(Math.round(-StrictMath.log(1 - requests.nextDouble()) * meanNs));
        case LOGNORMAL -> inRun(Math.round(logNormal(requests, times.deviationPpm) * meanNs));
      };
    }

    /** Of mean 1: its logarithm is normal, drawn after Box and Muller. */
    private static double logNormal(SplittableRandom random, int deviationPpm) {
      var deviation = deviationPpm / 1e6;
      var variance = StrictMath.log(1 + deviation * deviation);
      var radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      var normal = radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
      return StrictMath.exp(StrictMath.sqrt(variance) * normal - variance / 2);
    }
  }
}
