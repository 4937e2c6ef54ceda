package swiotlb.scenario;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import swiotlb.input.InputException;
import swiotlb.workload.Arrival;
import swiotlb.workload.JobSpec;
import swiotlb.workload.block.BlockArrivals;
import swiotlb.workload.block.BlockFile;
import swiotlb.workload.block.BlockProfile;
import swiotlb.workload.ftrace.RecordingReader;
import swiotlb.workload.imports.BlockFiles;

/**
 * Jobs that take their requests from a file of block I/Os. Each file is read once here, to its end,
 * and again in each run. Not thread-safe.
 */
final class ImportedJobs {
  private static final String FROM = "from";
  private static final String DEVICE = "from-device";
  private static final String SPEED = "from-speed";
  private static final String SECTION = "from-section";
  private static final String DEPTH = "depth";
  private static final String ALL = "all";

  /** What the file says instead. */
  private static final Set<String> SAID_BY_FILE =
      Set.of("block", "read-percent", "bidirectional-percent", "think-time", "count");

  private static final int MOST_SHOWN = 12;
  private static final double LEAST_SPEED = 1e-6;
  private static final double MOST_SPEED = 1e6;

  private final Path folder;
  private final Map<Path, Trace> known;
  private final Set<Path> files;
  private final Findings findings;

  /** What was found of a file of block I/Os. */
  record Trace(BlockFile file, BlockProfile profile) {}

  /**
   * Jobs of one scenario.
   *
   * @param folder from which relative names count
   * @param known what was read already; what is read joins it
   * @param files joined by those that are read
   */
  ImportedJobs(Path folder, Map<Path, Trace> known, Set<Path> files, Findings findings) {
    this.folder = folder;
    this.known = known;
    this.files = files;
    this.findings = findings;
  }

  /** Whether a job takes its requests from a file. */
  static boolean isNamed(Settings job) {
    return !job.text(FROM).isEmpty();
  }

  /** What a file has for a job; what is wrong with it is told by its setting. */
  List<JobSpec> read(String name, Settings job, JobReader reader) {
    job.refuse(
        SAID_BY_FILE.stream().sorted().toList(),
        "does not count beside a file, which says it; leave it out");
    try {
      var path = folder.resolve(job.text(FROM)).toAbsolutePath().normalize();
      findings.reads(path);
      if (BlockFiles.isJobFile(path)) {
        return new FioFileJobs(name, job, reader).read(path, files);
      }
      var trace = known.computeIfAbsent(path, ImportedJobs::trace);
      files.addAll(trace.file.files());
      return stream(name, job, reader, trace);
    } catch (InputException | InvalidPathException e) {
      job.problem(
          FROM,
          isRecording(job.text(FROM))
              ? "is a recording of a kernel; write it as recording = FILE"
              : "cannot be used: " + e.getMessage());
      return List.of();
    }
  }

  private boolean isRecording(String from) {
    try {
      return !RecordingReader.read(folder.resolve(from).normalize(), false).bounces().isEmpty();
    } catch (InputException | InvalidPathException e) {
      return false;
    }
  }

  private static Trace trace(Path path) {
    var file = BlockFiles.find(path);
    return new Trace(file, BlockProfile.of(file));
  }

  private static List<JobSpec> stream(String name, Settings job, JobReader reader, Trace trace) {
    job.refuse(List.of(SECTION), "counts for job files of fio alone; leave it out");
    var device = device(job, trace);
    var own = trace.profile.of(device);
    if (own.requests() == 0) {
      job.problem(FROM, "holds no request that moves data" + why(trace.profile));
      return List.of();
    }
    if (own.largestBytes() > reader.largestBlock()) {
      job.problem(
          FROM,
          "has a request of %d bytes, more than the %d that one can have in this machine; set more memory, if that helps"
              .formatted(own.largestBytes(), reader.largestBlock()));
      return List.of();
    }
    var duration = job.nanos("duration", 0);
    var cpus = cpus(job, reader, own.cpus());
    var isTimed = trace.file.hasTimes();
    var speed = job.decimal(SPEED, LEAST_SPEED, MOST_SPEED);
    var arrivals =
        BlockArrivals.of(trace.file, trace.profile, device, speed, cpus.size(), duration);
    var spec =
        reader
            .read(
                name,
                job,
                cpus,
                List.of(new JobSpec.Block(own.largestBytes(), 1)),
                own.requests(),
                duration)
            .arriving(new Arrival.Streamed(arrivals));
    remark(job, trace, own, speed);
    if (!isTimed) {
      job.remark(
          FROM,
          "has no times: %d requests are in flight, and the next comes when one is done; say with depth how many"
              .formatted(spec.depth()));
    }
    return List.of(isTimed && !job.isGiven(DEPTH) ? spec.withoutDepth() : spec);
  }

  /** That which is named, or the only one there is. */
  private static Optional<String> device(Settings job, Trace trace) {
    var named = job.text(DEVICE);
    var devices = trace.profile.withRequests();
    if (ALL.equals(named) || (named.isEmpty() && trace.file.isOfOneDevice())) {
      return Optional.empty();
    }
    if (named.isEmpty() && devices.size() > 1) {
      job.problem(
          FROM,
          "tells of several devices, of which one may pass on what another was asked; say from-device, one of %s, or all"
              .formatted(some(devices)));
    } else if (!named.isEmpty() && !devices.contains(named)) {
      job.problem(DEVICE, "is none of those with requests: " + some(devices));
    }
    return named.isEmpty() ? Optional.empty() : Optional.of(named);
  }

  private static String why(BlockProfile profile) {
    return profile.remarks().isEmpty() ? "" : ": " + String.join("; ", profile.remarks());
  }

  /** The first of them, since there can be many. */
  private static String some(List<String> devices) {
    var more = devices.size() - MOST_SHOWN;
    return devices.stream().limit(MOST_SHOWN).collect(Collectors.joining(" or "))
        + (more > 0 ? " (and %d more)".formatted(more) : "");
  }

  private static List<Integer> cpus(Settings job, JobReader reader, int told) {
    if (told == 0) {
      job.remark(FROM, "tells no CPUs: requests come on those of cpus in turn");
    }
    if (told == 0 || job.isGiven("cpus")) {
      return job.cpus("cpus", reader.cpus());
    }
    if (told > reader.cpus()) {
      job.problem(
          FROM,
          "is of a machine with at least %d CPUs; set cpus = %1$d, or say with cpus of the job on which of this machine its requests come in turn"
              .formatted(told));
      return List.of(0);
    }
    return IntStream.range(0, told).boxed().toList();
  }

  private static void remark(Settings job, Trace trace, BlockProfile.OfDevice own, double speed) {
    job.remark(
        FROM,
        String.format(
            Locale.ROOT,
            "is %s: %d requests of %d bytes in all, the largest of %d%s; buffers lie where they are drawn, since it tells no addresses; those larger than max-segment are mapped in pieces",
            trace.file.format(),
            own.requests(),
            own.bytes(),
            own.largestBytes(),
            trace.file.hasTimes()
                ? String.format(
                    Locale.ROOT, ", in %.6f s", (own.lastNs() - own.firstNs()) / speed / 1e9)
                : ""));
    if (own.flushes() + own.discards() + own.empty() > 0) {
      job.remark(
          FROM,
          "left out, since they move no data: flushes: %d, discards: %d%s"
              .formatted(
                  own.flushes(),
                  own.discards(),
                  own.empty() == 0 ? "" : ", commands of no bytes: " + own.empty()));
    }
    trace.profile.remarks().forEach(remark -> job.remark(FROM, remark));
  }
}
