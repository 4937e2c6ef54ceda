package swiotlb.workload.ftrace;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a recording says, in the order of its lines.
 *
 * @param hasProbes whether the lines of the extra probes were used
 * @param cpus of the recorded machine
 * @param cmdline the kernel command line beside the recording, or empty
 * @param mappings that bounced
 * @param defaultPoolBase address of the default pool, if probes tell
 * @param growths as probes tell; empty without them
 * @param workQueued how often the growth work was queued, as probes tell; -1 without them
 * @param counters the kernel's counters after the recording, by name, if they were kept
 * @param lines of the file that were read
 * @param unreadable lines that were not
 * @param unreadableExample the first of them, or empty
 * @param notBounced map events of devices that did not bounce
 * @param endsEarly whether the file is cut off; what was read before that counts
 * @param lost lines that the kernel says were lost
 */
public record Recording(
    boolean hasProbes,
    int cpus,
    String cmdline,
    List<RecordedMapping> mappings,
    OptionalLong defaultPoolBase,
    List<GrowthRecord> growths,
    long workQueued,
    Map<String, Long> counters,
    long lines,
    long unreadable,
    String unreadableExample,
    long notBounced,
    boolean endsEarly,
    long lost) {}
