package swiotlb.study.advise;

import java.util.Optional;

/**
 * What more load does to the advised size.
 *
 * @param factor of the load that was asked for
 * @param isMet whether the objectives are still met at that
 * @param holdsUpTo the greatest load that was tried at which they are, as a multiple
 * @param breaks what comes to more than it should first; absent if nothing does
 * @param size with which that load meets them; absent if none does, or none more is needed
 */
public record Margin(
    double factor,
    boolean isMet,
    double holdsUpTo,
    Optional<SizePoint> breaks,
    Optional<AskedSize> size) {}
