package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.ReleaseRules;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.JobSpec;
import swiotlb.workload.synthetic.RequestStream;

/** Reads a device of a scenario with its jobs. */
final class DeviceReader {
  private static final Set<String> EXTRA_BUFFER_KEYS = Set.of("bytes", "per-segment", "direction");
  private static final String NO_EXTRA_BUFFER =
      "is no list of buffers such as [{ bytes = 16, per-segment = 0, direction = to-device }]; bytes"
          + " can be 1 to 65536, per-segment 0 to 4096, and direction to-device, from-device or"
          + " bidirectional";
  private static final long LARGEST_EXTRA = 64L << 10;
  private static final int MOST_BUFFERS = 4096;
  private static final int MOST_QUEUES = 4096;
  private static final int MOST_PER_SEGMENT = 4096;
  private static final long LARGEST_RESTRICTED = 4L << 30;
  private static final long MOST_ADDRESS = 1L << 52;
  private static final long LARGEST_ALIGN = 1L << 30;

  private final String name;
  private final Settings settings;
  private final int cpus;
  private final BootMemory memory;
  private final RecordingJobs recordings;
  private ReleaseRules rules = ReleaseRules.DEFAULT;

  /**
   * A reader of one device.
   *
   * @param memory from which a restricted pool is taken
   * @param recordings from which jobs may take their requests
   */
  DeviceReader(
      String name, Settings settings, int cpus, BootMemory memory, RecordingJobs recordings) {
    this.recordings = recordings;
    this.name = name;
    this.settings = settings;
    this.cpus = cpus;
    this.memory = memory;
  }

  /** A device of a kernel that differs from the usual one. */
  DeviceReader under(ReleaseRules ofKernel) {
    rules = ofKernel;
    return this;
  }

  Scenario.Device read(Config jobDefaults) {
    settings.text("type");
    var bits = settings.integer("dma-bits", 12, 64);
    var limits =
        new DeviceLimits(
            bits == 64 ? -1L : (1L << bits) - 1,
            settings.bytes("bus-limit", 0, MOST_ADDRESS),
            busOffset(),
            settings.powerOfTwo("min-align", 1, LARGEST_ALIGN) - 1,
            settings.powerOfTwo("segment-boundary", Slots.PAGE_BYTES, 1L << 52) - 1);
    var jobs = new ArrayList<JobSpec>();
    for (var job : settings.named("jobs", given -> jobDefaults)) {
      if (RecordingJobs.isNamed(job.settings())) {
        jobs.addAll(recordings.read(job.name(), job.settings()));
      } else {
        jobs.add(new JobReader(cpus, memory.bytes()).read(job.name(), job.settings()));
      }
    }
    var restricted = restrictedPool();
    if (restricted.isPresent() && jobs.stream().anyMatch(JobSpec::isCoherent)) {
      settings.problem(
          "restricted-pool",
          "cannot be had beside a job with coherent = true: coherent memory of a restricted pool is not simulated");
    }
    if (settings.value("jobs") instanceof ConfigObject named && named.isEmpty()) {
      settings.problem("jobs", "names no job; add one such as jobs.load { count = 1000 }");
    }
    return new Scenario.Device(
        name,
        limits,
        settings.powerOfTwo("alloc-align", 1, LARGEST_ALIGN) - 1,
        settings.nanos("service-time", 0),
        settings.bytes("bandwidth", 1024, 1L << 50),
        settings.flag("reaches-encrypted"),
        settings.choice(
            "dma-coherent",
            Map.of("auto", Optional.empty(), "on", Optional.of(true), "off", Optional.of(false)),
            Optional.<Boolean>empty()),
        restricted,
        buffers(),
        driver(limits, jobs));
  }

  private long busOffset() {
    var offset = settings.bytes("bus-offset", -MOST_ADDRESS, MOST_ADDRESS);
    if (offset % Slots.MAX_MAPPING_BYTES != 0) {
      settings.problem(
          "bus-offset",
          "is %d bytes; it can be a multiple of %d".formatted(offset, Slots.MAX_MAPPING_BYTES));
      return 0;
    }
    return offset;
  }

  private Scenario.BufferSettings buffers() {
    var requireCoherent = settings.flag("require-coherent");
    var shared = settings.flag("shared-buffers");
    if (requireCoherent && !rules.knowsRequireCoherent()) {
      settings.remark(
          "require-coherent",
          "counts for nothing in %s: the attribute came with 7.0, and before it these buffers bounce as all do"
              .formatted(rules.release()));
    }
    if (shared && !rules.knowsSharedBuffers()) {
      settings.remark(
          "shared-buffers",
          "counts for nothing in %s: the attribute came with 7.1, and before it these buffers bounce as all do"
              .formatted(rules.release()));
    }
    return new Scenario.BufferSettings(requireCoherent, shared);
  }

  private DriverSpec driver(DeviceLimits limits, List<JobSpec> jobs) {
    var segment = settings.bytes("max-segment", 0, 1L << 30);
    var irq = settings.text("irq").trim();
    var driver =
        new DriverSpec(
            settings.integer("queue-depth", 1, 1_000_000),
            queues(),
            segment == 0 ? limits.maxMappingBytes() : segment,
            "submitter".equals(irq) ? List.of() : settings.cpus("irq", cpus, ", or submitter"),
            extraBuffers(),
            new DriverSpec.Mishaps(
                settings.times("resets"),
                settings.nanos("removed", 0),
                settings.number("leak-every", 0, Long.MAX_VALUE)),
            jobs);
    if (!jobs.isEmpty() && jobs.stream().allMatch(JobSpec::isTimed)) {
      settings.refuse(
          List.of("queue-depth", "queues", "service-time", "bandwidth", "max-segment"),
          "does not count where recordings say when requests begin and end, and how large they are; leave it out");
    }
    if (!driver.extraBuffers().isEmpty() && jobs.stream().anyMatch(JobSpec::isTimed)) {
      settings.problem(
          "extra-buffers", "cannot be added to a recording, which has every buffer; set it to []");
    }
    remarkOnDepth(driver);
    for (var job : jobs) {
      if (RequestStream.mostBuffers(job, driver) > MOST_BUFFERS) {
        settings.problem(
            "max-segment",
            "and the segment of job %s cut its requests into more than %d pieces; make them larger"
                .formatted(job.name(), MOST_BUFFERS));
      }
    }
    return driver;
  }

  private int queues() {
    return "per-cpu".equals(settings.text("queues").trim())
        ? cpus
        : settings.integer("queues", 1, MOST_QUEUES);
  }

  /** What jobs want in flight beyond the queues waits, which nobody should have to find out. */
  private void remarkOnDepth(DriverSpec driver) {
    var depth = driver.queueDepth();
    var wanted = IntStream.range(0, driver.queues()).mapToLong(driver::mostWanted).sum();
    var has =
        IntStream.range(0, driver.queues())
            .mapToLong(queue -> Math.min(depth, driver.mostWanted(queue)))
            .sum();
    if (wanted > has) {
      settings.remark(
          "queue-depth",
          "the jobs ask for %d requests in flight, but the device has %s of %d, so that at most %d are; further ones wait without a mapping%s"
              .formatted(
                  wanted,
                  driver.queues() == 1 ? "one queue" : driver.queues() + " queues",
                  depth,
                  has,
                  driver.queues() < cpus
                      ? " (queues = per-cpu: one for each CPU)"
                      : "; a larger queue-depth has more"));
    }
  }

  private List<DriverSpec.ExtraBuffer> extraBuffers() {
    var buffers = new ArrayList<DriverSpec.ExtraBuffer>();
    if (settings.value("extra-buffers") instanceof ConfigList list) {
      for (var item : list) {
        try {
          buffers.add(extraBuffer(((ConfigObject) item).toConfig()));
        } catch (ConfigException
            | ClassCastException
            | IllegalArgumentException
            | ArithmeticException e) {
          settings.problem("extra-buffers", NO_EXTRA_BUFFER);
        }
      }
    } else {
      settings.problem("extra-buffers", NO_EXTRA_BUFFER);
    }
    return buffers;
  }

  private static DriverSpec.ExtraBuffer extraBuffer(Config buffer) {
    var perSegment = buffer.hasPath("per-segment") ? bytes(buffer, "per-segment") : 0;
    var bytes = bytes(buffer, "bytes");
    var isKnown = EXTRA_BUFFER_KEYS.containsAll(buffer.root().keySet());
    if (!isKnown
        || bytes < 1
        || bytes > LARGEST_EXTRA
        || perSegment < 0
        || perSegment > MOST_PER_SEGMENT) {
      throw new IllegalArgumentException("out of range");
    }
    var direction = buffer.getString("direction").toUpperCase(Locale.ROOT).replace('-', '_');
    return new DriverSpec.ExtraBuffer(bytes, perSegment, Direction.valueOf(direction));
  }

  private static long bytes(Config buffer, String key) {
    return Written.bytes(buffer.getValue(key)).longValueExact();
  }

  private Optional<PoolGeometry> restrictedPool() {
    var bytes = settings.bytes("restricted-pool", 0, LARGEST_RESTRICTED);
    var address = settings.bytes("restricted-pool-address", 0, BuddyMemory.MAX_MEMORY_BYTES);
    if (bytes == 0) {
      return Optional.empty();
    }
    if (bytes % Slots.SLOT_BYTES != 0 || address % Slots.SLOT_BYTES != 0) {
      settings.problem("restricted-pool", "and its address must be multiples of a slot, 2 KiB");
      return Optional.empty();
    }
    return address == 0 ? placed(bytes) : placedAt(address, bytes);
  }

  private Optional<PoolGeometry> placed(long bytes) {
    var start = memory.freePlace(bytes);
    if (start.isEmpty()) {
      settings.problem(
          "restricted-pool",
          "of %d bytes finds no free range in 32-bit memory; make it smaller, or say with restricted-pool-address where it lies; there is memory %s"
              .formatted(bytes, memory.ranges()));
      return Optional.empty();
    }
    return taken(start.getAsLong(), bytes);
  }

  private Optional<PoolGeometry> placedAt(long address, long bytes) {
    if (!memory.holds(address, bytes)) {
      settings.problem(
          "restricted-pool-address",
          "puts %d bytes at 0x%x, not all of them in memory; there is memory %s"
              .formatted(bytes, address, memory.ranges()));
      return Optional.empty();
    }
    return taken(address, bytes);
  }

  private Optional<PoolGeometry> taken(long start, long bytes) {
    var pool = new PoolGeometry(start, (int) (bytes / Slots.SLOT_BYTES), 1);
    if (!memory.isRestricted(pool)) {
      if (memory.isTaken(pool)) {
        settings.problem(
            "restricted-pool-address",
            "lets the pool at 0x%x share memory with another one; devices share a pool if its address and its size are the same"
                .formatted(start));
      }
      memory.takeRestricted(pool);
    }
    return Optional.of(pool);
  }
}
