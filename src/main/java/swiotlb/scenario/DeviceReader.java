package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import swiotlb.kernel.page.BootMemory;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.ReleaseRules;
import swiotlb.workload.JobSpec;

/** Reads a device of a scenario with its jobs. */
final class DeviceReader {
  /** Of settings that the architecture or the release decides where nothing else is said. */
  static final Map<String, Optional<Boolean>> AUTO_ON_OFF =
      Map.of("auto", Optional.empty(), "on", Optional.of(true), "off", Optional.of(false));

  private static final long LARGEST_RESTRICTED = 4L << 30;
  private static final int LEAST_BITS = 12;
  private static final long MOST_ADDRESS = 1L << 52;
  static final long LARGEST_ALIGN = 1L << 30;
  private static final int MOST_SPREAD_PERCENT = 1000;
  private static final int MOST_PARALLEL = 65_536;

  private final String name;
  private final Settings settings;
  private final Host host;
  private final RecordingJobs recordings;
  private final ImportedJobs imports;

  /**
   * The machine that a device is in.
   *
   * @param coherentCaches whether devices of the machine see what is in the caches, if not all do
   * @param cacheLineBytes of the caches
   * @param memory from which a restricted pool is taken
   * @param units of the kernel's slots
   */
  record Host(
      int cpus,
      Arch arch,
      boolean coherentCaches,
      int cacheLineBytes,
      Encryption encryption,
      BootMemory memory,
      ReleaseRules rules,
      SlotUnits units) {}

  /**
   * A reader of one device.
   *
   * @param recordings from which jobs may take their requests
   * @param imports from which they may, too
   */
  DeviceReader(
      String name, Settings settings, Host host, RecordingJobs recordings, ImportedJobs imports) {
    this.name = name;
    this.settings = settings;
    this.host = host;
    this.recordings = recordings;
    this.imports = imports;
  }

  Scenario.Device read(Config jobDefaults) {
    settings.text("type");
    var bits = settings.integer("dma-bits", LEAST_BITS, 64);
    var limits =
        new DeviceLimits(
            mask(bits),
            settings.bytes("bus-limit", 0, MOST_ADDRESS),
            busOffset(),
            settings.powerOfTwo("min-align", 1, LARGEST_ALIGN) - 1,
            settings.powerOfTwo("segment-boundary", Slots.PAGE_BYTES, 1L << 52) - 1,
            host.units);
    var jobs = new ArrayList<JobSpec>();
    var jobReader = new JobReader(host.cpus, host.memory.bytes());
    for (var job : settings.named("jobs", given -> jobDefaults)) {
      if (RecordingJobs.isNamed(job.settings())) {
        jobs.addAll(recordings.read(job.name(), job.settings()));
      } else if (ImportedJobs.isNamed(job.settings())) {
        jobs.addAll(imports.read(job.name(), job.settings(), jobReader));
      } else {
        jobs.add(jobReader.read(job.name(), job.settings()));
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
    var isCoherent = isDmaCoherent();
    return new Scenario.Device(
        name,
        limits,
        settings.powerOfTwo("alloc-align", 1, LARGEST_ALIGN) - 1,
        settings.nanos("service-time", 0),
        service(),
        settings.bytes("bandwidth", 1024, 1L << 50),
        settings.flag("reaches-encrypted"),
        coherentReach(limits),
        isCoherent,
        restricted,
        buffers(isCoherent),
        new DriverReader(settings, host).read(limits, jobs));
  }

  private Scenario.Service service() {
    var distribution =
        settings.choice(
            "service-distribution",
            Map.of(
                "deterministic", Scenario.Distribution.DETERMINISTIC,
                "exponential", Scenario.Distribution.EXPONENTIAL,
                "lognormal", Scenario.Distribution.LOGNORMAL),
            Scenario.Distribution.DETERMINISTIC);
    var spread = settings.decimal("service-spread-percent", 0, MOST_SPREAD_PERCENT);
    if (spread > 0 && distribution != Scenario.Distribution.LOGNORMAL) {
      settings.remark(
          "service-spread-percent",
          "counts for nothing, since service-distribution is not lognormal");
    }
    return new Scenario.Service(
        distribution, spread, settings.integer("parallelism", 0, MOST_PARALLEL));
  }

  private static long mask(int bits) {
    return bits == 64 ? -1L : (1L << bits) - 1;
  }

  private long coherentReach(DeviceLimits limits) {
    var bits = settings.integer("coherent-bits", 0, 64);
    if (bits == 0) {
      return limits.reach();
    }
    if (bits < LEAST_BITS) {
      settings.problem(
          "coherent-bits",
          "is %d; it can be %d to 64, or 0: as dma-bits".formatted(bits, LEAST_BITS));
      return limits.reach();
    }
    return new DeviceLimits(mask(bits), limits.busDmaLimit(), 0, -1L).reach();
  }

  private long busOffset() {
    var offset = settings.bytes("bus-offset", -MOST_ADDRESS, MOST_ADDRESS);
    var most = host.units.maxMappingBytes();
    if (offset % most != 0) {
      settings.problem(
          "bus-offset", "is %d bytes; it can be a multiple of %d".formatted(offset, most));
      return 0;
    }
    return offset;
  }

  private boolean isDmaCoherent() {
    var written = settings.choice("dma-coherent", AUTO_ON_OFF, Optional.<Boolean>empty());
    var arch = host.arch;
    if (arch.canBypassCaches()) {
      return written.orElse(arch == Arch.RISCV64 && host.coherentCaches);
    }
    if (!written.orElse(true)) {
      settings.remark(
          "dma-coherent",
          "off counts for nothing: on %s every device sees what is in the caches"
              .formatted(arch.label()));
    }
    return true;
  }

  private Scenario.BufferSettings buffers(boolean isCoherent) {
    var requireCoherent = settings.flag("require-coherent");
    var shared = settings.flag("shared-buffers");
    if (requireCoherent && !host.rules.knowsRequireCoherent()) {
      settings.remark(
          "require-coherent",
          "counts for nothing in %s: the attribute came with 7.0, and before it these buffers bounce as all do"
              .formatted(host.rules.release()));
    }
    if (shared && !host.rules.knowsSharedBuffers()) {
      settings.remark(
          "shared-buffers",
          "counts for nothing in %s: the attribute came with 7.1, and before it these buffers bounce as all do"
              .formatted(host.rules.release()));
    }
    return new Scenario.BufferSettings(
        requireCoherent, shared, isCoherent ? 0 : host.cacheLineBytes);
  }

  private Optional<PoolGeometry> restrictedPool() {
    var bytes = settings.bytes("restricted-pool", 0, LARGEST_RESTRICTED);
    var address = settings.bytes("restricted-pool-address", 0, BuddyMemory.MAX_MEMORY_BYTES);
    if (bytes == 0) {
      return Optional.empty();
    }
    var slotBytes = host.units.slotBytes();
    if (bytes % slotBytes != 0 || address % slotBytes != 0) {
      settings.problem(
          "restricted-pool",
          "and its address must be multiples of a slot, "
              + (slotBytes < 1024 ? slotBytes + " bytes" : slotBytes / 1024 + " KiB"));
      return Optional.empty();
    }
    return address == 0 ? placed(bytes) : placedAt(address, bytes);
  }

  private Optional<PoolGeometry> placed(long bytes) {
    var start = host.memory.freePlace(bytes);
    if (start.isEmpty()) {
      settings.problem(
          "restricted-pool",
          "of %d bytes finds no free range in 32-bit memory; make it smaller, or say with restricted-pool-address where it lies; there is memory %s"
              .formatted(bytes, host.memory.ranges()));
      return Optional.empty();
    }
    return taken(start.getAsLong(), bytes);
  }

  private Optional<PoolGeometry> placedAt(long address, long bytes) {
    if (!host.memory.holds(address, bytes)) {
      settings.problem(
          "restricted-pool-address",
          "puts %d bytes at 0x%x, not all of them in memory; there is memory %s"
              .formatted(bytes, address, host.memory.ranges()));
      return Optional.empty();
    }
    return taken(address, bytes);
  }

  private Optional<PoolGeometry> taken(long start, long bytes) {
    var pool = new PoolGeometry(start, (int) host.units.ofBytes(bytes), 1, host.units);
    if (!host.memory.isRestricted(pool)) {
      if (host.memory.isTaken(pool)) {
        settings.problem(
            "restricted-pool-address",
            "lets the pool at 0x%x share memory with another one; devices share a pool if its address and its size are the same"
                .formatted(start));
      }
      host.memory.takeRestricted(pool);
    }
    return Optional.of(pool);
  }
}
