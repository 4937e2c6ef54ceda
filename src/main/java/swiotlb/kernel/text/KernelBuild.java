package swiotlb.kernel.text;

import java.util.Optional;
import java.util.regex.Pattern;
import swiotlb.kernel.slot.SlotUnits;

/**
 * A kernel as far as its source and its configuration decide how it boots.
 *
 * @param defaultSlots of the default pool where the command line names none (from 7.3 an option of
 *     the build)
 * @param knowsAny whether a patch lets {@code any} put the pool anywhere in memory
 * @param units of its slots
 */
public record KernelBuild(Release release, int defaultSlots, boolean knowsAny, SlotUnits units) {
  /** What the option of dynamic pools looks like where it is on. */
  private static final Pattern DYNAMIC = Pattern.compile("(?m)^CONFIG_SWIOTLB_DYNAMIC=y\\s*$");

  /** A release as it was published, with its own default. */
  public static KernelBuild of(Release release) {
    return new KernelBuild(release, SlotUnits.DEFAULT.defaultPoolSlots(), false, SlotUnits.DEFAULT);
  }

  /** Whether a configuration says that dynamic pools are built in; absent if it does not tell. */
  public static Optional<Boolean> isDynamic(String configuration) {
    // It names what is off as well; of kernels before 6.6 it has no such line.
    return configuration.contains("CONFIG_SWIOTLB")
        ? Optional.of(DYNAMIC.matcher(configuration).find())
        : Optional.empty();
  }
}
