package swiotlb.figures;

import static swiotlb.figures.Unit.BYTES;
import static swiotlb.figures.Unit.COUNT;
import static swiotlb.figures.Unit.MIB_PER_SECOND;
import static swiotlb.figures.Unit.NANOSECONDS;
import static swiotlb.figures.Unit.NONE;
import static swiotlb.figures.Unit.SLOTS;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of a whole run. Counters bear the kernel's names. */
public final class RunFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("run");

  /** Slots of all lasting pools. */
  public static final Figure<Long> IO_TLB_NSLABS =
      ALL.declare("io_tlb_nslabs", SLOTS, "io_tlb_nslabs");

  /** Slots in use at the end. */
  public static final Figure<Long> IO_TLB_USED = ALL.declare("io_tlb_used", SLOTS, "io_tlb_used");

  /** Most slots in use so far, earlier runs included. */
  public static final Figure<Long> IO_TLB_USED_HIWATER =
      ALL.declare("io_tlb_used_hiwater", SLOTS, "io_tlb_used_hiwater");

  /** Slots of live transient pools at the end. */
  public static final Figure<Long> IO_TLB_TRANSIENT_NSLABS =
      ALL.declare("io_tlb_transient_nslabs", SLOTS, "io_tlb_transient_nslabs");

  /** Mappings that devices could use. */
  public static final Figure<Long> MAPS = ALL.declare("maps", COUNT, "maps");

  /** Mappings that were given back. */
  public static final Figure<Long> UNMAPS = ALL.declare("unmaps", COUNT, "");

  /** Mappings that failed, by reason. */
  public static final Figure<Map<String, Long>> FAILURES =
      ALL.declare("failures", COUNT, "failed maps");

  /** For each of those reasons the failure at the lowest use; of {@link EvidenceFigures}. */
  public static final Figure<Map<String, Measured>> FAILURE_EVIDENCE =
      ALL.declare("failure_evidence", NONE, "");

  /** Mappings that failed alike, in the order in which they came; of {@link FailureFigures}. */
  public static final Figure<List<Measured>> FAILED_ALIKE = ALL.declare("failed_alike", NONE, "");

  /** Mappings that failed otherwise, where there were more kinds than are kept. */
  public static final Figure<Long> FAILED_OTHERWISE = ALL.declare("failed_otherwise", COUNT, "");

  /** Mappings served by a transient pool. */
  public static final Figure<Long> TRANSIENT_MAPS =
      ALL.under(MAPS).declare("transient_maps", COUNT, "in transient pools");

  /** Mappings that needed no bounce buffer. */
  public static final Figure<Long> DIRECT_MAPS =
      ALL.under(MAPS).declare("direct_maps", COUNT, "not bounced");

  /** Pools added so far, earlier runs included. */
  public static final Figure<Long> DYNAMIC_POOLS =
      ALL.ahead(MAPS).declare("dynamic_pools", COUNT, "dynamic pools");

  /** Requests that were completed. */
  public static final Figure<Long> REQUESTS = ALL.declare("requests", COUNT, "requests");

  /** Requests that failed after their last try, or when the device was gone or the run stopped. */
  public static final Figure<Long> GIVEN_UP =
      ALL.under(REQUESTS).declare("given_up", COUNT, "given up");

  /** Moved by completed requests; 0 for a run without duration. */
  public static final Figure<Double> BANDWIDTH =
      ALL.declare("bandwidth_mib_s", MIB_PER_SECOND, "bandwidth");

  /** Of bounced mappings, from the request to the end of the copy into the buffer. */
  public static final Figure<Latencies> MAP_LATENCY =
      ALL.declare("map_latency_ns", NANOSECONDS, "map latency");

  /** Where the time of all mappings went; of {@link MapTime}. */
  public static final Figure<Measured> MAP_TIME = ALL.declare("map_time_ns", NANOSECONDS, "");

  /** How long the run took, in simulated time (in concurrent mode: real time). */
  public static final Figure<Long> VIRTUAL_NS =
      ALL.declare("virtual_ns", NANOSECONDS, "virtual time");

  /** Messages handled by actors. */
  public static final Figure<Long> DELIVERIES = ALL.declare("deliveries", COUNT, "messages");

  /** Most messages that waited for one actor at a time, earlier runs included. */
  public static final Figure<Long> LONGEST_MAILBOX =
      ALL.declare("longest_mailbox", COUNT, "longest mailbox");

  /** Path of that actor. */
  public static final Figure<String> LONGEST_MAILBOX_OF =
      ALL.under(LONGEST_MAILBOX).declare("longest_mailbox_of", NONE, "of");

  /** What happened to the growth of the default allocator. */
  public static final Figure<List<GrowthStep>> GROWTH = ALL.declare("growth", NONE, "");

  /** Restricted pools, of {@link RestrictedFigures}; the label stands behind a device's name. */
  public static final Figure<List<Measured>> RESTRICTED =
      ALL.ahead(DYNAMIC_POOLS).declare("restricted", SLOTS, ": io_tlb_used_hiwater");

  /** Each device's part, by name; of {@link DeviceFigures}. */
  public static final Figure<List<Measured>> DEVICES = ALL.declare("devices", NONE, "");

  /** The areas of all pools, by pool and number; of {@link AreaFigures}. */
  public static final Figure<List<Measured>> AREAS = ALL.declare("areas", NONE, "");

  /** Of {@link SharedMemoryFigures}; absent where memory is not encrypted. */
  public static final Figure<Optional<Measured>> SHARED_MEMORY =
      ALL.declare("shared_memory", BYTES, "");

  /**
   * Of {@link CoherentFigures}; absent where memory is encrypted, or no device allocates coherent
   * memory.
   */
  public static final Figure<Optional<Measured>> COHERENT_POOLS =
      ALL.declare("coherent_pools", BYTES, "");

  /** Free blocks of the page allocator in the end, as {@code /proc/buddyinfo} shows them. */
  public static final Figure<String> BUDDYINFO = ALL.declare("buddyinfo", NONE, "");

  /** What the kernel logs, as often as it says the same. */
  public static final Figure<List<KernelLine>> LOG = ALL.declare("log", NONE, "");

  /** Failures of which no line tells, though the kernel has one for them. */
  public static final Figure<Long> UNLOGGED_LINES = ALL.declare("unlogged_lines", COUNT, "");

  /** Of {@link KernelFigures}. */
  public static final Figure<Measured> KERNEL_SHOWS = ALL.declare("kernel_shows", NONE, "");

  /** Of {@link ThrottleFigures}; absent, and left out of documents, where nothing is throttled. */
  public static final Figure<Optional<Measured>> THROTTLE = ALL.declare("throttle", NONE, "");

  private RunFigures() {}

  /** Whether documents leave a figure out, since it is of a design that was not chosen. */
  public static boolean isLeftOut(Figure<?> figure, Object value) {
    return figure == THROTTLE && value instanceof Optional<?> part && part.isEmpty();
  }

  /** Mappings of a run that failed, for any reason. */
  public static long failed(Measured run) {
    return run.get(FAILURES).values().stream().reduce(0L, Sums::plus);
  }
}
