package swiotlb.workload;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * How often things fail.
 *
 * @param perMille of a thousand occasions, on how many; none for what never fails
 * @param leastOrder pages of smaller blocks are not refused
 * @param lateWorkerNs by how much a worker is late
 * @param longGraceNs by how much a grace period is longer
 * @param lateInterruptNs by how much an interrupt is late
 * @param slowCpuNs for how long a CPU is away
 */
public record FaultRates(
    Map<Fault, Integer> perMille,
    int leastOrder,
    long lateWorkerNs,
    long longGraceNs,
    long lateInterruptNs,
    long slowCpuNs) {
  static final int PER_MILLE = 1000;

  /** Nothing fails. */
  public static final FaultRates NONE = new FaultRates(Map.of(), 0, 0, 0, 0, 0);

  private static final int[] DRAWN = {1, 3, 10, 30, 100, 300, 500};

  /**
   * Checked, and immutable from the start.
   *
   * @throws IllegalArgumentException if a rate is not possible
   */
  public FaultRates {
    perMille.forEach(FaultRates::check);
    perMille = Map.copyOf(perMille);
  }

  private static void check(Fault fault, int rate) {
    if (rate < 1 || rate > fault.mostPerMille()) {
      throw new IllegalArgumentException(
          "%s on %d of 1000 occasions; 1 to %d are possible"
              .formatted(fault.word(), rate, fault.mostPerMille()));
    }
  }

  /** On how many of a thousand occasions something fails. */
  public int perMille(Fault fault) {
    return perMille.getOrDefault(fault, 0);
  }

  /** How likely something fails on an occasion, from 0 to 1. */
  public double probability(Fault fault) {
    return (double) perMille(fault) / PER_MILLE;
  }

  /** Whether something fails now and then. */
  public boolean any() {
    return !perMille.isEmpty();
  }

  /**
   * Others, drawn: each fault is left out or happens at some rate from 1 to 500 of a thousand,
   * which go by factors of about three, since how many show most is not known. Mistakes of drivers
   * stay as they are, and so do times.
   *
   * @param possible faults that can happen at all; others do not
   */
  public FaultRates drawn(SplittableRandom random, Set<Fault> possible) {
    var rates = new EnumMap<Fault, Integer>(Fault.class);
    for (var fault : Fault.values()) {
      var isOn = random.nextBoolean();
      var rate = DRAWN[random.nextInt(DRAWN.length)];
      if (fault.isOfDriver() && perMille(fault) > 0) {
        rates.put(fault, perMille(fault));
      } else if (!fault.isOfDriver() && isOn && possible.contains(fault)) {
        rates.put(fault, rate);
      }
    }
    return new FaultRates(rates, leastOrder, lateWorkerNs, longGraceNs, lateInterruptNs, slowCpuNs);
  }
}
