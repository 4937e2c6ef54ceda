package swiotlb.kernel.text;

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
  /** A release as it was published, with its own default. */
  public static KernelBuild of(Release release) {
    return new KernelBuild(release, SlotUnits.DEFAULT.defaultPoolSlots(), false, SlotUnits.DEFAULT);
  }
}
