package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;

/** The same steepest ascent, but each change follows the whole recording from its start. */
final class ExhaustiveGrowthSearch {
  private final List<RecordedMapping> mappings;
  private final ReplayFacts facts;
  private final List<Long> scores = new ArrayList<>();

  ExhaustiveGrowthSearch(List<RecordedMapping> mappings, ReplayFacts facts) {
    this.mappings = mappings;
    this.facts = facts;
  }

  List<GrowthRecord> search() {
    var search = new GrowthSearch(mappings, facts, SearchWatch.none());
    var births = search.firstBirths();
    scores.add(score(search.growths(births)));
    for (var better = births; better != null; ) {
      births = better;
      better = better(search, births);
    }
    return search.growths(births);
  }

  /** The score of each round. */
  List<Long> scores() {
    return scores;
  }

  private Map<Long, Double> better(GrowthSearch search, Map<Long, Double> births) {
    var best = scores.get(scores.size() - 1);
    Map<Long, Double> better = null;
    for (var change : search.changes(births)) {
      var score = score(change.growths());
      if (score > best) {
        best = score;
        better = change.births();
      }
    }
    if (better != null) {
      scores.add(best);
    }
    return better;
  }

  private long score(List<GrowthRecord> growths) {
    try (var target = new DirectTarget(facts)) {
      return new ReplayDriver(mappings, growths, facts, target).run().equal();
    }
  }
}
