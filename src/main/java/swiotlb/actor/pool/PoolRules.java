package swiotlb.actor.pool;

/**
 * What releases of the kernel do differently with pools (release notes, section 1).
 *
 * @param unshared what becomes of a first pool that the hypervisor refuses to share
 * @param unusedTransientWaits whether memory of a transient pool, too, that its request did not fit
 *     waits for readers before it returns; else it returns at once
 * @param tracksUse whether all slots in use are counted together, with a high-water mark; else the
 *     areas of lasting pools are added up
 */
public record PoolRules(Unshared unshared, boolean unusedTransientWaits, boolean tracksUse) {
  /** Those of 6.12. */
  public static final PoolRules DEFAULT = new PoolRules(Unshared.USED, false, true);

  /** A first pool that the hypervisor refuses to share. */
  public enum Unshared {
    /** It is used as if nothing had happened, and devices see cipher text. */
    USED,
    /** It is there, with all its slots out of use. */
    DISABLED,
    /** It is not there. */
    ABSENT
  }

  /**
   * The same for the allocator of a restricted pool, which is dropped where others are disabled.
   */
  public PoolRules restricted() {
    return unshared == Unshared.DISABLED
        ? new PoolRules(Unshared.ABSENT, unusedTransientWaits, tracksUse)
        : this;
  }
}
