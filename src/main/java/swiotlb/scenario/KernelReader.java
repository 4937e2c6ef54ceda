package swiotlb.scenario;

import java.util.Map;
import java.util.Optional;
import swiotlb.kernel.text.KernelBuild;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.kernel.text.Release;

/** Reads the kernel of a scenario: how it was built, and its command line. */
final class KernelReader {
  private static final long MIB = 1L << 20;
  private static final long MOST_DEFAULT = 64 * MIB;
  private static final String DYNAMIC = "dynamic";

  private final Settings settings;
  private final Settings kernel;

  KernelReader(Settings settings) {
    this.settings = settings;
    this.kernel = settings.part("kernel");
  }

  /**
   * A kernel as it was built and started.
   *
   * @param dynamic whether it was built with dynamic pools; absent: as is usual
   */
  record Kernel(KernelBuild build, KernelParameters parameters, Optional<Boolean> dynamic) {}

  /** Reads it. */
  Kernel read(long memoryBytes) {
    var build = build(release());
    return new Kernel(build, parameters(build, memoryBytes), dynamic());
  }

  private Release release() {
    try {
      return Release.parse(kernel.text("release")).simulated();
    } catch (IllegalArgumentException e) {
      kernel.problem("release", "cannot be used: " + e.getMessage());
      return Release.DEFAULT;
    }
  }

  private KernelBuild build(Release release) {
    var bytes = kernel.bytes("default-size", MIB, MOST_DEFAULT);
    if (bytes % MIB != 0) {
      kernel.problem("default-size", "is %d bytes, not whole MiB".formatted(bytes));
      bytes = MOST_DEFAULT;
    }
    if (bytes != MOST_DEFAULT && !release.isFrom(7, 3)) {
      kernel.remark(
          "default-size",
          "is an option of the build from 7.3 on; a kernel of %s has another default than 64 MiB only if its source was changed"
              .formatted(release));
    }
    var units = new GeometryReader(settings.part("design").part("geometry")).read();
    var knowsAny = kernel.choice("patches", Map.of("none", false, "any", true), false);
    return new KernelBuild(release, (int) units.ofBytes(bytes), knowsAny, units);
  }

  private KernelParameters parameters(KernelBuild build, long memoryBytes) {
    KernelParameters read;
    try {
      read = KernelParameters.parse(kernel.text("cmdline"), build);
    } catch (IllegalArgumentException e) {
      kernel.problem("cmdline", "cannot be used: " + e.getMessage());
      return KernelParameters.NONE;
    }
    read.notes().forEach(note -> kernel.remark("cmdline", note));
    if (build.release().isFrom(7, 3)
        && !read.swiotlb().tracksHiwater()
        && !read.swiotlb().noforce()) {
      kernel.remark(
          "release",
          "keeps no io_tlb_used_hiwater without track_hiwater, the last word of swiotlb=: the kernel shows 0,"
              + " and its io_tlb_used leaves transient slots out; shown is what they would be");
    }
    if (read.coherentPoolBytes() > memoryBytes) {
      kernel.problem(
          "cmdline",
          "asks for coherent pools of %d bytes each, but the machine has %d bytes of memory"
              .formatted(read.coherentPoolBytes(), memoryBytes));
    }
    return read;
  }

  private Optional<Boolean> dynamic() {
    var built =
        "auto".equals(kernel.text(DYNAMIC).trim())
            ? Optional.<Boolean>empty()
            : Optional.of(kernel.flag(DYNAMIC));
    if (!settings.isGiven(DYNAMIC)) {
      return built;
    }
    settings.remark(DYNAMIC, "is kernel.dynamic by now; write that");
    return settings.flag(DYNAMIC) ? built.or(() -> Optional.of(true)) : Optional.of(false);
  }
}
