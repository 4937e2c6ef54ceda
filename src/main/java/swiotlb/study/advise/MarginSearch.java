package swiotlb.study.advise;

import java.util.List;
import java.util.Optional;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.scenario.Scenario;

/**
 * What more load does to a size, and which one that load takes.
 *
 * @param unsized the machine, booted without sizes
 */
record MarginSearch(
    AskedSize size,
    Scenario unsized,
    Objectives objectives,
    Sizes sizes,
    Judge judge,
    Trials trials,
    Effort effort) {
  private static final double FINEST_LOAD = 0.25;
  private static final String COHERENT_EXHAUSTED = FailureReason.COHERENT_POOL_EXHAUSTED.id();

  Margin margin() {
    var factor = objectives.growthFactor();
    if (isMetAt(size, factor)) {
      return new Margin(factor, true, factor, Optional.empty(), Optional.of(size));
    }
    var holds = 1.0;
    var breaks = factor;
    while (breaks - holds > FINEST_LOAD) {
      var middle = (holds + breaks) / 2;
      if (isMetAt(size, middle)) {
        holds = middle;
      } else {
        breaks = middle;
      }
    }
    var larger = more(size, at(size, breaks));
    while (larger.isPresent() && !isMetAt(larger.get(), factor)) {
      larger = more(larger.get(), at(larger.get(), factor));
    }
    var first =
        judge.point(
            Optional.of(size),
            size.slots(),
            size.areas(),
            unsized.units().slotBytes(),
            at(size, breaks));
    return new Margin(factor, false, holds, Optional.of(first), larger);
  }

  /** The next larger size, of the coherent pools where they were too small. */
  private Optional<AskedSize> more(AskedSize tried, List<Trial> unmet) {
    var isOfCoherent =
        tried.coherentBytes() > 0
            && unmet.stream()
                .flatMap(trial -> trial.failed().keySet().stream())
                .anyMatch(failure -> failure.reason().equals(COHERENT_EXHAUSTED));
    if (!isOfCoherent) {
      return sizes.above(tried);
    }
    var doubled = 2 * tried.coherentBytes();
    return doubled > CoherentSizes.most(unsized)
        ? Optional.empty()
        : Optional.of(tried.withCoherent(doubled));
  }

  private boolean isMetAt(AskedSize tried, double load) {
    return judge.isMet(at(tried, load));
  }

  private List<Trial> at(AskedSize tried, double load) {
    return trials.of(
        new Trials.Configuration(Optional.of(tried), unsized.dynamic(), load), effort.fewOfLoad());
  }
}
