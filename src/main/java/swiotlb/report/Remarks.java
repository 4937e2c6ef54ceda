package swiotlb.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import swiotlb.report.page.Part;
import swiotlb.report.page.Report.Section;

/** What was said when scenarios were read, for who sees the report and not the terminal. */
public final class Remarks {
  private Remarks() {}

  /**
   * A section of it.
   *
   * @param remarks what was read differently than it looks, assumed, or counts for nothing
   * @return absent if nothing was said
   */
  public static Optional<Section> section(List<String> remarks) {
    if (remarks.isEmpty()) {
      return Optional.empty();
    }
    var lines =
        Stream.concat(
            Stream.of("What was assumed, or read differently than it looks:"),
            remarks.stream().distinct());
    return Optional.of(new Section("Remarks", List.of(new Part.Words(lines.toList()))));
  }
}
