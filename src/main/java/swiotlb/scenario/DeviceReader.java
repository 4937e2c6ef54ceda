package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import swiotlb.slot.DeviceLimits;
import swiotlb.slot.PoolGeometry;
import swiotlb.slot.Slots;
import swiotlb.workload.JobSpec;

/** Reads a device of a scenario with its jobs. */
final class DeviceReader {
  private static final Pattern RANGE =
      Pattern.compile("\\s*([0-9]{1,4})\\s*(?:-\\s*([0-9]{1,4})\\s*)?");
  private static final Set<String> BLOCK_KEYS = Set.of("bytes", "weight");
  private static final long LARGEST_ALIGN = 1L << 30;
  private static final long DMA32_TOP = 3840L << 20;
  private static final long FOUR_GIB = 1L << 32;
  private static final long LARGEST_BLOCK = 1L << 30;

  private final String name;
  private final Settings settings;
  private final int cpus;
  private final long memory;
  private final long nextRestricted;

  /**
   * A reader of one device.
   *
   * @param nextRestricted where its restricted pool lies unless it says so
   */
  DeviceReader(String name, Settings settings, int cpus, long memory, long nextRestricted) {
    this.nextRestricted = nextRestricted;
    this.name = name;
    this.settings = settings;
    this.cpus = cpus;
    this.memory = memory;
  }

  Scenario.Device read(Config jobDefaults) {
    var bits = settings.integer("dma-bits", 12, 64);
    var limits =
        new DeviceLimits(
            bits == 64 ? -1L : (1L << bits) - 1,
            settings.bytes("bus-limit", 0, 1L << 52),
            powerOfTwo(settings, "min-align", 1, LARGEST_ALIGN) - 1,
            powerOfTwo(settings, "segment-boundary", Slots.PAGE_BYTES, 1L << 52) - 1);
    var jobs = new ArrayList<JobSpec>();
    for (var job : settings.named("jobs", jobDefaults)) {
      jobs.add(job(job.name(), job.settings()));
    }
    if (jobs.isEmpty()) {
      settings.problem("jobs", "names no job; add one such as jobs.load { count = 1000 }");
    }
    return new Scenario.Device(
        name,
        limits,
        powerOfTwo(settings, "alloc-align", 1, LARGEST_ALIGN) - 1,
        settings.nanos("service-time", 0),
        settings.bytes("bandwidth", 1024, 1L << 50),
        restrictedPool(),
        jobs);
  }

  private Optional<PoolGeometry> restrictedPool() {
    var bytes = settings.bytes("restricted-pool", 0, 1L << 32);
    var address = settings.bytes("restricted-pool-address", 0, 1L << 46);
    if (bytes == 0) {
      return Optional.empty();
    }
    if (bytes % Slots.SLOT_BYTES != 0 || address % Slots.SLOT_BYTES != 0) {
      settings.problem("restricted-pool", "and its address must be multiples of a slot, 2 KiB");
      return Optional.empty();
    }
    var start = address == 0 ? nextRestricted : address;
    if (!isMemory(start, bytes)) {
      settings.problem(
          "restricted-pool-address",
          "leaves the machine's memory: 0x%x and %d bytes".formatted(start, bytes));
      return Optional.empty();
    }
    return Optional.of(new PoolGeometry(start, (int) (bytes / Slots.SLOT_BYTES), 1));
  }

  /** Memory that does not fit below 3.75 GiB lies above 4 GiB. */
  private boolean isMemory(long start, long bytes) {
    var low = Math.min(memory, DMA32_TOP);
    var high = memory - low;
    return start + bytes <= low || (start >= FOUR_GIB && start + bytes <= FOUR_GIB + high);
  }

  private JobSpec job(String jobName, Settings job) {
    var count = job.number("count", 0, Long.MAX_VALUE / 4);
    var duration = job.nanos("duration", 0);
    if (count == 0 && duration == 0) {
      job.problem("count", "and duration are both 0, so the job would never end; set one of them");
    }
    return new JobSpec(
        jobName,
        cpusOf(job),
        blocks(job),
        job.integer("read-percent", 0, 100),
        job.integer("depth", 1, 65536),
        job.nanos("think-time", 0),
        job.choice("context", Map.of("process", false, "interrupt", true), false),
        count,
        duration,
        job.nanos("retry-time", 1),
        powerOfTwo(job, "buffer-align", 1, LARGEST_ALIGN));
  }

  private List<Integer> cpusOf(Settings job) {
    var text = job.text("cpus").trim();
    var chosen = new TreeSet<Integer>();
    if ("all".equals(text)) {
      text = "0-" + (cpus - 1);
    }
    for (var part : text.split(",", -1)) {
      var range = RANGE.matcher(part);
      if (!range.matches()) {
        job.problem("cpus", "is \"" + text + "\"; write CPUs such as \"0-3\", \"0,2\" or all");
        return List.of(0);
      }
      var first = Integer.parseInt(range.group(1));
      var last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last >= cpus || first > last) {
        job.problem("cpus", "is \"" + text + "\", but the machine has CPUs 0 to " + (cpus - 1));
        return List.of(0);
      }
      for (var cpu = first; cpu <= last; cpu++) {
        chosen.add(cpu);
      }
    }
    return List.copyOf(chosen);
  }

  private List<JobSpec.Block> blocks(Settings job) {
    var most = Math.min(LARGEST_BLOCK, memory / 2);
    if (!(job.value("block") instanceof ConfigList list)) {
      return List.of(new JobSpec.Block(job.bytes("block", 1, most), 1));
    }
    var blocks = new ArrayList<JobSpec.Block>();
    for (var item : list) {
      try {
        var block = ((ConfigObject) item).toConfig();
        if (!BLOCK_KEYS.containsAll(block.root().keySet())) {
          throw new ConfigException.Generic("unknown key");
        }
        var bytes = block.getBytes("bytes");
        var weight = block.hasPath("weight") ? block.getInt("weight") : 1;
        if (bytes < 1 || bytes > most || weight < 1 || weight > 1_000_000) {
          throw new ConfigException.Generic("out of range");
        }
        blocks.add(new JobSpec.Block(bytes, weight));
      } catch (ConfigException | ClassCastException e) {
        job.problem(
            "block",
            "has an entry that is not { bytes = 4 KiB, weight = 3 } with a size up to "
                + most
                + " bytes and a weight from 1");
      }
    }
    if (list.isEmpty()) {
      job.problem("block", "is an empty list; write a size such as 64 KiB");
    }
    if (blocks.isEmpty()) {
      blocks.add(new JobSpec.Block(Slots.PAGE_BYTES, 1));
    }
    return blocks;
  }

  private static long powerOfTwo(Settings settings, String key, long least, long most) {
    var value = settings.bytes(key, least, most);
    if (Long.bitCount(value) != 1) {
      settings.problem(key, "is " + value + " bytes, not a power of two");
      return least;
    }
    return value;
  }
}
