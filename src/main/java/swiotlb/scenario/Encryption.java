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
    long sharePerPageNs,
    long unsharePerPageNs,
    long perCallNs,
    int copyPercent,
    long sharedLimitBytes,
    int refusedPerMille,
    int stuckPerMille) {}
