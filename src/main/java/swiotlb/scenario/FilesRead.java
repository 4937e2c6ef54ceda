package swiotlb.scenario;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import swiotlb.workload.ftrace.Recording;

/**
 * Recordings and traces that scenarios name, as they were read. Whoever reads a scenario many
 * times, or several of one recording, reads each file once. Thread-safe.
 */
public final class FilesRead {
  private final Map<RecordingJobs.Source, Recording> recordings = new ConcurrentHashMap<>();
  private final Map<Path, ImportedJobs.Trace> traces = new ConcurrentHashMap<>();

  Map<RecordingJobs.Source, Recording> recordings() {
    return recordings;
  }

  Map<Path, ImportedJobs.Trace> traces() {
    return traces;
  }
}
