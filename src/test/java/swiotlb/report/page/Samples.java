package swiotlb.report.page;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Part.Series;
import swiotlb.report.page.Report.Tone;

/** A report that has one of each, in which every text is the same. */
final class Samples {
  private Samples() {}

  static Report of(String text) {
    var x = List.of(0.0, 1e6, 2e6);
    return new Report(
        text,
        text,
        text,
        new Report.Answer(Tone.BAD, text, List.of(text, text)),
        List.of(
            new Report.Section(
                text,
                List.of(
                    Part.Words.of(text),
                    new Part.Listing(text, text, false),
                    new Part.Listing(text, text, true),
                    new Part.Lines(
                        "lines",
                        text,
                        text,
                        Axis.time(text),
                        Axis.of(text, text),
                        x,
                        List.of(
                            new Series(
                                text,
                                Series.Style.LINE,
                                List.of(1.0, Double.NaN, 3.5),
                                List.of(0.5, Double.NaN, 3.25),
                                List.of(1.5, Double.NaN, 4.0)),
                            Series.of(text, Series.Style.STEPS, List.of(2.0, 2.0, 1.0)),
                            Series.of(text, Series.Style.SURFACE, List.of(1.0, 0.0, 1.0))),
                        List.of(new Part.Mark(1e6, text))),
                    new Part.Lines(
                        "places",
                        text,
                        text,
                        Axis.of(text, List.of(text, "second")),
                        Axis.time(text).logarithmic(),
                        List.of(0.0, 1.0),
                        List.of(Series.of(text, Series.Style.LINE, List.of(10.0, 5000.0))),
                        List.of()),
                    new Part.Bars(
                        "bars",
                        text,
                        text,
                        Axis.time(text),
                        List.of(
                            new Part.Bar(text, 2000, 1500, 2500, text),
                            Part.Bar.of(text, 0, text))),
                    new Part.Heat(
                        "heat",
                        text,
                        text,
                        Axis.time(text),
                        1e6,
                        Axis.of(text, text),
                        List.of(text, text),
                        List.of(List.of(0.0, 1.0), List.of(0.0, 0.0))),
                    new Part.Table(
                        text,
                        List.of(Column.words(text), Column.numbers(text, text)),
                        List.of(
                            List.of(Cell.of(text), Cell.within("4", "3", text).in(Tone.DOUBTFUL))),
                        text,
                        true)))));
  }

  /** A curve over so many values of a setting, the same at all of them. */
  static Part.Lines curve(int points, double value) {
    return new Part.Lines(
        "curve",
        "curve",
        "",
        Axis.of("setting", ""),
        Axis.of("number", ""),
        IntStream.range(0, points).mapToObj(i -> (double) i).toList(),
        List.of(Series.of("mean", Series.Style.LINE, Collections.nCopies(points, value))),
        List.of());
  }

  /** A line of so many points, each other than the one before. */
  static Part.Lines line(int points) {
    return new Part.Lines(
        "long",
        "long",
        "",
        Axis.time("time"),
        Axis.of("number", ""),
        IntStream.range(0, points).mapToObj(i -> (double) i).toList(),
        List.of(
            Series.of(
                "one",
                Series.Style.STEPS,
                IntStream.range(0, points).mapToObj(i -> (double) (i % 7)).toList())),
        List.of());
  }
}
