package swiotlb.study.size;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Sizes of machines that differ in one thing.
 *
 * @param axis what they differ in
 * @param rows one for each value, rising
 * @param between many values from the first to the last, rising; none unless memory differs
 */
public record SizeTable(Axis axis, List<PoolSize> rows, List<PoolSize> between) {
  private static final long STEP_BYTES = 1L << 20;
  private static final int MOST_STEPS = 1 << 12;

  /** What machines of a table differ in. */
  public enum Axis {
    /** Bytes of memory. */
    MEMORY,
    /** Possible CPUs. */
    CPUS
  }

  /** Immutable from the start. */
  public SizeTable {
    rows = List.copyOf(rows);
    between = List.copyOf(between);
  }

  /**
   * Of a machine with each of some values.
   *
   * @param values at least one, rising
   */
  public static SizeTable of(Machine machine, Axis axis, List<Long> values) {
    var rows =
        values.stream()
            .map(
                value ->
                    PoolSize.of(
                        axis == Axis.MEMORY
                            ? machine.withMemory(value)
                            : machine.withCpus(Math.toIntExact(value))))
            .toList();
    var between =
        axis == Axis.MEMORY
            ? between(machine, values.get(0), values.get(values.size() - 1))
            : List.<PoolSize>of();
    return new SizeTable(axis, rows, between);
  }

  /** Pools jump as memory rises: between two values of a table the share may be the largest. */
  private static List<PoolSize> between(Machine machine, long from, long to) {
    var step = Math.max(STEP_BYTES, (to - from) / MOST_STEPS / STEP_BYTES * STEP_BYTES);
    var sizes = new ArrayList<PoolSize>();
    for (var bytes = from; bytes <= to; bytes += step) {
      sizes.add(PoolSize.of(machine.withMemory(bytes)));
    }
    return sizes;
  }

  /** The one whose pools take the largest share of memory; absent unless memory differs. */
  public Optional<PoolSize> worst() {
    return between.stream().max(Comparator.comparingDouble(PoolSize::lostShare));
  }

  /** The same, or the row with the largest share. */
  public PoolSize most() {
    return worst()
        .orElseGet(() -> Collections.max(rows, Comparator.comparingDouble(PoolSize::lostShare)));
  }
}
