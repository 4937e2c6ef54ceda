package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.JobSpec;
import swiotlb.workload.synthetic.Placement;

/** Reads what a device of a scenario says of its driver. */
final class DriverReader {
  private static final Set<String> EXTRA_BUFFER_KEYS = Set.of("bytes", "per-segment", "direction");
  private static final String NO_EXTRA_BUFFER =
      "is no list of buffers such as [{ bytes = 16, per-segment = 0, direction = to-device }]; bytes"
          + " can be 1 to 65536, per-segment 0 to 4096, and direction to-device, from-device or"
          + " bidirectional";
  private static final long LARGEST_EXTRA = 64L << 10;
  private static final int MOST_BUFFERS = 4096;
  private static final int MOST_QUEUES = 4096;
  private static final int MOST_PER_SEGMENT = 4096;

  private final Settings settings;
  private final DeviceReader.Host host;

  DriverReader(Settings settings, DeviceReader.Host host) {
    this.settings = settings;
    this.host = host;
  }

  /** What it says of its driver. */
  DriverSpec read(DeviceLimits limits, List<JobSpec> jobs) {
    var irq = settings.text("irq").trim();
    var driver =
        new DriverSpec(
            settings.integer("queue-depth", 1, 1_000_000),
            queues(),
            maxSegment(limits),
            granuleOfTwoSteps(),
            "submitter".equals(irq)
                ? List.of()
                : settings.cpus("irq", host.cpus(), ", or submitter"),
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
      if (Placement.mostBuffers(job, driver) > MOST_BUFFERS) {
        settings.problem(
            "max-segment",
            "and the segment of job %s cut its requests into more than %d pieces; make them larger"
                .formatted(job.name(), MOST_BUFFERS));
      }
    }
    return driver;
  }

  /** What it says, or what the kernel tells drivers who ask. */
  private long maxSegment(DeviceLimits limits) {
    var segment = settings.bytes("max-segment", 0, 1L << 30);
    var most = limits.maxMappingBytes();
    if (segment == 0 && most <= 0) {
      settings.problem(
          "min-align",
          "leaves nothing of the largest mapping of %d bytes; make it smaller, or say max-segment"
              .formatted(limits.units().maxMappingBytes()));
      return limits.units().maxMappingBytes();
    }
    return segment == 0 ? most : segment;
  }

  /** From 6.16 on drivers of disks map what an IOMMU does not trust in two steps. */
  private long granuleOfTwoSteps() {
    var granule = settings.powerOfTwo("alloc-align", 1, DeviceReader.LARGEST_ALIGN);
    var wanted = settings.choice("two-step", DeviceReader.AUTO_ON_OFF, Optional.<Boolean>empty());
    var isHidden = host.encryption().isGuest() && !settings.flag("reaches-encrypted");
    if (wanted.orElse(false) && (granule == 1 || isHidden)) {
      settings.remark(
          "two-step",
          isHidden
              ? "counts for nothing in an encrypted guest, where all of a buffer bounces"
              : "counts for nothing without an IOMMU that does not trust the device: alloc-align = 4 KiB");
      return 1;
    }
    if (!wanted.orElse(granule > 1 && !isHidden && host.rules().mapsInTwoSteps())) {
      return 1;
    }
    if (!host.rules().mapsInTwoSteps()) {
      settings.remark(
          "two-step",
          "counts for nothing in %s: mapping in two steps came with 6.16"
              .formatted(host.rules().release()));
      return 1;
    }
    if (wanted.isEmpty()) {
      settings.remark(
          "two-step",
          "is taken as on: from 6.16 on drivers of disks map behind an IOMMU in two steps, so that of a"
              + " buffer only unaligned ends bounce; a network device or USB wants off");
    }
    return granule;
  }

  private int queues() {
    return "per-cpu".equals(settings.text("queues").trim())
        ? host.cpus()
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
                  driver.queues() < host.cpus()
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
}
