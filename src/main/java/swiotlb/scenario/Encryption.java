package swiotlb.scenario;

/**
 * How memory is encrypted, what it costs to share it, and what the hypervisor refuses; settings and
 * units as in {@code reference.conf}.
 */
public record Encryption(
    String kind,
    String arch,
    String about,
    boolean encrypted,
    int bit,
    long sharePerPageNs,
    long unsharePerPageNs,
    long perCallNs,
    int copyPercent,
    long sharedLimitBytes,
    int refusedPerMille,
    int stuckPerMille) {

  /** Whether it is a host that encrypts its own memory: an address bit says which. */
  public boolean isHost() {
    return encrypted && bit > 0;
  }

  /** Whether it is a guest whose memory is encrypted against its host. */
  public boolean isGuest() {
    return encrypted && bit == 0;
  }

  /** Whether an address with the bit lies beyond what a device puts on the bus. */
  public boolean isBeyond(long reach) {
    return Long.compareUnsigned(reach, 1L << bit) < 0;
  }
}
