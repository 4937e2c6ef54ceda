package swiotlb.scenario;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import swiotlb.input.InputException;
import swiotlb.workload.Context;
import swiotlb.workload.Direction;
import swiotlb.workload.JobSpec;
import swiotlb.workload.TimedRequest;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/**
 * Jobs that take their requests from recordings: one for each CPU and context, since a job's thread
 * has one of each. Reads each recording once. Not thread-safe.
 */
final class RecordingJobs {
  private static final String RECORDING = "recording";
  private static final String DEVICE = "recording-device";
  private static final String PROBES = "recording-probes";

  /**
   * What is read of a file.
   *
   * @param usesProbes whether the lines of the extra probes count
   */
  record Source(Path file, boolean usesProbes) {
    /** One for each file, whatever it is called. */
    Source {
      file = file.toAbsolutePath().normalize();
    }
  }

  private static final String HELD = "recording-held";
  private static final Set<String> COUNT = Set.of(RECORDING, DEVICE, PROBES, HELD);

  private final Path folder;
  private final int cpus;
  private final Map<Source, Recording> known;
  private final Findings findings;

  /**
   * Jobs of one machine.
   *
   * @param folder from which relative names count
   * @param known what was read already; what is read joins it
   */
  RecordingJobs(Path folder, int cpus, Map<Source, Recording> known, Findings findings) {
    this.folder = folder;
    this.cpus = cpus;
    this.known = known;
    this.findings = findings;
  }

  /** Whether a job takes its requests from a recording. */
  static boolean isNamed(Settings job) {
    return !job.text(RECORDING).isEmpty();
  }

  /** What a recording has for a job; what is wrong with it is told by its setting. */
  List<JobSpec> read(String name, Settings job) {
    job.refuseAllBut(COUNT, "does not count beside a recording, which says it; leave it out");
    var device = job.text(DEVICE);
    try {
      var path = folder.resolve(job.text(RECORDING)).normalize();
      var usesProbes = job.flag(PROBES);
      findings.reads(RecordingReader.folderOf(path).orElse(path));
      var read =
          known.computeIfAbsent(
              new Source(path, usesProbes), source -> RecordingReader.read(path, usesProbes));
      var heldNs = job.nanos(HELD, 0);
      if (read.mappings().isEmpty() && heldNs == 0) {
        job.problem(
            RECORDING,
            "shows no mappings, only what bounced; say how long each buffer was held (recording-held = 1 ms), or record the events dma:* of a 6.12 or later kernel too");
        return List.of();
      }
      if (!read.mappings().isEmpty() && heldNs > 0) {
        job.problem(HELD, "does not count: the recording tells how long buffers were held");
      }
      var recording = read.mappings().isEmpty() ? read.heldFor(heldNs) : read;
      var own =
          recording.mappings().stream()
              .filter(m -> device.isEmpty() || m.device().equals(device))
              .toList();
      if (own.isEmpty()) {
        job.problem(DEVICE, "is none of the recorded ones: " + devices(recording));
      }
      if (recording.cpuNumbers() > cpus) {
        job.problem(
            RECORDING,
            "is of a machine with %d CPUs; set cpus = %1$d".formatted(recording.cpuNumbers()));
        return List.of();
      }
      return jobs(name, own, recording);
    } catch (InputException | InvalidPathException e) {
      job.problem(RECORDING, "cannot be used: " + e.getMessage());
      return List.of();
    }
  }

  private static String devices(Recording recording) {
    return String.join(
        ", ", recording.mappings().stream().map(RecordedMapping::device).distinct().toList());
  }

  private static List<JobSpec> jobs(
      String name, List<RecordedMapping> mappings, Recording recording) {
    var requests = new TreeMap<Integer, Map<Context, List<TimedRequest>>>();
    var all = recording.mappings();
    var endNs = recording.endNs();
    for (var mapping : mappings) {
      var context = mapping.interrupt() ? Context.INTERRUPT : Context.PROCESS;
      requests
          .computeIfAbsent(mapping.cpu(), cpu -> new TreeMap<>())
          .computeIfAbsent(context, c -> new ArrayList<>())
          .add(timed(mapping, all.get(0).requestNs(), endNs));
    }
    var jobs = new ArrayList<JobSpec>();
    requests.forEach(
        (cpu, byContext) ->
            byContext.forEach(
                (context, list) ->
                    jobs.add(
                        JobSpec.timed(
                            name + "-" + cpu + (context.isAtomic() ? "-interrupt" : ""),
                            cpu,
                            context,
                            list))));
    return jobs;
  }

  private static TimedRequest timed(RecordedMapping mapping, long firstNs, long endNs) {
    return new TimedRequest(
        mapping.requestNs() - firstNs,
        mapping.heldNs(endNs),
        mapping.originalAddress(),
        mapping.sizeBytes(),
        Direction.BIDIRECTIONAL);
  }
}
