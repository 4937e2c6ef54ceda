package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a recording says, in the order of its lines.
 *
 * @param hasProbes whether mappings were read of the extra probes
 * @param host the machine, as far as the recording and what lies beside it tell
 * @param mappings that bounced, or failed to; empty if the kernel has no events of mappings
 * @param bounces all that bounced or tried to, with those whose mapping is not in the recording
 * @param earlier what was mapped before it begins
 * @param defaultPoolBase address of the default pool, if probes tell
 * @param growth as probes tell
 * @param losses where lines are missing between its lines
 * @param reading how it was read
 */
public record Recording(
    boolean hasProbes,
    RecordedHost host,
    List<RecordedMapping> mappings,
    List<RecordedBounce> bounces,
    Earlier earlier,
    OptionalLong defaultPoolBase,
    Growth growth,
    List<Loss> losses,
    Reading reading) {

  /** Immutable. */
  public Recording {
    mappings = List.copyOf(mappings);
    bounces = List.copyOf(bounces);
    losses = List.copyOf(losses);
  }

  /**
   * Lines of a CPU are missing.
   *
   * @param cpu whose they were; -1 if nobody knows
   * @param position by which they were written
   * @param afterBounces how many bounces stand before
   */
  public record Loss(int cpu, long position, long afterBounces) {}

  /**
   * What was mapped before the recording begins and given back in it.
   *
   * @param buffers wherever they lie: one that did not bounce lies in no pool
   * @param lists do not say where their buffers were
   */
  public record Earlier(List<EarlierBuffer> buffers, long lists) {
    /** Nothing. */
    public static final Earlier NOTHING = new Earlier(List.of(), 0);

    /** Immutable. */
    public Earlier {
      buffers = List.copyOf(buffers);
    }
  }

  /**
   * What probes tell of growth.
   *
   * @param isSeen whether they saw pools being made
   * @param pools in their order; empty if they did not
   * @param workQueued how often the growth work was queued; -1 if nothing tells
   */
  public record Growth(boolean isSeen, List<GrowthRecord> pools, long workQueued) {
    /** Nothing is known. */
    public static final Growth UNSEEN = new Growth(false, List.of(), -1);

    /** Immutable. */
    public Growth {
      pools = List.copyOf(pools);
    }

    /**
     * The time from queueing the work to its pool: the median of those that are known; absent if
     * none is.
     */
    public OptionalLong medianDelayNs() {
      var delays =
          pools.stream().mapToLong(GrowthRecord::delayNs).filter(d -> d >= 0).sorted().toArray();
      return delays.length == 0 ? OptionalLong.empty() : OptionalLong.of(delays[delays.length / 2]);
    }
  }

  /**
   * How a recording was read.
   *
   * @param lines of the file that were read
   * @param unreadable lines that were not, or events whose text was not
   * @param unreadableExample the first of them, or empty
   * @param notBounced map events of buffers that did not bounce
   * @param releases events that give buffers back, whichever they are
   * @param cutOffAfter the last line of the file that could be read, if it ends in the middle; what
   *     was read before that counts; else 0
   * @param lost what the recorder says it lost
   * @param order of its times
   * @param lineCpus what its lines tell of CPUs
   * @param flags whether lines say in which context they were written
   * @param hasSeconds whether the clock counts time
   */
  public record Reading(
      long lines,
      long unreadable,
      String unreadableExample,
      long notBounced,
      long releases,
      long cutOffAfter,
      Lost lost,
      Order order,
      LineCpus lineCpus,
      boolean flags,
      boolean hasSeconds) {
    /** Whether the file ends in the middle. */
    public boolean isCutOff() {
      return cutOffAfter > 0;
    }
  }

  /**
   * Lines that are older than what stands before them, as where two recordings stand in one file.
   *
   * @param goesBack how often that is so
   * @param line of the file, the first that is
   * @param byNs how much older it is
   */
  public record Order(long goesBack, long line, long byNs) {
    /** Every line is later than those before. */
    public static final Order KEPT = new Order(0, 0, 0);
  }

  /**
   * The CPUs that wrote lines.
   *
   * @param highest number of any of them
   * @param line of the file, the first of that one
   * @param seen how many wrote lines
   * @param said how many something says there are, 0 if nothing does
   */
  public record LineCpus(int highest, long line, int seen, int said) {}

  /**
   * What is not in the recording although it happened.
   *
   * @param lines that the recorder counted
   * @param isUncounted whether more were lost than it counted
   * @param isAnywhere whether some were lost at places that nothing tells
   * @param released mappings that are taken to be given back where lines were lost
   * @param missing buffers that are mapped again although no line gave them back: lines are missing
   *     that nothing tells of
   */
  public record Lost(
      long lines, boolean isUncounted, boolean isAnywhere, long released, long missing) {
    /** Whether lines are missing. */
    public boolean any() {
      return lines > 0 || isUncounted;
    }
  }

  /** The last moment at which something was mapped or given back; 0 if nothing was. */
  public long endNs() {
    return mappings.stream().mapToLong(m -> Math.max(m.requestNs(), m.releaseNs())).max().orElse(0);
  }

  /** CPUs of the recorded machine. */
  public int cpus() {
    return host.cpus();
  }

  /** One more than the highest number of a CPU: their numbers may have holes. */
  public int cpuNumbers() {
    return Math.max(host.cpus(), reading.lineCpus().highest() + 1);
  }

  /** The kernel command line beside the recording, or empty. */
  public String cmdline() {
    return host.cmdline();
  }

  /**
   * The same of a kernel that has no events of mappings, as if each buffer that bounced had been
   * held for some time; nothing in the recording tells for how long.
   *
   * @throws IllegalStateException if it has mappings
   */
  public Recording heldFor(long heldNs) {
    if (!mappings.isEmpty()) {
      throw new IllegalStateException("the recording tells how long its buffers were held");
    }
    var assumed = new ArrayList<RecordedMapping>();
    for (var bounce : bounces) {
      var index = assumed.size();
      assumed.add(
          new RecordedMapping(
              index,
              bounce.cpu(),
              bounce.device(),
              bounce.originalAddress(),
              bounce.bytes(),
              bounce.interrupt(),
              index,
              index + 1L,
              index + 1L,
              RecordedMapping.UNKNOWN,
              bounce.timeNs(),
              bounce.timeNs() + heldNs));
    }
    return new Recording(
        hasProbes, host, assumed, bounces, earlier, defaultPoolBase, growth, losses, reading);
  }

  /** The same recording of another machine. */
  public Recording of(RecordedHost other) {
    return new Recording(
        hasProbes, other, mappings, bounces, earlier, defaultPoolBase, growth, losses, reading);
  }
}
