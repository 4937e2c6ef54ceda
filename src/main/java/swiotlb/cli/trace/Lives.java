package swiotlb.cli.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.open.TraceFiles;

/**
 * All messages about a few mappings.
 *
 * @param byMapping in the order in which they were wanted
 * @param header of the trace
 * @param flaw of the end of the trace
 */
record Lives(Map<Long, List<TraceMessage>> byMapping, TraceHeader header, Optional<String> flaw) {

  /** That not everything was recorded, as a sentence. */
  Optional<String> recordedInPart(Path file) {
    return header.selection().map(what -> Output.recordedInPart(file, what));
  }

  /** Reads a trace for what concerns some mappings. */
  static Lives of(Path file, Collection<Long> mappings) throws IOException {
    var found = new LinkedHashMap<Long, List<TraceMessage>>();
    mappings.forEach(mapping -> found.put(mapping, new ArrayList<>()));
    try (var trace = TraceFiles.open(file)) {
      trace.forEach(
          message -> {
            var of = found.get(message.mapping());
            if (of != null) {
              of.add(message);
            }
          });
      return new Lives(found, trace.header(), trace.flaw());
    }
  }
}
