package swiotlb.report.page;

import java.util.List;
import java.util.regex.Pattern;

/** Something that a section of a report shows. */
public sealed interface Part {

  /** Paragraphs. */
  record Words(List<String> paragraphs) implements Part {
    /** Immutable from the start. */
    public Words {
      paragraphs = List.copyOf(paragraphs);
    }

    /** A single one. */
    public static Words of(String paragraph) {
      return new Words(List.of(paragraph));
    }
  }

  /** What the parts below it, up to the next one, are about. */
  record Heading(String text) implements Part {}

  /**
   * A text as it is, such as a scenario or a command.
   *
   * @param isFolded whether one has to unfold it to see it
   */
  record Listing(String caption, String text, boolean isFolded) implements Part {}

  /** Files that lie beside the page. */
  record Links(List<Link> links) implements Part {
    /** Immutable from the start. */
    public Links {
      links = List.copyOf(links);
    }
  }

  /**
   * A file beside the page.
   *
   * @param text what it is
   * @param file its name: small letters, digits, dots and dashes
   */
  record Link(String text, String file) {
    private static final Pattern FILE = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    /**
     * As it is.
     *
     * @throws IllegalArgumentException if the file has another name
     */
    public Link {
      if (!FILE.matcher(file).matches()) {
        throw new IllegalArgumentException("a file named '" + file + "'");
      }
    }
  }

  /**
   * Sequence diagrams, side by side where there is room.
   *
   * @param caption of all
   */
  record Sequences(String caption, List<Sequence> diagrams) implements Part {
    /** Immutable from the start. */
    public Sequences {
      diagrams = List.copyOf(diagrams);
    }
  }

  /**
   * A sequence diagram.
   *
   * @param summary what is to be seen, and what is left out
   * @param markup SVG of our own, in which texts from outside are harmless already
   */
  record Sequence(String caption, String summary, String markup) {
    /**
     * As it is.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public Sequence {
      if (!markup.startsWith("<svg ") || !markup.stripTrailing().endsWith("</svg>")) {
        throw new IllegalArgumentException(caption + ": no drawing");
      }
    }
  }

  /** A picture of numbers, which has a table of them as well. */
  sealed interface Chart extends Part {
    /** By which its pictures are called: small letters, digits and dashes. */
    String name();

    /** What it shows, in a line. */
    String caption();

    /** What is to be seen, in a sentence or two, for who reads or hears it; may be empty. */
    String summary();
  }

  /**
   * Lines over a common axis: time, or what was varied.
   *
   * @param x places of all points, rising; numbers of its labels, from 0, where its axis has some
   * @param marks moments with a name; may be none
   */
  record Lines(
      String name,
      String caption,
      String summary,
      Axis across,
      Axis up,
      List<Double> x,
      List<Series> series,
      List<Mark> marks)
      implements Chart {
    /**
     * Immutable from the start.
     *
     * @throws IllegalArgumentException if a series has not one number for each place
     */
    public Lines {
      x = List.copyOf(x);
      series = List.copyOf(series);
      marks = List.copyOf(marks);
      Charts.requireName(name);
      for (var line : series) {
        if (line.values().size() != x.size() || line.isOddlyBounded()) {
          throw new IllegalArgumentException(
              name + ": " + line.name() + " has not one number for each of " + x.size());
        }
      }
    }
  }

  /** A moment of a chart with a name. */
  record Mark(double x, String text) {}

  /**
   * A line of a chart.
   *
   * @param values one for each place; {@link Double#NaN} where there is none
   * @param low lower ends of intervals, or empty
   * @param high upper ends of intervals, or empty
   */
  record Series(
      String name, Style style, List<Double> values, List<Double> low, List<Double> high) {
    /** How it is drawn. */
    public enum Style {
      /** From point to point. */
      LINE,
      /** Each value until the next one. */
      STEPS,
      /** The same, filled below. */
      SURFACE
    }

    /** Immutable from the start. */
    public Series {
      values = List.copyOf(values);
      low = List.copyOf(low);
      high = List.copyOf(high);
    }

    /** One without intervals. */
    public static Series of(String name, Style style, List<Double> values) {
      return new Series(name, style, values, List.of(), List.of());
    }

    /** Whether its values have intervals. */
    public boolean hasIntervals() {
      return !low.isEmpty();
    }

    boolean isOddlyBounded() {
      return low.size() != high.size() || (hasIntervals() && low.size() != values.size());
    }
  }

  /** Bars, one below the other. */
  record Bars(String name, String caption, String summary, Axis along, List<Bar> bars)
      implements Chart {
    /** Immutable from the start. */
    public Bars {
      bars = List.copyOf(bars);
      Charts.requireName(name);
    }
  }

  /**
   * A bar.
   *
   * @param low lower end of its interval; the value itself if there is none
   * @param high upper end of its interval; the value itself if there is none
   * @param shown the value in words
   */
  record Bar(String label, double value, double low, double high, String shown) {
    /** One without an interval. */
    public static Bar of(String label, double value, String shown) {
      return new Bar(label, value, value, value, shown);
    }
  }

  /**
   * How great something was, row by row over a common axis: areas over time.
   *
   * @param step width of each column
   * @param rows their names, from the top
   * @param values for each row one for each column, none less than nothing
   */
  record Heat(
      String name,
      String caption,
      String summary,
      Axis across,
      double step,
      Axis shade,
      List<String> rows,
      List<List<Double>> values)
      implements Chart {
    /**
     * Immutable from the start.
     *
     * @throws IllegalArgumentException if rows differ in length, or have no name
     */
    public Heat {
      rows = List.copyOf(rows);
      values = values.stream().map(List::copyOf).toList();
      Charts.requireName(name);
      if (rows.size() != values.size()
          || values.stream().mapToInt(List::size).distinct().count() > 1) {
        throw new IllegalArgumentException(name + ": rows of different lengths, or without names");
      }
    }

    /** How many columns it has. */
    public int columns() {
      return values.isEmpty() ? 0 : values.get(0).size();
    }
  }

  /**
   * A table. The first cell of each row names the row.
   *
   * @param note below it; may be empty
   * @param isFolded whether one has to unfold it to see it
   */
  record Table(
      String caption, List<Column> columns, List<List<Cell>> rows, String note, boolean isFolded)
      implements Part {
    /**
     * Immutable from the start.
     *
     * @throws IllegalArgumentException if a row has more or fewer cells than there are columns
     */
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (var row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "%s: a row of %d cells in a table of %d columns"
                  .formatted(caption, row.size(), columns.size()));
        }
      }
    }

    /** One that is there to be seen, without a note. */
    public static Table of(String caption, List<Column> columns, List<List<Cell>> rows) {
      return new Table(caption, columns, rows, "", false);
    }
  }

  /**
   * A column.
   *
   * @param unit of its numbers; empty if its cells say it or there is none
   * @param isNumber whether its cells stand at their right end
   */
  record Column(String head, String unit, boolean isNumber) {
    /** Of words. */
    public static Column words(String head) {
      return new Column(head, "", false);
    }

    /** Of numbers that say their own units. */
    public static Column numbers(String head) {
      return new Column(head, "", true);
    }

    /** Of numbers in a unit. */
    public static Column numbers(String head, String unit) {
      return new Column(head, unit, true);
    }
  }

  /**
   * A cell.
   *
   * @param interval in which the value lies for all that is known, such as "3 to 5"; or empty
   */
  record Cell(String text, String interval, Report.Tone tone) {
    /** A plain one. */
    public static Cell of(String text) {
      return new Cell(text, "", Report.Tone.PLAIN);
    }

    /** One with the interval of its value. */
    public static Cell within(String text, String low, String high) {
      return new Cell(text, low + " to " + high, Report.Tone.PLAIN);
    }

    /** The same as other news. */
    public Cell in(Report.Tone other) {
      return new Cell(text, interval, other);
    }
  }

  /** What holds for all charts. */
  final class Charts {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,59}");

    private Charts() {}

    private static void requireName(String name) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a chart named '" + name + "'; write small letters, digits and dashes");
      }
    }
  }
}
