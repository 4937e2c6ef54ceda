package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.Deviations;

/**
 * What came of an exploration so far: batches are added in their order, so that it does not depend
 * on who made them.
 */
public final class Explored {
  /**
   * How often a situation was come to.
   *
   * @param name by which it is asked for
   * @param words as the end of “runs in which …”
   * @param schedules runs in which it was so
   * @param first the first of them, from 1; 0: none
   */
  public record Reached(String name, String words, long schedules, long first) {}

  /** How many different timelines there were in the first schedules. */
  public record Point(long schedules, long timelines) {}

  /**
   * Something that went wrong.
   *
   * @param schedule the first run that showed it, from 1
   * @param drawn settings of faults that were drawn for it, by path
   * @param times runs that showed the like, of those that were kept
   */
  public record Wrong(
      long schedule, Finding finding, Deviations deviations, Map<String, String> drawn, int times) {

    /** Immutable from the start. */
    public Wrong {
      drawn = Collections.unmodifiableMap(new LinkedHashMap<>(drawn));
    }

    private Wrong onceMore() {
      return new Wrong(schedule, finding, deviations, drawn, times + 1);
    }
  }

  private final ExplorePlan plan;
  private final Set<Long> timelines = new HashSet<>();
  private final Curve curve = new Curve();
  private final List<Wrong> wrong = new ArrayList<>();
  private final long[] reached = new long[Situations.ALL.size()];
  private final long[] firstReached = new long[Situations.ALL.size()];
  private final Map<String, Integer> byNode = new TreeMap<>();
  private int batches;
  private long states;
  private boolean isAll;
  private long schedules;
  private long messages;
  private long choices;

  /** Nothing so far. */
  Explored(ExplorePlan plan) {
    this.plan = plan;
  }

  /**
   * A batch came, in whatever order.
   *
   * @param by who made it; empty: this process
   */
  void count(String by) {
    if (!by.isEmpty()) {
      byNode.merge(by, 1, Integer::sum);
    }
  }

  /** The batch that comes next. */
  void add(Batch batch) {
    for (var found : batch.found()) {
      add(schedules + found.schedule(), found, plan.drawnFor(batch.number()));
    }
    for (var i = 0; i < reached.length; i++) {
      reached[i] += batch.reached().get(i);
      if (firstReached[i] == 0 && batch.firstReached().get(i) > 0) {
        firstReached[i] = schedules + batch.firstReached().get(i);
      }
    }
    for (var timeline : batch.timelines()) {
      if (timelines.add(timeline.number())) {
        curve.add(schedules + timeline.schedule(), timelines.size());
      }
    }
    batches++;
    states += batch.states();
    isAll |= batch.isAll();
    schedules += batch.schedules();
    messages += batch.messages();
    choices += batch.choices();
  }

  private void add(long schedule, Batch.Found found, Map<String, String> drawn) {
    for (var i = 0; i < wrong.size(); i++) {
      var known = wrong.get(i);
      if (known.finding.isLike(found.finding())) {
        wrong.set(i, known.onceMore());
        return;
      }
    }
    wrong.add(new Wrong(schedule, found.finding(), found.deviations(), drawn, 1));
  }

  /** Names of all known situations. */
  public static List<String> situations() {
    return Situations.ALL.stream().map(Situation::name).toList();
  }

  /** How many batches were added. */
  int batches() {
    return batches;
  }

  /** Batches by the node that made them; empty where none did. */
  public Map<String, Integer> byNode() {
    return Collections.unmodifiableMap(byNode);
  }

  /** What was to be explored. */
  public ExplorePlan plan() {
    return plan;
  }

  /** Runs that were made. */
  public long schedules() {
    return schedules;
  }

  /** Messages of all of them. */
  public long messages() {
    return messages;
  }

  /** Choices of all of them. */
  public long choices() {
    return choices;
  }

  /** States that were gone on from, where every order is tried; else 0. */
  public long states() {
    return states;
  }

  /** Whether every order was tried. */
  public boolean isAll() {
    return isAll;
  }

  /** How many different timelines there were. */
  public int timelines() {
    return timelines.size();
  }

  /** How many different timelines there were after how many schedules, from none on. */
  public List<Point> curve() {
    return curve.upTo(schedules, timelines.size());
  }

  /** All known situations. */
  public List<Reached> reached() {
    var all = new ArrayList<Reached>();
    for (var i = 0; i < reached.length; i++) {
      var situation = Situations.ALL.get(i);
      all.add(new Reached(situation.name(), situation.words(), reached[i], firstReached[i]));
    }
    return all;
  }

  /** What went wrong, one of each kind, in the order in which it was seen. */
  public List<Wrong> wrong() {
    return List.copyOf(wrong);
  }

  /** What went wrong first; null if nothing did. */
  public @Nullable Wrong first() {
    return wrong.isEmpty() ? null : wrong.get(0);
  }
}
