package swiotlb.study.advise;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A size that was tried.
 *
 * @param size absent: what the kernel has where nothing is written
 * @param bootedSlots of the default pool after boot
 * @param bootedAreas of the default pool after boot
 * @param machines that were tried
 * @param machinesThatMet of these, those that met every objective that counts
 * @param objectives all of them, whether they count or not
 * @param isMet whether those that count are met, by the means of the machines
 * @param failed mappings that failed in all of them, by device and reason
 * @param first the first that failed in any of them
 * @param poolBytes of all lasting pools in the end, on average
 * @param usedSlots most in use at a time in any of them
 */
public record SizePoint(
    Optional<AskedSize> size,
    int bootedSlots,
    int bootedAreas,
    int machines,
    int machinesThatMet,
    List<Judged> objectives,
    boolean isMet,
    Map<Trial.Failure, Long> failed,
    Optional<Trial.FirstFailure> first,
    double poolBytes,
    long usedSlots) {

  /** Immutable from the start. */
  public SizePoint {
    objectives = List.copyOf(objectives);
  }

  /** One of them. */
  public Judged objective(String name) {
    return objectives.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** Those that are not met. */
  public List<Judged> unmet() {
    return objectives.stream().filter(one -> !one.isMet()).toList();
  }
}
