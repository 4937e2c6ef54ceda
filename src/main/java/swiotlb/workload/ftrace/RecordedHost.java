package swiotlb.workload.ftrace;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import swiotlb.kernel.text.Release;

/**
 * The machine that a recording was made on, as far as the recording and the files beside it tell.
 *
 * @param cpus of the machine
 * @param cpusAreKnown whether something says so; else it is the least that the lines need
 * @param cmdline the kernel command line, or empty
 * @param release of the kernel
 * @param bootPool the default pool as the kernel told it at boot
 * @param areas default number of areas as the kernel told it at boot
 * @param countersBefore the kernel's counters before the recording, by name, if they were kept
 * @param counters those after it
 * @param isStatic whether the kernel has no dynamic pools, if something tells
 */
public record RecordedHost(
    int cpus,
    boolean cpusAreKnown,
    String cmdline,
    Optional<Release> release,
    Optional<BootPool> bootPool,
    OptionalInt areas,
    Map<String, Long> countersBefore,
    Map<String, Long> counters,
    Optional<Boolean> isStatic) {

  private static final String MARK = "io_tlb_used_hiwater";

  /** Immutable. */
  public RecordedHost {
    countersBefore = Map.copyOf(countersBefore);
    counters = Map.copyOf(counters);
  }

  /** Where the default pool lies; bytes. */
  public record BootPool(long start, long bytes) {}

  /**
   * Whether the kernel's high-water mark did not rise in the recording: then it was reached before,
   * and says no more than that it was not passed.
   */
  public boolean markIsOlder() {
    var mark = counters.get(MARK);
    return mark != null && mark > 0 && mark.equals(countersBefore.get(MARK));
  }

  /** A machine of which only this is known. */
  public static RecordedHost of(int cpus, String cmdline) {
    return new RecordedHost(
        cpus,
        true,
        cmdline,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  /**
   * The same with what an operator says of it; what is not said stays.
   *
   * @param saidCpus number of CPUs
   * @param saidRelease of the kernel
   * @param saidPool default pool
   * @param saidStatic whether the kernel has no dynamic pools
   */
  public RecordedHost as(
      OptionalInt saidCpus,
      Optional<Release> saidRelease,
      Optional<BootPool> saidPool,
      Optional<Boolean> saidStatic) {
    return new RecordedHost(
        saidCpus.orElse(cpus),
        cpusAreKnown || saidCpus.isPresent(),
        cmdline,
        saidRelease.or(() -> release),
        saidPool.or(() -> bootPool),
        areas,
        countersBefore,
        counters,
        saidStatic.or(() -> isStatic));
  }
}
