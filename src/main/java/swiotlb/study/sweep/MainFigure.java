package swiotlb.study.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import swiotlb.figures.Figure;
import swiotlb.figures.RunFigures;

/** The figures of a run by which points are compared at a glance. */
public enum MainFigure {
  /** How fast it was. */
  THROUGHPUT("throughput", "MiB/s"),
  /** Mappings that failed. */
  FAILED_MAPS("failed maps", ""),
  /** Mappings that took a pool of their own. */
  TRANSIENT_MAPS("transient maps", ""),
  /** Pools that were added. */
  POOLS("dynamic pools", ""),
  /** Most slots in use. */
  HIGH_WATER("high-water", "slots"),
  /** Slots of all lasting pools in the end. */
  SLOTS("io_tlb_nslabs", "slots"),
  /** A slow mapping. */
  LATENCY("map p99", "us");

  private final String label;
  private final String unit;

  MainFigure(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** Its name for people. */
  public String label() {
    return label;
  }

  /** What it counts; empty where its name says so. */
  public String unit() {
    return unit;
  }

  /** Its value in the figures of a run, as they stand in a line; NaN if that has none. */
  double of(JsonNode figures) {
    return switch (this) {
      case THROUGHPUT -> number(figures, RunFigures.BANDWIDTH);
      case FAILED_MAPS -> FlatFigures.failedMaps(figures);
      case TRANSIENT_MAPS -> number(figures, RunFigures.TRANSIENT_MAPS);
      case POOLS -> number(figures, RunFigures.DYNAMIC_POOLS);
      case HIGH_WATER -> number(figures, RunFigures.IO_TLB_USED_HIWATER);
      case SLOTS -> number(figures, RunFigures.IO_TLB_NSLABS);
      case LATENCY ->
          number(figures, RunFigures.MAPS) > number(figures, RunFigures.DIRECT_MAPS)
              ? figures.path(RunFigures.MAP_LATENCY.key()).path("p99").asLong() / 1000.0
              : Double.NaN; // Nothing bounced: there is none, rather than one of nothing.
    };
  }

  private static double number(JsonNode figures, Figure<?> figure) {
    return figures.path(figure.key()).asDouble();
  }
}
