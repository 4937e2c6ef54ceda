package swiotlb.figures;

/** What the kernel itself shows at the end of a run, which goes by its release. */
public final class KernelFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("kernel");

  /** Its release. */
  public static final Figure<String> RELEASE = ALL.declare("release", Unit.NONE, "");

  /** Its own count of slots in use, which may leave out transient ones. */
  public static final Figure<Long> IO_TLB_USED = ALL.like(RunFigures.IO_TLB_USED);

  /** Its own high-water mark; 0 where it keeps none. */
  public static final Figure<Long> IO_TLB_USED_HIWATER = ALL.like(RunFigures.IO_TLB_USED_HIWATER);

  /** Events {@code swiotlb_bounced} of the run that say FORCE. */
  public static final Figure<Long> BOUNCED_FORCE =
      ALL.declare("swiotlb_bounced_force", Unit.COUNT, "swiotlb_bounced FORCE");

  /** Events {@code swiotlb_bounced} of the run that say NORMAL. */
  public static final Figure<Long> BOUNCED_NORMAL =
      ALL.declare("swiotlb_bounced_normal", Unit.COUNT, "swiotlb_bounced NORMAL");

  /** Of the default pool, if the hypervisor has refused to share it. */
  public static final Figure<Long> UNSHARED_SLOTS = ALL.declare("unshared_slots", Unit.SLOTS, "");

  /** Those of them that are out of use. */
  public static final Figure<Long> DISABLED_SLOTS = ALL.declare("disabled_slots", Unit.SLOTS, "");

  private KernelFigures() {}
}
