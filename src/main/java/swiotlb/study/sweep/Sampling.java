package swiotlb.study.sweep;

import java.util.List;
import java.util.regex.Pattern;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.study.vary.Axis;

/**
 * Which points of the axes are run. They are asked for batch by batch, so that a later one can go
 * by what came of those before. A function of the axes, the seed and what it is told.
 */
interface Sampling {
  /** Points that a sweep can have. */
  long MOST_POINTS = 100_000;

  /** Points that one can have that compares each with all others. */
  long MOST_DIVERSE_POINTS = 10_000;

  /**
   * What came of a point.
   *
   * @param kinds of outcome of its runs, in words
   */
  record Seen(Point point, List<String> kinds) {}

  /**
   * The next points, in the order in which they are to be run.
   *
   * @param seen what came of those of the batch before; empty for the first
   * @return none, if that was all
   */
  List<Point> next(List<Seen> seen);

  /** How many points it gives in all, at most. */
  long size();

  /** How a sampling is named, and how many points it takes. */
  record Choice(String name, long points) {
    private static final Pattern WRITTEN = Pattern.compile("(lhs|diverse):([0-9]{1,18})");
    static final String GRID = "grid";

    /**
     * What an option says.
     *
     * @throws InputException if it says nothing that is known
     */
    static Choice parse(String text) {
      if (text.equals(GRID)) {
        return new Choice(GRID, 0);
      }
      var written = WRITTEN.matcher(text);
      if (!written.matches()) {
        throw new InputException(
            "--sample " + Text.cut(text, 60),
            "is none of grid (every point), lhs:200 (200 points, evenly spread), diverse:200 (200"
                + " points, looking for new kinds of outcome)");
      }
      var points = Long.parseLong(written.group(2));
      var name = written.group(1);
      var most = name.equals("diverse") ? MOST_DIVERSE_POINTS : MOST_POINTS;
      if (points < 1 || points > most) {
        throw new InputException(
            "--sample " + text, "takes 1 to " + most + " points, as in " + name + ":200");
      }
      return new Choice(name, points);
    }

    /**
     * The sampling of some axes.
     *
     * @throws InputException if it would be too large
     */
    Sampling over(List<Axis> axes, long seed) {
      return switch (name) {
        case "lhs" -> new LatinHypercube(axes, (int) points, seed);
        case "diverse" -> new Diverse(axes, points, seed);
        default -> new Grid(axes, seed);
      };
    }
  }
}
