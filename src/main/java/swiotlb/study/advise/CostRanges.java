package swiotlb.study.advise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.workload.Seeds;

/**
 * In which ranges the figures of a platform may lie: those that the platform's file writes in
 * brackets, or else by their grade. A figure that the scenario itself sets is known and stays, and
 * so does one that is 0. Half of all draws lie below the platform's value, half above, uniformly in
 * the logarithm.
 */
public final class CostRanges {
  /** Of figures without a range: how many times less or more. */
  static final Map<Grade, Double> BY_GRADE = Map.of(Grade.H, 1.15, Grade.M, 1.5, Grade.L, 2.0);

  private static final String TABLE = "cost-ranges.csv";

  /** How firm a figure is. */
  public enum Grade {
    /** Measured on comparable hardware. */
    H,
    /** Measured on a proxy, or derived in one step. */
    M,
    /** Derived, or judgement. */
    L
  }

  /**
   * The range of a figure.
   *
   * @param setting as platforms name it
   * @param isWritten whether the platform's file writes it; else it is that of its grade
   * @param value of the platform
   */
  public record Range(
      String setting, Grade grade, boolean isWritten, double low, double value, double high) {}

  private record Drawn(CostFigure figure, Range range) {}

  private final Scenario scenario;
  private final List<Drawn> drawn;

  private CostRanges(Scenario scenario, List<Drawn> drawn) {
    this.scenario = scenario;
    this.drawn = drawn;
  }

  /** Those of a scenario's platform and encryption. */
  static CostRanges of(Scenario scenario) {
    var preset = preset(scenario);
    var drawn = new ArrayList<Drawn>();
    for (var figure : CostFigure.values()) {
      var value = figure.of(scenario);
      if (value > 0 && value == figure.of(preset) && isUsed(figure, scenario)) {
        var written = table(figure.owner(scenario)).get(figure.setting());
        drawn.add(new Drawn(figure, range(figure, value, written)));
      }
    }
    return new CostRanges(scenario, drawn);
  }

  /** Where nothing is warm, no worker is late or nothing is encrypted, it does not count. */
  private static boolean isUsed(CostFigure figure, Scenario scenario) {
    var platform = scenario.platform();
    return switch (figure) {
      case COPY_WARM -> platform.warmCopy().areaBytes() > 0;
      case WORKER_TAIL -> platform.workerTail().perMille() > 0;
      case COPY -> !platform.name().equals("ideal");
      case SHARE, UNSHARE, SHARING_CALL, ENCRYPTED_COPY -> scenario.encryption().encrypted();
      default -> true;
    };
  }

  private static Range range(CostFigure figure, double value, @Nullable Range written) {
    if (written != null && written.isWritten) {
      return new Range(figure.setting(), written.grade, true, written.low, value, written.high);
    }
    var grade = written == null ? Grade.L : written.grade;
    var times = Objects.requireNonNull(BY_GRADE.get(grade));
    return new Range(figure.setting(), grade, false, value / times, value, value * times);
  }

  private static Scenario preset(Scenario scenario) {
    var text =
        "platform = \"%s\"\nencryption.kind = \"%s\"\ndevices.d.jobs.j.count = 1\n"
            .formatted(scenario.platform().name(), scenario.encryption().kind());
    return new ScenarioReader().read("platform", text, Map.of());
  }

  /** Of a platform or a kind of encryption, by setting. */
  static Map<String, Range> table(String owner) {
    var ranges = new HashMap<String, Range>();
    for (var line : lines()) {
      var cells = List.of(line.split(",", -1));
      if (!cells.get(0).equals(owner)) {
        continue;
      }
      var isWritten = !cells.get(3).isEmpty();
      ranges.put(
          cells.get(1),
          new Range(
              cells.get(1),
              Grade.valueOf(cells.get(2)),
              isWritten,
              isWritten ? Double.parseDouble(cells.get(3)) : Double.NaN,
              Double.NaN,
              isWritten ? Double.parseDouble(cells.get(4)) : Double.NaN));
    }
    return ranges;
  }

  private static List<String> lines() {
    try (InputStream in = CostRanges.class.getResourceAsStream(TABLE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whose costs they are. */
  public String platform() {
    return scenario.platform().name();
  }

  /** The ranges that are drawn from. */
  public List<Range> ranges() {
    return drawn.stream().map(Drawn::range).toList();
  }

  /** Costs of a machine: settings by their paths. */
  Map<String, String> drawn(long seed, int machine) {
    var settings = new TreeMap<String, String>();
    for (var one : drawn) {
      var range = one.range;
      var u =
          Seeds.stream(seed, "cost " + one.figure.setting() + " of machine " + machine)
              .nextDouble();
      var value =
          u < 0.5
              ? range.value * Math.pow(range.low / range.value, 1 - 2 * u)
              : range.value * Math.pow(range.high / range.value, 2 * u - 1);
      settings.putAll(one.figure.settings(scenario, value));
    }
    return settings;
  }
}
