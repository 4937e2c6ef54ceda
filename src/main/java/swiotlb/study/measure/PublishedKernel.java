package swiotlb.study.measure;

import java.util.Locale;
import java.util.Map;

/** The three kernels of the published measurements, as settings over the scenario of a test. */
@SuppressWarnings("ImmutableEnumChecker") // Maps of constants.
public enum PublishedKernel {
  /** Without dynamic pools, 64 MiB at boot. */
  BASE(Map.of("kernel.dynamic", "off")),
  /** With dynamic pools, 64 MiB at boot. */
  DEFAULT(Map.of("kernel.dynamic", "on")),
  /**
   * With dynamic pools, 1 MiB at boot, in the most areas that it has room for: told no number of
   * them, a machine with more CPUs would make them more, of 128 slots each, and so the pool larger.
   */
  GROWING(Map.of("kernel.dynamic", "on", "kernel.cmdline", "swiotlb=512,4,force"));

  private final Map<String, String> overrides;

  PublishedKernel(Map<String, String> overrides) {
    this.overrides = overrides;
  }

  /** As the published tables name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Map<String, String> overrides() {
    return overrides;
  }
}
