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
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.Context;
import swiotlb.workload.JobSpec;

/** Reads a job of a device. */
final class JobReader {
  private static final Set<String> BLOCK_KEYS = Set.of("bytes", "weight");
  private static final long LARGEST_BLOCK = 1L << 30;
  private static final long LARGEST_ALIGN = 1L << 30;

  private final int cpus;
  private final long memory;

  JobReader(int cpus, long memory) {
    this.cpus = cpus;
    this.memory = memory;
  }

  JobSpec read(String jobName, Settings job) {
    var count = job.number("count", 0, Long.MAX_VALUE / 4);
    var duration = job.nanos("duration", 0);
    if (count == 0 && duration == 0) {
      job.problem("count", "and duration are both 0, so the job would never end; set one of them");
    }
    return read(jobName, job, job.cpus("cpus", cpus), blocks(job), count, duration);
  }

  /** The same of what does not depend on how large requests are, and how many there are. */
  JobSpec read(
      String jobName,
      Settings job,
      List<Integer> onCpus,
      List<JobSpec.Block> blocks,
      long count,
      long duration) {
    var reads = job.integer("read-percent", 0, 100);
    var buffers =
        new JobSpec.Buffers(
            blocks,
            job.bytes("segment", 0, LARGEST_BLOCK),
            reads,
            job.integer("bidirectional-percent", 0, 100 - reads),
            job.powerOfTwo("buffer-align", 1, LARGEST_ALIGN));
    var pace =
        new JobSpec.Pace(
            job.integer("depth", 1, 65536),
            job.nanos("think-time", 0),
            count,
            duration,
            job.nanos("retry-time", 1),
            job.integer("retries", 0, 1_000_000));
    return new JobSpec(jobName, onCpus, buffers, pace, handling(job));
  }

  private JobSpec.Handling handling(Settings job) {
    var context =
        job.choice(
            "context",
            Map.of(
                "process", Context.PROCESS,
                "softirq", Context.SOFTIRQ,
                "interrupt", Context.INTERRUPT),
            Context.PROCESS);
    return new JobSpec.Handling(
        context, mayBlock(job), use(job), job.integer("syncs", 0, 1000), job.flag("skip-sync"));
  }

  /** Nothing waits where it must not. */
  private static boolean mayBlock(Settings job) {
    var isProcess = "process".equals(job.text("context"));
    var may = job.choice("may-block", DeviceReader.AUTO_ON_OFF, Optional.<Boolean>empty());
    if (may.orElse(false) && !isProcess) {
      job.problem(
          "may-block",
          "cannot be on where context is not process: nothing waits there; use auto or off");
    }
    return may.orElse(isProcess) && isProcess;
  }

  /** Whether a job, as it is written, allocates coherent memory where it may not wait. */
  static boolean takesFromCoherentPools(Config job) {
    return isText(job, "coherent", Set.of("true", "on", "yes"))
        && isText(job, "context", Set.of("softirq", "interrupt"));
  }

  private static boolean isText(Config job, String key, Set<String> texts) {
    var value = job.root().get(key);
    return value != null && texts.contains(String.valueOf(value.unwrapped()));
  }

  private static JobSpec.Use use(Settings job) {
    var readsEarly = job.flag("reads-early");
    if (!job.flag("coherent")) {
      return readsEarly ? JobSpec.Use.READ_EARLY : JobSpec.Use.MAPPED;
    }
    if (readsEarly || job.flag("skip-sync") || job.integer("syncs", 0, 1000) > 0) {
      job.problem(
          "coherent",
          "memory is never synced; leave syncs, skip-sync and reads-early out of the job");
    }
    return JobSpec.Use.COHERENT;
  }

  /** The most bytes that a request can have in this machine. */
  long largestBlock() {
    return Math.min(LARGEST_BLOCK, memory / 2);
  }

  /** All of the machine's memory. */
  long memoryBytes() {
    return memory;
  }

  /** How many CPUs the machine has. */
  int cpus() {
    return cpus;
  }

  private List<JobSpec.Block> blocks(Settings job) {
    var most = largestBlock();
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
        var bytes = Written.bytes(block.getValue("bytes")).longValueExact();
        var weight = block.hasPath("weight") ? Written.wholeNumber(block.getValue("weight")) : 1;
        if (bytes < 1 || bytes > most || weight < 1 || weight > 1_000_000) {
          throw new ConfigException.Generic("out of range");
        }
        blocks.add(new JobSpec.Block(bytes, (int) weight));
      } catch (ConfigException
          | ClassCastException
          | IllegalArgumentException
          | ArithmeticException e) {
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
}
