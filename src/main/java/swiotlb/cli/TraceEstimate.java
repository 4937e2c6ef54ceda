package swiotlb.cli;

import java.util.Locale;
import swiotlb.scenario.Scenario;
import swiotlb.workload.JobSpec;

/**
 * How long a trace will be, before its run. A guess: searches that pass many areas, and transient
 * pools, cost more messages than it counts on.
 */
final class TraceEstimate {
  /** A request, its answer, the transfer, the unmap and its answer, and what CPUs say of it. */
  private static final long MESSAGES_PER_MAPPING = 7;

  /** Of a line, in the scenarios of this project. */
  private static final long BYTES_PER_MESSAGE = 300;

  private static final long COMPRESSED_TO_ONE_OF = 8;
  private static final double NS_PER_SECOND = 1e9;

  private TraceEstimate() {}

  /** Messages of all runs; 0 if nothing bounds a job but its own speed. */
  static long messages(Scenario scenario) {
    var mappings = 0.0;
    for (var device : scenario.devices()) {
      for (var job : device.jobs()) {
        var requests = requests(device, job);
        if (requests == 0) {
          return 0;
        }
        var segment =
            job.buffers().segmentBytes() == 0 ? job.largestBlock() : job.buffers().segmentBytes();
        var largest = Math.max(1, Math.min(segment, device.driver().maxSegmentBytes()));
        var buffers =
            device.driver().extraBuffers().size() + Math.ceil(meanBlock(job) / (double) largest);
        mappings += requests * buffers;
      }
    }
    return Math.round(mappings * scenario.runs() * MESSAGES_PER_MAPPING);
  }

  /** By their count, else as many as the device's link lets through in the time. */
  private static double requests(Scenario.Device device, JobSpec job) {
    if (job.plannedRequests() > 0) {
      return job.plannedRequests();
    }
    return device.bytesPerSecond() * (job.pace().durationNs() / NS_PER_SECOND) / meanBlock(job);
  }

  private static double meanBlock(JobSpec job) {
    var weights = job.blocks().stream().mapToLong(JobSpec.Block::weight).sum();
    var bytes = job.blocks().stream().mapToLong(b -> b.bytes() * b.weight()).sum();
    return Math.max(1, bytes) / (double) Math.max(1, weights);
  }

  /** Bytes of so many messages in a file whose name says whether it is plain text. */
  static long bytes(long messages, String file) {
    var plain = messages * BYTES_PER_MESSAGE;
    return file.toLowerCase(Locale.ROOT).endsWith(".jsonl") ? plain : plain / COMPRESSED_TO_ONE_OF;
  }
}
