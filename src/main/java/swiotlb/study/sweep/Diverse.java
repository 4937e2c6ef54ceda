package swiotlb.study.sweep;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import swiotlb.study.vary.Axes;
import swiotlb.study.vary.Axis;
import swiotlb.workload.Seeds;

/**
 * Looks for new kinds of outcome rather than for good ones, as pattern space exploration does
 * (Chérel, Cottineau and Reuillon, 2015). It begins with the points of a Latin hypercube and then
 * takes a quarter each of: points near one that gave a rare kind; points half way from such a one
 * to the nearest of another kind, since a third may hide between; points in line with two of a rare
 * kind; and points that are far from all others. A batch has the same size whatever runs it, so
 * that the points are a function of the seed and of what came of them.
 */
final class Diverse implements Sampling {
  private static final int BATCH = 8;
  private static final int TRIES = 64;

  /** Of so many points by chance the one that is farthest from all others is taken. */
  private static final int CANDIDATES = 16;

  private final List<Axis> axes;
  private final long size;
  private final long seed;

  private final Set<List<Long>> taken = new HashSet<>();

  /** Points by the kind that they gave first, in the order in which kinds were found. */
  private final Map<String, List<List<Long>>> byKind = new LinkedHashMap<>();

  private int batches;

  Diverse(List<Axis> axes, long size, long seed) {
    this.axes = axes;
    var all = Axes.points(axes);
    this.size = all.min(BigInteger.valueOf(size)).longValueExact();
    this.seed = seed;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public List<Point> next(List<Seen> seen) {
    for (var one : seen) {
      for (var kind : one.kinds()) {
        byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(one.point().at());
      }
    }
    var random = Seeds.stream(seed, "diverse " + ++batches);
    var points = new ArrayList<Point>();
    var first = batches == 1 ? spread() : List.<List<Long>>of();
    for (var i = 0; i < BATCH && taken.size() < size; i++) {
      var at = i < first.size() && !taken.contains(first.get(i)) ? first.get(i) : fresh(i, random);
      taken.add(at);
      points.add(Point.of(taken.size(), axes, at));
    }
    return points;
  }

  private List<List<Long>> spread() {
    return new LatinHypercube(axes, BATCH, seed).next(List.of()).stream().map(Point::at).toList();
  }

  /** A point that was not taken, of which there is at least one. */
  private List<Long> fresh(int turn, SplittableRandom random) {
    for (var i = 0; i < TRIES; i++) {
      var at = proposal(turn, random);
      if (!taken.contains(at)) {
        return at;
      }
    }
    return free(anywhere(random));
  }

  private List<Long> proposal(int turn, SplittableRandom random) {
    if (byKind.isEmpty()) {
      return anywhere(random);
    }
    var kind = rare(random);
    return switch (turn % 4) {
      case 0 -> near(any(kind, random), random);
      case 1 -> atEdge(any(kind, random), kind, random);
      case 2 -> onLine(any(kind, random), any(kind, random), -1, 2, random);
      default -> farthest(random);
    };
  }

  /**
   * The points of a kind; the fewer it has, the likelier. Where the scenario is refused there is
   * nothing to be found but its edge.
   */
  private List<List<Long>> rare(SplittableRandom random) {
    var kinds =
        byKind.entrySet().stream()
            .filter(kind -> byKind.size() == 1 || !kind.getKey().equals(OutcomeKind.REFUSED))
            .map(Map.Entry::getValue)
            .toList();
    var sum = kinds.stream().mapToDouble(points -> 1.0 / points.size()).sum();
    var left = random.nextDouble() * sum;
    var i = 0;
    while (i < kinds.size() - 1 && left >= 1.0 / kinds.get(i).size()) {
      left -= 1.0 / kinds.get(i).size();
      i++;
    }
    return kinds.get(i);
  }

  private static List<Long> any(List<List<Long>> points, SplittableRandom random) {
    return points.get(random.nextInt(points.size()));
  }

  /** The same but for one axis at least; near steps are likelier, far ones are not left out. */
  private List<Long> near(List<Long> parent, SplittableRandom random) {
    var at = new ArrayList<>(parent);
    var certain = random.nextInt(axes.size());
    for (var i = 0; i < axes.size(); i++) {
      if (i == certain || random.nextInt(axes.size()) == 0) {
        at.set(i, moved(axes.get(i), at.get(i), random));
      }
    }
    return List.copyOf(at);
  }

  private static long moved(Axis axis, long from, SplittableRandom random) {
    if (!axis.isOrdered()) {
      return random.nextLong(axis.size());
    }
    if (random.nextInt(4) == 0) { // At the ends is what nobody has tried.
      var end = random.nextBoolean() ? 0 : axis.size() - 1;
      return random.nextBoolean() ? end : (from + end) / 2;
    }
    var reach = Math.max(1, (long) Math.pow((double) axis.size(), random.nextDouble()));
    var step = 1 + random.nextLong(reach);
    var to = random.nextBoolean() ? from + step : from - step;
    return Math.max(0, Math.min(axis.size() - 1, to));
  }

  /** About half way to the nearest point of another kind; near itself if there is none. */
  private List<Long> atEdge(List<Long> from, List<List<Long>> kind, SplittableRandom random) {
    var others = new ArrayList<List<Long>>();
    byKind.values().stream().filter(other -> other != kind).forEach(others::addAll);
    return others.stream()
        .min(Comparator.comparingDouble(other -> distance(from, other)))
        .map(nearest -> onLine(from, nearest, 0.2, 0.8, random))
        .orElseGet(() -> near(from, random));
  }

  /**
   * A point on the line through two others.
   *
   * @param least share of the way from the first to the second
   */
  private List<Long> onLine(
      List<Long> a, List<Long> b, double least, double most, SplittableRandom random) {
    var share = random.nextDouble(least, most);
    var at = new ArrayList<Long>();
    for (var i = 0; i < axes.size(); i++) {
      var axis = axes.get(i);
      var between = Math.round(a.get(i) + share * (double) (b.get(i) - a.get(i)));
      at.add(
          axis.isOrdered()
              ? Math.max(0, Math.min(axis.size() - 1, between))
              : any(List.of(a, b), random).get(i));
    }
    return List.copyOf(at);
  }

  private List<Long> farthest(SplittableRandom random) {
    var best = anywhere(random);
    var distance = distanceToTaken(best);
    for (var i = 1; i < CANDIDATES; i++) {
      var other = anywhere(random);
      var itsDistance = distanceToTaken(other);
      if (itsDistance > distance) {
        best = other;
        distance = itsDistance;
      }
    }
    return best;
  }

  private double distanceToTaken(List<Long> at) {
    return taken.stream().mapToDouble(other -> distance(at, other)).min().orElse(0);
  }

  private double distance(List<Long> a, List<Long> b) {
    var sum = 0.0;
    for (var i = 0; i < axes.size(); i++) {
      var axis = axes.get(i);
      var apart = Math.abs(a.get(i) - b.get(i));
      var share =
          axis.isOrdered() ? (double) apart / (axis.size() - 1) : (double) Math.min(1, apart);
      sum += share * share;
    }
    return sum;
  }

  private List<Long> anywhere(SplittableRandom random) {
    return axes.stream().map(axis -> random.nextLong(axis.size())).toList();
  }

  /** The first one from here on, in the order of a grid, that was not taken. */
  private List<Long> free(List<Long> from) {
    var at = new ArrayList<>(from);
    while (taken.contains(at)) {
      for (var i = axes.size() - 1; i >= 0; i--) {
        var value = (at.get(i) + 1) % axes.get(i).size();
        at.set(i, value);
        if (value != 0) {
          break;
        }
      }
    }
    return List.copyOf(at);
  }
}
