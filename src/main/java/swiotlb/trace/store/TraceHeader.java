package swiotlb.trace.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a trace says of itself before its first message.
 *
 * @param version of the format, from 1
 * @param isVirtual whether times are those of the simulation, else of real threads
 * @param scenario that was run; absent in format 1
 * @param seed of its random numbers
 * @param scheduleSeed of the order of what could happen next; absent where that was in order, or
 *     chosen by a program
 * @param jitter whether delays had seeded noise
 * @param selection what was recorded, if not everything
 */
public record TraceHeader(
    int version,
    boolean isVirtual,
    Optional<String> scenario,
    OptionalLong seed,
    OptionalLong scheduleSeed,
    boolean jitter,
    Optional<String> selection) {
  /** The latest version of the format. */
  public static final int LATEST = 2;

  /** A trace that says nothing of itself. */
  public static final TraceHeader PLAIN = silent(LATEST);

  /** A trace of format 1 says nothing. */
  static final TraceHeader OF_FORMAT_1 = silent(1);

  /** A trace of every message of a scenario, with its own seed alone. */
  public static TraceHeader whole(boolean isVirtual, String scenario, long seed) {
    return new TraceHeader(
        LATEST,
        isVirtual,
        Optional.of(scenario),
        OptionalLong.of(seed),
        OptionalLong.empty(),
        false,
        Optional.empty());
  }

  private static TraceHeader silent(int version) {
    return new TraceHeader(
        version,
        true,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        false,
        Optional.empty());
  }

  /** Whether every message was recorded, and each says which mapping it is about. */
  public boolean isWhole() {
    return selection.isEmpty() && version > 1;
  }
}
