package swiotlb.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Latencies;
import swiotlb.figures.MapTime;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Series;

/** Charts of what one run came to. */
final class RunCharts {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
  private static final List<String> LABELS = List.of("50 %", "90 %", "99 %", "99.9 %", "100 %");
  private static final int MOST_DEVICES = 5;
  private static final double WIDE = 30;

  private RunCharts() {}

  /** How long mappings took, and where their time went; nothing if none bounced. */
  static List<Part> ofTime(Measured run) {
    var parts = new ArrayList<Part>();
    if (run.get(RunFigures.MAP_LATENCY).count() > 0) {
      parts.add(latencies(run));
    }
    var time = run.get(RunFigures.MAP_TIME);
    var total = MapTime.totalNs(time);
    if (total > 0) {
      var bars =
          MapTime.parts().stream()
              .filter(part -> time.get(part) > 0)
              .map(
                  part ->
                      Part.Bar.of(
                          part.label(),
                          time.get(part),
                          formatted(
                              "%s, %.1f %%",
                              Quantities.time(time.get(part)), 100 * time.get(part) / total)))
              .toList();
      parts.add(
          new Part.Bars(
              "map-time", "Where the time of mappings went", "", Axis.time("time"), bars));
    }
    return parts;
  }

  private static Part.Lines latencies(Measured run) {
    var devices =
        run.get(RunFigures.DEVICES).stream()
            .filter(device -> device.get(DeviceFigures.MAP_LATENCY).count() > 0)
            .sorted(
                Comparator.comparingLong(
                    device -> -device.get(DeviceFigures.MAP_LATENCY).percentile(99)))
            .toList();
    var all = run.get(RunFigures.MAP_LATENCY);
    var series = new ArrayList<Series>();
    series.add(line(devices.size() > 1 ? "all devices" : nameOf(devices), all));
    if (devices.size() > 1) {
      devices.stream()
          .limit(MOST_DEVICES)
          .map(d -> line(d.get(DeviceFigures.DEVICE), d.get(DeviceFigures.MAP_LATENCY)))
          .forEach(series::add);
    }
    var least =
        series.stream().flatMap(line -> line.values().stream()).mapToDouble(v -> v).min().orElse(0);
    var up = Axis.time("latency");
    return new Part.Lines(
        "map-latency",
        "How long it took to map",
        formatted(
            "Half of the bounced mappings took %s at most, 99 %% %s, the longest %s: from the request to the end of the copy into the buffer.%s",
            Quantities.time(all.percentile(50)),
            Quantities.time(all.percentile(99)),
            Quantities.time(all.max()),
            devices.size() > MOST_DEVICES
                ? " Of %d devices the %d slowest are shown.".formatted(devices.size(), MOST_DEVICES)
                : ""),
        Axis.of("share of mappings that took no longer", LABELS),
        least > 0 && all.max() / least > WIDE ? up.logarithmic() : up,
        IntStream.range(0, LABELS.size()).mapToObj(i -> (double) i).toList(),
        series,
        List.of());
  }

  private static String nameOf(List<Measured> devices) {
    return devices.isEmpty() ? "all" : devices.get(0).get(DeviceFigures.DEVICE);
  }

  private static Series line(String name, Latencies latencies) {
    return Series.of(
        name,
        Series.Style.LINE,
        Arrays.stream(PERCENTILES)
            .mapToObj(p -> (double) (p == 100 ? latencies.max() : latencies.percentile(p)))
            .toList());
  }

  /** Failures by reason. */
  static Part.Bars ofFailures(Map<String, Long> failures) {
    return new Part.Bars(
        "failures",
        "Why mappings failed",
        "Tries of one request are counted each.",
        Axis.of("failed mappings", ""),
        failures.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .map(e -> Part.Bar.of(e.getKey(), e.getValue(), e.getValue().toString()))
            .toList());
  }

  private static String formatted(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
