package swiotlb.study.conform.against;

import java.util.List;
import java.util.Locale;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenAnswer.PageQuestion;

/** What a differing run of the growth work can be read as. */
final class GrowthReadings {
  private GrowthReadings() {}

  static Reading of(GoldenAnswer recorded, GoldenAnswer got) {
    if (recorded.outcome() instanceof Outcome.Idle || got.outcome() instanceof Outcome.Idle) {
      return new Reading(
          Rule.GROWTH_WORK, "the growth work runs though it is not pending, or does not");
    }
    if (recorded.outcome() instanceof Outcome.Grown theirs
        && got.outcome() instanceof Outcome.Grown own) {
      if (theirs.nslabs() != own.nslabs()) {
        return size(theirs.nslabs() > own.nslabs());
      }
      if (theirs.areas() != own.areas() || theirs.areaNslabs() != own.areaNslabs()) {
        return new Reading(Rule.GROWTH_AREAS, "a dynamic pool is cut into other areas");
      }
      if (theirs.pool() != own.pool()) {
        return new Reading(Rule.COUNTERS, "pools are numbered otherwise");
      }
    }
    var theirs = orders(recorded.pages());
    var own = orders(got.pages());
    if (!theirs.isEmpty() && !own.isEmpty() && !theirs.get(0).equals(own.get(0))) {
      return size(theirs.get(0) > own.get(0));
    }
    return theirs.equals(own)
        ? new Reading(Rule.GROWTH_PAGES, "a dynamic pool asks other zones, or lies elsewhere")
        : new Reading(Rule.GROWTH_SIZE, "after a refusal the wish becomes another size");
  }

  private static Reading size(boolean isLarger) {
    return new Reading(
        Rule.GROWTH_SIZE,
        "a dynamic pool is " + (isLarger ? "larger" : "smaller") + " than the specification's");
  }

  private static List<Integer> orders(List<PageQuestion> pages) {
    return pages.stream().map(PageQuestion::order).toList();
  }

  /** Orders and zones that are asked for, without the answers. */
  static List<String> questions(List<PageQuestion> pages) {
    return pages.stream()
        .map(page -> page.order() + " of " + page.zone().name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
