package swiotlb.study.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import swiotlb.kernel.text.PoolParameters;

/**
 * The kernel parameters that write a size out, found by booting with them: what is written may be
 * read as something else.
 */
public final class PasteLine {
  private PasteLine() {}

  /** Those that make a machine just what it is without guessing; absent if none do. */
  public static Optional<String> of(PoolSize size) {
    if (size.boot().parameters().swiotlb().noforce()) {
      return Optional.of("swiotlb=noforce");
    }
    return size.boot().hasPool()
        ? making(size, size.slots(), size.areas())
        : making(size, 0, 0, "swiotlb=force");
  }

  /**
   * Those that make another pool on the same machine; absent if none do, such as where there is no
   * room.
   */
  public static Optional<String> making(PoolSize size, long slots, int areas) {
    var most = size.machine().kernel().units().setSlots();
    return making(
        size,
        slots,
        areas,
        "swiotlb=%d,%d".formatted(slots, areas),
        "swiotlb=%d".formatted(slots),
        // In an encrypted guest the default counts as not written; less than it, rounded up, does.
        "swiotlb=%d".formatted(slots - most));
  }

  /** The machine with these parameters instead of its own; others that count stay. */
  static Machine booted(PoolSize size, String line) {
    return size.machine().withCmdline(line + others(size));
  }

  private static Optional<String> making(
      PoolSize size, long slots, int areas, String... parameters) {
    for (var parameter : parameters) {
      var line = parameter + words(size, parameter) + coherent(size);
      var other = PoolSize.of(booted(size, line));
      if (slots == 0 ? other.boot().hasPool() : other.slots() == slots && other.areas() == areas) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /** Words of the present command line that go on holding. */
  private static String words(PoolSize size, String parameter) {
    var swiotlb = size.boot().parameters().swiotlb();
    var words = new ArrayList<String>(List.of(""));
    if (swiotlb.force() && !parameter.endsWith("force")) {
      words.add("force");
    }
    if (swiotlb.tracksHiwater()) {
      words.add("track_hiwater");
    }
    return String.join(",", words);
  }

  private static String coherent(PoolSize size) {
    var bytes = size.boot().parameters().coherentPoolBytes();
    if (bytes == 0) {
      return "";
    }
    return bytes % 1024 == 0 ? " " + PoolParameters.coherentPool(bytes) : " coherent_pool=" + bytes;
  }

  private static String others(PoolSize size) {
    var words = size.boot().parameters().iommu();
    return words.isEmpty() ? "" : " iommu=" + String.join(",", words.stream().sorted().toList());
  }
}
