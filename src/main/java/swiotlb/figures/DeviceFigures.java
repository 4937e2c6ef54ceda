package swiotlb.figures;

import static swiotlb.figures.Unit.BYTES;
import static swiotlb.figures.Unit.COUNT;
import static swiotlb.figures.Unit.MIB_PER_SECOND;
import static swiotlb.figures.Unit.NANOSECONDS;
import static swiotlb.figures.Unit.NONE;
import static swiotlb.figures.Unit.PER_SECOND;
import static swiotlb.figures.Unit.SLOTS;

/** What one device did in a run. */
public final class DeviceFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("device");

  /** Its name. */
  public static final Figure<String> DEVICE = ALL.declare("device", NONE, "");

  /** Mappings that it could use. */
  public static final Figure<Long> MAPS = ALL.declare("maps", COUNT, "maps");

  /** Those of them that needed no bounce buffer. */
  public static final Figure<Long> DIRECT_MAPS = ALL.declare("direct_maps", COUNT, "");

  /** Those of them in a transient pool. */
  public static final Figure<Long> TRANSIENT_MAPS =
      ALL.declare("transient_maps", COUNT, "transient");

  /** Mappings that could not be had, tries of one request counted each. */
  public static final Figure<Long> FAILED_MAPS = ALL.declare("failed_maps", COUNT, "failed");

  /** Requests that were completed. */
  public static final Figure<Long> REQUESTS =
      ALL.ahead(MAPS).declare("requests", COUNT, "requests");

  /** Requests that failed after their last try, or when the device was gone or the run stopped. */
  public static final Figure<Long> GIVEN_UP =
      ALL.ahead(MAPS).declare("given_up", COUNT, "given up");

  /** Moved by completed requests. */
  public static final Figure<Long> BYTES_MOVED = ALL.declare("bytes", BYTES, "");

  /**
   * Those bytes a second of the run's time, which ends with its last request; 0 for a run without
   * duration.
   */
  public static final Figure<Double> THROUGHPUT =
      ALL.ahead(MAPS).declare("throughput_mib_s", MIB_PER_SECOND, "MiB/s");

  /** Completed requests a second of the same time; 0 for a run without duration. */
  public static final Figure<Double> IOPS = ALL.ahead(MAPS).declare("iops", PER_SECOND, "IOPS");

  /** Most requests at a time. */
  public static final Figure<Long> MOST_IN_FLIGHT =
      ALL.ahead(MAPS).declare("most_in_flight", COUNT, "in flight");

  /** Held on average over the run; 0 for a run without duration. */
  public static final Figure<Double> AVERAGE_SLOTS = ALL.declare("average_slots", SLOTS, "slots");

  /** Most held at a time. */
  public static final Figure<Long> MOST_SLOTS = ALL.declare("most_slots", SLOTS, "most");

  /** Held for ever, since their unmap was forgotten, in this and earlier runs. */
  public static final Figure<Long> LEAKED_SLOTS = ALL.declare("leaked_slots", SLOTS, "leaked");

  /** Of a bounce buffer, from being handed out to being given back. */
  public static final Figure<Latencies> LIFETIME =
      ALL.ahead(LEAKED_SLOTS).declare("lifetime_ns", NANOSECONDS, "held");

  /** Of bounced mappings, from the request to the end of the copy into the buffer. */
  public static final Figure<Latencies> MAP_LATENCY =
      ALL.ahead(AVERAGE_SLOTS).declare("map_latency_ns", NANOSECONDS, "map");

  /** Where the time of its mappings went; of {@link MapTime}. */
  public static final Figure<Measured> MAP_TIME = ALL.declare("map_time_ns", NANOSECONDS, "");

  private DeviceFigures() {}
}
