package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.study.conform.replay.PlaceTrials.Assumed;
import swiotlb.study.conform.replay.PlaceTrials.Followed;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * Finds where a default pool of a given size lies when nothing says so.
 *
 * <p>The likeliest places are followed for some way, once as if the recording began at boot, with
 * every search at the start of its area, and once with searches that have gone on to nobody knows
 * where. What agrees because it was learned from the recording itself does not count for a place.
 */
final class PlaceSearch {
  /** Mappings that are followed for each place. */
  private static final int MOST_MAPPINGS = 3000;

  /** Pools that may have grown, where the place of the default pool is a guess itself. */
  private static final int MOST_POOLS = 32;

  private final ReplayFacts facts;
  private final SearchWatch watch;
  private final List<RecordedMapping> mappings;
  private final List<RecordedMapping> some;
  private final PlaceTrials trials;
  private final List<List<Assumed>> byWindow = new ArrayList<>();

  /**
   * A search.
   *
   * @param facts whose place of the pool does not count
   */
  PlaceSearch(ReplayFacts facts, List<RecordedMapping> mappings, SearchWatch watch) {
    this.facts = facts;
    this.watch = watch;
    this.mappings = mappings;
    this.some = mappings.subList(0, Math.min(mappings.size(), MOST_MAPPINGS));
    var candidates = new PlaceCandidates(facts, mappings);
    this.trials = new PlaceTrials(some, facts, watch);
    var atBoot = candidates.asAtBoot();
    if (atBoot.isPresent()) {
      byWindow.add(List.of(new Assumed(atBoot.getAsLong(), true, List.of())));
    }
    for (var window : candidates.windows()) {
      byWindow.add(
          candidates.likely(window).stream()
              .map(start -> new Assumed(start, false, List.of()))
              .toList());
    }
  }

  /**
   * Places that fit equally well.
   *
   * @param score how many mappings lie where they were recorded, if the pool lies there
   */
  record Found(List<Followed> equal, long score) {}

  /**
   * Places in a stretch, at the best of which pools may have grown.
   *
   * @param growths for that one
   * @param score of their first births there
   */
  private record Grown(
      PlaceSearch search, GrowthSearch growths, List<Assumed> places, long score) {}

  /** What the recording is followed with if the pool lies there. */
  ReplayFacts at(PoolPlace place) {
    return facts.at(place.start(), place.isFromBoot());
  }

  /** How many mappings can agree at most. */
  long most() {
    return trials.most();
  }

  /**
   * The place that fits best if nothing grew.
   *
   * @param least the score that is wanted at least
   * @return null if no place reaches it
   */
  @Nullable Found alone(long least) {
    var bar = least;
    var best = new ArrayList<Followed>();
    for (var places : byWindow) {
      var reached = trials.best(places, bar);
      if (!reached.isEmpty() && reached.get(0).score() > bar) {
        bar = reached.get(0).score();
        best.clear();
      }
      best.addAll(reached);
    }
    return best.isEmpty() ? null : new Found(best, bar);
  }

  /**
   * Where the kernel may have grown, most buffers may lie in other pools: at the best place of each
   * stretch it is sought when they came, and all its places are followed with those.
   *
   * @param searches of one recording, each for another size
   * @param tried of these places so many, those that promise most
   * @param least the score that is wanted at least
   * @return the search with its find; null if none reaches it
   */
  static @Nullable Sized growing(List<PlaceSearch> searches, int tried, long least) {
    var promising =
        searches.stream()
            .flatMap(search -> search.grown().stream())
            .sorted(Comparator.comparingLong((Grown grown) -> -grown.score))
            .limit(tried)
            .toList();
    var bar = least;
    Sized best = null;
    for (var grown : promising) {
      var births = grown.growths.search();
      var assumed =
          grown.places.stream()
              .map(place -> new Assumed(place.start(), place.isFromBoot(), births))
              .toList();
      var followed = grown.search.trials.best(assumed, bar);
      if (!followed.isEmpty()) {
        bar = followed.get(0).score() + 1;
        best = new Sized(grown.search, new Found(followed, followed.get(0).score()));
      }
    }
    return best;
  }

  /** What a search found. */
  record Sized(PlaceSearch search, Found found) {
    /** One of the places. */
    PoolGeometry pool() {
      return search.facts.at(found.equal.get(0).of().start(), false).defaultPool();
    }

    /** The place that also fits the rest of the recording best. */
    PoolPlace place() {
      return search.place(found.equal);
    }
  }

  private List<Grown> grown() {
    var grown = new ArrayList<Grown>();
    for (var places : byWindow) {
      trials.best(places, 0).stream().findFirst().ifPresent(best -> grow(best.of(), places, grown));
    }
    return grown;
  }

  private void grow(Assumed place, List<Assumed> places, List<Grown> grown) {
    var search = new GrowthSearch(some, facts.at(place.start(), place.isFromBoot()), watch);
    var births = search.firstBirths();
    if (!births.isEmpty() && births.size() <= MOST_POOLS) {
      var assumed = new Assumed(place.start(), place.isFromBoot(), search.growths(births));
      grown.add(new Grown(this, search, places, trials.best(List.of(assumed), 0).get(0).score()));
    }
  }

  /** The rest of the recording decides among equals; then the lowest, or that of a boot. */
  private PoolPlace place(List<Followed> equal) {
    var best = equal.stream().map(Followed::of).toList();
    if (best.size() > 1 && some.size() < mappings.size()) {
      best =
          new PlaceTrials(mappings, facts, watch).best(best, 0).stream().map(Followed::of).toList();
    }
    var ordered = best.stream().sorted(Comparator.comparingLong(Assumed::start)).toList();
    var lowest = ordered.get(0).start();
    var highest = ordered.get(ordered.size() - 1).start();
    var atBoot = ordered.stream().filter(Assumed::isFromBoot).findFirst();
    if (atBoot.isPresent()) {
      var start = atBoot.get().start();
      return new PoolPlace(PoolPlace.Source.INFERRED, start, true, start, start);
    }
    return new PoolPlace(PoolPlace.Source.INFERRED, lowest, false, lowest, highest);
  }
}
