package swiotlb.trace.file;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a trace says of itself before its first message.
 *
 * @param version of the format, from 1
 * @param isVirtual whether times are those of the simulation, else of real threads
 * @param scenario that was run; absent in format 1
 * @param seed of its random numbers
 * @param selection what was recorded, if not everything
 */
public record TraceHeader(
    int version,
    boolean isVirtual,
    Optional<String> scenario,
    OptionalLong seed,
    Optional<String> selection) {

  /** A trace of format 1 says nothing. */
  static final TraceHeader OF_FORMAT_1 =
      new TraceHeader(1, true, Optional.empty(), OptionalLong.empty(), Optional.empty());
}
