package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Makes mappings of lines. One for each reading of a file. */
abstract class RecordingPass {
  private static final Pattern BOUNCED =
      Pattern.compile(
          "dev_name: (\\S+) dma_mask=[0-9a-f]+ dev_addr=([0-9a-f]{1,16}) size=([1-9]\\d{0,8}) (?:FORCE|NORMAL)");

  /** All mappings in the order of their requests. */
  final List<MappingBuilder> all = new ArrayList<>();

  /** By CPU: mappings whose map event has not come yet. */
  final Map<Integer, List<MappingBuilder>> open = new HashMap<>();

  long notBounced;

  abstract void line(TraceLine line);

  OptionalLong defaultPoolBase() {
    return OptionalLong.empty();
  }

  List<GrowthRecord> growths() {
    return List.of();
  }

  long workQueued() {
    return -1;
  }

  long notBounced() {
    return notBounced;
  }

  /** The mappings whose outcome is in the recording, numbered anew. */
  List<RecordedMapping> mappings() {
    var built = new ArrayList<RecordedMapping>();
    for (var mapping : all) {
      if (mapping.isPaired) {
        built.add(mapping.build(built.size()));
      }
    }
    return List.copyOf(built);
  }

  final List<MappingBuilder> openOn(int cpu) {
    return open.computeIfAbsent(cpu, c -> new ArrayList<>());
  }

  /** Its map event has come. */
  static void close(List<MappingBuilder> mappings, MappingBuilder closed) {
    mappings.removeIf(m -> m.index == closed.index);
  }

  final void bounced(TraceLine line, long position) {
    var match = BOUNCED.matcher(line.rest());
    if (match.matches()) {
      var mapping =
          new MappingBuilder(
              all.size(),
              line,
              match.group(1),
              hex(match.group(2)),
              Long.parseLong(match.group(3)),
              position);
      all.add(mapping);
      openOn(line.cpu()).add(mapping);
    }
  }

  static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }
}
