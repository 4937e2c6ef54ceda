package swiotlb.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Series;
import swiotlb.study.sweep.MainEffect;
import swiotlb.study.sweep.MainFigure;
import swiotlb.study.sweep.Tally;

/** How figures go with each setting of a sweep, as curves. */
final class SweepCurves {
  private static final int MOST_CHARTS = 16;
  private static final int MOST_PLACES = 24;
  private static final int GROUPS = 8;
  private static final int LONGEST_NAME = 20;
  private static final double WIDE = 50;

  private final SweepFindings findings;
  private final List<Part> all = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private SweepCurves(SweepFindings findings) {
    this.findings = findings;
  }

  /** Of each figure that differs over each setting that explains some of it; and which not. */
  static List<Part> of(SweepFindings findings) {
    var curves = new SweepCurves(findings);
    for (var figure : findings.differing()) {
      var effects = findings.effects(figure).stream().map(MainEffect::path).toList();
      for (var i = 0; i < findings.axes().size(); i++) {
        if (effects.contains(findings.axes().get(i).path())) {
          curves.curve(figure, i);
        } else if (findings.axes().get(i).size() > 1) {
          curves.leaveOut(figure, i, "explains none of it by itself");
        }
      }
    }
    if (!curves.leftOut.isEmpty()) {
      curves.all.add(Part.Words.of("Not drawn: " + String.join("; ", curves.leftOut) + "."));
    }
    return curves.all;
  }

  private void leaveOut(MainFigure figure, int number, String why) {
    leftOut.add("%s over %s (%s)".formatted(figure.label(), findings.names().get(number), why));
  }

  /** Runs at a place of a chart. */
  private record Place(double x, String label, List<Double> values) {}

  private void curve(MainFigure figure, int number) {
    var axis = findings.axes().get(number);
    var numbers = numbers(figure, axis);
    var places = axis.isNumeric() ? grouped(numbers) : words(figure, axis);
    if (places.size() < 2 || places.size() > MOST_PLACES || all.size() >= MOST_CHARTS) {
      leaveOut(
          figure,
          number,
          places.size() < 2
              ? "one value has it"
              : places.size() > MOST_PLACES
                  ? places.size() + " values"
                  : "no more than " + MOST_CHARTS + " charts");
      return;
    }
    var name = findings.names().get(number);
    var x = places.stream().map(Place::x).toList();
    all.add(
        new Part.Lines(
            nameOf(figure, number, name),
            "%s over %s".formatted(figure.label(), name),
            "The line is the mean of all runs there, the band reaches from the least of them to the"
                + " greatest."
                + (numbers.size() > places.size()
                    ? " Its %d values are taken together in %d groups, each at their mean."
                        .formatted(numbers.size(), places.size())
                    : ""),
            across(axis, name, places),
            Axis.of(figure.label(), figure.unit()),
            x,
            List.of(
                new Series(
                    "mean",
                    Series.Style.LINE,
                    places.stream().map(SweepCurves::mean).toList(),
                    places.stream()
                        .map(p -> p.values.stream().min(Double::compare).orElseThrow())
                        .toList(),
                    places.stream()
                        .map(p -> p.values.stream().max(Double::compare).orElseThrow())
                        .toList())),
            List.of()));
  }

  private static double mean(Place place) {
    return place.values.stream().mapToDouble(v -> v).average().orElseThrow();
  }

  private static String nameOf(MainFigure figure, int number, String name) {
    var plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return (figure.name().toLowerCase(Locale.ROOT).replace('_', '-')
            + "-by-"
            + (number + 1)
            + "-"
            + plain.substring(0, Math.min(LONGEST_NAME, plain.length())))
        .replaceAll("-+", "-");
  }

  private static Axis across(swiotlb.study.vary.Axis axis, String name, List<Place> places) {
    if (!axis.isNumeric()) {
      return Axis.of(name, places.stream().map(Place::label).toList());
    }
    var across =
        axis.isOfTimes()
            ? Axis.time(name)
            : axis.isOfSizes()
                ? new Axis(name, Axis.Measure.BYTES, "", false, List.of())
                : Axis.of(name, "");
    var least = places.get(0).x;
    return least > 0 && places.get(places.size() - 1).x >= WIDE * least
        ? across.logarithmic()
        : across;
  }

  private List<Place> words(MainFigure figure, swiotlb.study.vary.Axis axis) {
    var byWord = new LinkedHashMap<String, List<Double>>();
    for (var point : findings.points()) {
      add(
          figure,
          point,
          byWord.computeIfAbsent(SweepFindings.valueAt(point, axis), word -> new ArrayList<>()));
    }
    var places = new ArrayList<Place>();
    byWord.forEach(
        (word, values) -> {
          if (!values.isEmpty()) {
            places.add(new Place(places.size(), word, values));
          }
        });
    return places;
  }

  private Map<Double, List<Double>> numbers(MainFigure figure, swiotlb.study.vary.Axis axis) {
    var byNumber = new TreeMap<Double, List<Double>>();
    for (var point : findings.points()) {
      axis.number(point.settings().getOrDefault(axis.path(), ""))
          .ifPresent(
              number ->
                  add(figure, point, byNumber.computeIfAbsent(number, n -> new ArrayList<>())));
    }
    byNumber.values().removeIf(List::isEmpty);
    return byNumber;
  }

  private static void add(MainFigure figure, Tally.Seen point, List<Double> to) {
    for (var run : point.runs()) {
      var value = run.figures().get(figure);
      if (value != null) {
        to.add(value);
      }
    }
  }

  /** Numbers beside each other together, where there are many. */
  private static List<Place> grouped(Map<Double, List<Double>> byNumber) {
    var numbers = List.copyOf(byNumber.keySet());
    var groups = numbers.size() > MOST_PLACES ? GROUPS : numbers.size();
    var places = new ArrayList<Place>();
    for (var group = 0; group < groups; group++) {
      var some =
          numbers.subList(numbers.size() * group / groups, numbers.size() * (group + 1) / groups);
      var values = new ArrayList<Double>();
      some.forEach(number -> values.addAll(byNumber.getOrDefault(number, List.of())));
      places.add(new Place(some.stream().mapToDouble(n -> n).average().orElseThrow(), "", values));
    }
    return places;
  }
}
