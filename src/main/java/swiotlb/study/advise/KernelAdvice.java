package swiotlb.study.advise;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The size for a kernel with or without dynamic pools.
 *
 * @param size the smallest that meets the objectives that count
 * @param point what it came to
 * @param below one step below it, if there is one
 * @param unsized what the kernel has where nothing is written came to
 * @param curve sizes in rising order, that of the answer and that of the kernel among them; none of
 *     the kernel that is told besides
 * @param areas the same slots in fewer and in more areas
 * @param margin for more load; absent of the kernel that is told besides
 * @param beyondHelp failures that no size helps against, which do not count
 * @param leftOut other objectives that no size meets, which do not count: by name, as the largest
 *     size came to them
 * @param usesCoherent whether anything is taken from the coherent pools
 * @param coherentBytes of each coherent pool with the advised size
 * @param slotBytes of a slot
 * @param unsizedBytes of the pools where nothing is written
 * @param sizedBytes of those that are advised, at boot
 * @param remarks what was seen besides, a sentence each
 */
public record KernelAdvice(
    boolean isDynamic,
    AskedSize size,
    SizePoint point,
    Optional<SizePoint> below,
    SizePoint unsized,
    List<SizePoint> curve,
    List<SizePoint> areas,
    Optional<Margin> margin,
    Set<Trial.Failure> beyondHelp,
    Map<String, Judged> leftOut,
    boolean usesCoherent,
    long coherentBytes,
    int slotBytes,
    long unsizedBytes,
    long sizedBytes,
    List<String> remarks) {

  /** Immutable from the start. */
  public KernelAdvice {
    curve = List.copyOf(curve);
    areas = List.copyOf(areas);
    beyondHelp = Set.copyOf(beyondHelp);
    leftOut = Map.copyOf(leftOut);
    remarks = List.copyOf(remarks);
  }

  /** Bytes of the coherent pools, where anything is taken from them. */
  public long coherentPoolsBytes() {
    return sizedBytes - (long) size.slots() * slotBytes;
  }

  /** Memory that the size leaves to others; negative if it takes more. */
  public long savedBytes() {
    return unsizedBytes - sizedBytes;
  }
}
