package swiotlb.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.Arrival;
import swiotlb.workload.JobSpec;
import swiotlb.workload.fio.FioJob;
import swiotlb.workload.fio.FioJobs;
import swiotlb.workload.fio.Variables;

/** Jobs that a job file of fio describes, as jobs of a device. */
final class FioFileJobs {
  private static final String FROM = "from";
  private static final String SECTION = "from-section";
  private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9]+");
  private static final long MIB = 1L << 20;

  /** What a job file says itself. */
  private static final List<String> SAID_BY_FILE =
      List.of("depth", "duration", "from-device", "from-speed");

  private final String name;
  private final Settings job;
  private final JobReader reader;
  private final Set<String> taken = new HashSet<>();
  private int threads;

  /**
   * Jobs of one setting.
   *
   * @param name of the job that names the file
   */
  FioFileJobs(String name, Settings job, JobReader reader) {
    this.name = name;
    this.job = job;
    this.reader = reader;
  }

  /**
   * The jobs of a file.
   *
   * @param files joined by those that it consists of
   * @throws swiotlb.input.InputException if it cannot be used
   */
  List<JobSpec> read(Path file, Set<Path> files) {
    job.refuse(
        SAID_BY_FILE, "does not count beside a job file of fio, which says it; leave it out");
    var variables =
        new Variables(System::getenv, Slots.PAGE_BYTES, reader.memoryBytes() / MIB, reader.cpus());
    var read = FioJobs.read(file, job.text(SECTION), variables);
    files.addAll(read.files());
    job.remark(
        FROM,
        "is a job file of fio, read as fio 3.33 reads it; buffers lie where they are drawn, each in one piece unless segment says how large pieces are; layout of files and the page cache are not simulated");
    read.remarks().forEach(remark -> job.remark(FROM, remark));
    var jobs = new ArrayList<JobSpec>();
    read.jobs().forEach(one -> jobs.add(spec(one, read.jobs().size() == 1)));
    job.remark(
        FROM,
        "each thread stays on one CPU, the next in turn where the file says none: "
            + jobs.stream().map(FioFileJobs::places).collect(Collectors.joining("; ")));
    return jobs;
  }

  private static String places(JobSpec of) {
    return of.name()
        + " on "
        + of.cpus().stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private JobSpec spec(FioJob one, boolean isOnly) {
    one.remarks().forEach(remark -> job.remark(FROM, "job " + one.name() + ": " + remark));
    var largest = one.blocks().stream().mapToLong(JobSpec.Block::bytes).max().orElse(0);
    if (largest > reader.largestBlock()) {
      job.problem(
          FROM,
          "has a job %s with I/Os of %d bytes, more than the %d that one can have in this machine"
              .formatted(one.name(), largest, reader.largestBlock()));
    }
    var spec =
        reader
            .read(
                isOnly ? name : name + "-" + suffix(one.name()),
                job,
                cpus(one),
                one.blocks(),
                one.count(),
                one.durationNs())
            .drawn(one.readPercent(), one.depth(), one.thinkNs());
    return one.intervalNs() == 0 ? spec : spec.arriving(new Arrival.Every(one.intervalNs()));
  }

  /** A name as jobs of scenarios have them, unlike those before it. */
  private String suffix(String written) {
    var plain = NO_NAME.matcher(written.toLowerCase(Locale.ROOT)).replaceAll("-");
    var base = plain.length() > 40 ? plain.substring(0, 40) : plain;
    var suffix = base;
    for (var i = 2; !taken.add(suffix); i++) {
      suffix = base + "-" + i;
    }
    return suffix;
  }

  /** One thread after the other on the CPUs that are said: by the file, the scenario, or all. */
  private List<Integer> cpus(FioJob one) {
    if (one.cpus().stream().anyMatch(cpu -> cpu >= reader.cpus())) {
      job.problem(
          FROM,
          "has a job %s for CPUs that the machine has not; set cpus, or correct the file"
              .formatted(one.name()));
      return List.of(0);
    }
    return IntStream.range(0, one.threads()).mapToObj(thread -> cpu(one, thread)).toList();
  }

  private int cpu(FioJob one, int thread) {
    if (!one.cpus().isEmpty()) {
      return one.cpus().get(thread % one.cpus().size());
    }
    return job.isGiven("cpus")
        ? given().get(threads++ % given().size())
        : threads++ % reader.cpus();
  }

  private List<Integer> given() {
    return job.cpus("cpus", reader.cpus());
  }
}
