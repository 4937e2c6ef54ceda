package swiotlb.cli.shared;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.Release;
import swiotlb.workload.ftrace.RecordedHost;
import swiotlb.workload.ftrace.Recording;

/** What options say of a recorded machine. */
public record SaidOfHost(
    OptionalInt cpus,
    Optional<Release> release,
    Optional<RecordedHost.BootPool> pool,
    Optional<Boolean> isStatic) {
  private static final int MOST_CPUS = 8192;

  private static final Pattern POOL =
      Pattern.compile(
          "0x([0-9a-fA-F]{1,16})(?:\\+(\\d{1,9})([KMG])?(?:i?B)?|-0x([0-9a-fA-F]{1,16}))");

  /**
   * Reads the options.
   *
   * @throws InputException naming the one that is wrong
   */
  public static SaidOfHost parse(
      @Nullable Integer cpus, @Nullable String release, @Nullable String pool, boolean isStatic) {
    if (cpus != null && (cpus < 1 || cpus > MOST_CPUS)) {
      throw new InputException("--cpus", "must be 1 to " + MOST_CPUS + ", not " + cpus);
    }
    return new SaidOfHost(
        cpus == null ? OptionalInt.empty() : OptionalInt.of(cpus),
        release == null ? Optional.empty() : Optional.of(release(release)),
        pool == null ? Optional.empty() : Optional.of(pool(pool)),
        isStatic ? Optional.of(true) : Optional.empty());
  }

  /** The machine with what is said of it. */
  public RecordedHost on(Recording recording) {
    var host = recording.host();
    var of = recording.reading().lineCpus();
    var least = host.cpus() == of.highest() + 1 ? of.seen() : host.cpus();
    if (cpus.isPresent() && cpus.getAsInt() < least) {
      throw new InputException(
          "--cpus",
          "is %d, but the recording has lines of %d CPUs or says that there are so many"
              .formatted(cpus.getAsInt(), least));
    }
    return host.as(cpus, release, pool, isStatic);
  }

  private static Release release(String text) {
    try {
      return Release.parse(text).existing();
    } catch (IllegalArgumentException e) {
      throw new InputException("--release", String.valueOf(e.getMessage()));
    }
  }

  private static RecordedHost.BootPool pool(String text) {
    var match = POOL.matcher(text);
    if (match.matches()) {
      var start = Long.parseUnsignedLong(match.group(1), 16);
      var bytes =
          match.group(4) == null
              ? Long.parseLong(match.group(2)) << shift(match.group(3))
              : Long.parseUnsignedLong(match.group(4), 16) - start;
      var fits = start >= 0 && start % Slots.PAGE_BYTES == 0 && bytes > 0 && bytes <= 1L << 40;
      if (fits && bytes % Slots.toBytes(Slots.SLOT_SET_SLOTS) == 0) {
        return new RecordedHost.BootPool(start, bytes);
      }
    }
    throw new InputException(
        "--pool",
        "must be the range of the kernel's line \"software IO TLB: mapped [mem …]\": a page and a multiple"
            + " of 256 KiB, such as 0x7c585000+1M or 0x7c585000-0x7c685000");
  }

  private static int shift(@Nullable String unit) {
    return unit == null ? 0 : "KMG".indexOf(unit) * 10 + 10;
  }
}
