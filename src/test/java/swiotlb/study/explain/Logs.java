package swiotlb.study.explain;

import java.util.List;

/** Logs of tests. */
final class Logs {
  private Logs() {}

  static Explained explain(String... lines) {
    return explain(List.of(lines));
  }

  static Explained explain(List<String> lines) {
    var reading = new LogReading();
    lines.forEach(reading::accept);
    return Explainer.explain(reading);
  }

  /** "swiotlb buffer is full" at a time since boot. */
  static String full(double seconds, String device, long bytes, long total, long used) {
    return Said.formatted(
        "[%12.6f] %s: swiotlb buffer is full (sz: %d bytes), total %d (slots), used %d (slots)",
        seconds, device, bytes, total, used);
  }
}
