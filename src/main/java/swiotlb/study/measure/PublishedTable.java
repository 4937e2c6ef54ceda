package swiotlb.study.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import swiotlb.figures.statistics.PublishedDifference;

/** What was published with the dynamic design, of {@code published-2023.csv}. */
public final class PublishedTable {
  /** Runs of each test, without a reboot in between. */
  public static final int RUNS = 5;

  private static final String RESOURCE = "/swiotlb/published-2023.csv";
  private static final String COMMENT = "#";
  private static final String LESS_THAN = "<";
  private static final int COLUMNS = 5;
  private static final int PERCENT_DIGITS = 2;

  /**
   * A cell of a table.
   *
   * @param variation coefficient of variation over the runs
   * @param difference from the base kernel; absent of that itself
   */
  public record Cell(
      String platform,
      String test,
      PublishedKernel kernel,
      double variation,
      Optional<PublishedDifference> difference) {}

  private final List<Cell> cells;

  private PublishedTable(List<Cell> cells) {
    this.cells = List.copyOf(cells);
  }

  /** The tables that come with the program. */
  public static PublishedTable read() {
    try (var in =
            Objects.requireNonNull(PublishedTable.class.getResourceAsStream(RESOURCE), RESOURCE);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return of(lines.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Tables as lines: a head, then platform, test, kernel, and two numbers in percent.
   *
   * @throws IllegalArgumentException if a line is none, or a test has no base before its others
   */
  static PublishedTable of(List<String> lines) {
    var cells = new ArrayList<Cell>();
    var rows = lines.stream().filter(line -> !line.startsWith(COMMENT) && !line.isBlank()).toList();
    for (var line : rows.subList(1, rows.size())) {
      var parts = line.split(",", -1);
      if (parts.length != COLUMNS) {
        throw new IllegalArgumentException("no cell of the published tables: " + line);
      }
      var kernel = kernel(parts[2]);
      var variation = ofPercent(parts[3]);
      var base =
          kernel == PublishedKernel.BASE
              ? Optional.<Double>empty()
              : Optional.of(variationOfBase(cells, parts[0], parts[1]));
      cells.add(
          new Cell(
              parts[0],
              parts[1],
              kernel,
              variation,
              base.map(ofBase -> difference(ofBase, variation, parts[4]))));
    }
    return new PublishedTable(cells);
  }

  private static double ofPercent(String text) {
    return new BigDecimal(text).movePointLeft(PERCENT_DIGITS).doubleValue();
  }

  private static PublishedKernel kernel(String label) {
    for (var kernel : PublishedKernel.values()) {
      if (kernel.label().equals(label)) {
        return kernel;
      }
    }
    throw new IllegalArgumentException("no kernel of the published tables: " + label);
  }

  private static double variationOfBase(List<Cell> cells, String platform, String test) {
    return cells.stream()
        .filter(cell -> cell.platform.equals(platform) && cell.test.equals(test))
        .filter(cell -> cell.kernel == PublishedKernel.BASE)
        .mapToDouble(Cell::variation)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(platform + ", " + test + " has no base before it"));
  }

  private static PublishedDifference difference(double ofBase, double variation, String text) {
    var isBound = text.startsWith(LESS_THAN);
    var value = ofPercent(isBound ? text.substring(1) : text);
    return isBound
        ? new PublishedDifference(RUNS, ofBase, variation, 0, value)
        : new PublishedDifference(RUNS, ofBase, variation, value, 0);
  }

  /** All of them. */
  public List<Cell> cells() {
    return cells;
  }

  /** That of a kernel in a test on a platform; absent if none was published. */
  public Optional<Cell> cell(String platform, String test, PublishedKernel kernel) {
    return cells.stream()
        .filter(cell -> cell.platform.equals(platform) && cell.test.equals(test))
        .filter(cell -> cell.kernel == kernel)
        .findFirst();
  }
}
