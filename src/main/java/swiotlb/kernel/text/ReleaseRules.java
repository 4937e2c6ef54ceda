package swiotlb.kernel.text;

/**
 * What a running kernel does differently by its release (release notes, section 1): the one place
 * that compares releases once a machine has booted.
 *
 * @param tracksUse whether all slots in use are counted together, with a high-water mark: before
 *     7.3 always, from then on only where the command line says so
 */
public record ReleaseRules(Release release, boolean tracksUse) {
  /** Those of the release that the specification describes. */
  public static final ReleaseRules DEFAULT = new ReleaseRules(Release.DEFAULT, true);

  /** Those of a kernel with its command line. */
  public static ReleaseRules of(Release release, SwiotlbParameter parameter) {
    return new ReleaseRules(release, !release.isFrom(7, 3) || parameter.tracksHiwater());
  }

  /**
   * Whether the allocator of an encrypted guest bounces by force; else its devices bounce because
   * they do not reach what is not shared.
   */
  public boolean forcesInEncryptedGuests() {
    return !release.isFrom(7, 3);
  }

  /** Whether a mapping can demand that the device uses its buffer itself. */
  public boolean knowsRequireCoherent() {
    return release.isFrom(7, 0);
  }

  /** Whether a mapping can say that its buffer is shared with the hypervisor already. */
  public boolean knowsSharedBuffers() {
    return release.isFrom(7, 1);
  }

  /**
   * Whether such a buffer bounces where any other would that the device does not reach; else it is
   * never bounced, and refused where nothing is forced.
   */
  public boolean sharedBuffersGoByReach() {
    return release.isFrom(7, 3);
  }

  /** Whether a zone without memory has no coherent pool. */
  public boolean coherentPoolsGoByMemory() {
    return release.isFrom(6, 19);
  }

  /** Whether IOMMU mappings in two steps bounce nothing but the ends of a buffer. */
  public boolean mapsInTwoSteps() {
    return release.isFrom(6, 16);
  }

  /** Whether transient pools come from shared memory wherever the allocator's is shared. */
  public boolean transientFromSharedPool() {
    return release.isFrom(7, 3);
  }

  /** Whether memory of transient pools waits for a worker after its grace period, used or not. */
  public boolean transientReturnsByWorker() {
    return release.isFrom(7, 3);
  }

  /** Whether the coherent mask of a device, too, decides if its buffers bounce on an SME host. */
  public boolean bouncesByCoherentMask() {
    return release.isFrom(7, 3);
  }

  /** Whether a default pool that could not be decrypted is put out of use; else it is used. */
  public boolean disablesUndecryptedPool() {
    return release.isFrom(7, 3);
  }
}
