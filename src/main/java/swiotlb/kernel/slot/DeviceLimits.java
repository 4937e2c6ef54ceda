package swiotlb.kernel.slot;

/**
 * What a device demands of the addresses it is given (specification, section 3).
 *
 * @param dmaMask the highest address that the device can put on the bus; all ones is no limit
 * @param busDmaLimit the highest address that the bus lets through; 0 is no limit
 * @param busOffset what a physical address has more than the address on the bus; the bus reaches
 *     nothing below it
 * @param minAlignMask address bits in which bounce buffer and original buffer must agree; 0 or a
 *     power of two less one
 * @param segBoundaryMask a buffer lies within one block of this mask plus one bytes; a power of two
 *     less one, all ones is no boundary
 * @param units of the kernel's slots, in which its demands are counted
 */
public record DeviceLimits(
    long dmaMask,
    long busDmaLimit,
    long busOffset,
    long minAlignMask,
    long segBoundaryMask,
    SlotUnits units) {

  /** A device that reaches all of memory and has no further demands. */
  public static final DeviceLimits NONE = new DeviceLimits(-1L, 0, 0, 0xffff_ffffL);

  /** Limits of a device of a kernel with slots as the published ones have them. */
  public DeviceLimits(
      long dmaMask, long busDmaLimit, long busOffset, long minAlignMask, long segBoundaryMask) {
    this(dmaMask, busDmaLimit, busOffset, minAlignMask, segBoundaryMask, SlotUnits.DEFAULT);
  }

  /** Limits of a device whose bus has the addresses of memory. */
  public DeviceLimits(long dmaMask, long busDmaLimit, long minAlignMask, long segBoundaryMask) {
    this(dmaMask, busDmaLimit, 0, minAlignMask, segBoundaryMask, SlotUnits.DEFAULT);
  }

  /**
   * Checks the masks.
   *
   * @throws IllegalArgumentException if an alignment or boundary mask is not a run of low ones
   */
  public DeviceLimits {
    requireAlignment("min_align_mask", minAlignMask);
    requireLowOnes("segment boundary mask", segBoundaryMask);
  }

  /** The highest address on the bus that the device reaches; compare as unsigned. */
  public long reach() {
    return busDmaLimit != 0 && Long.compareUnsigned(busDmaLimit, dmaMask) < 0
        ? busDmaLimit
        : dmaMask;
  }

  /** The address on the bus of a physical one; all ones if the bus does not reach it. */
  public long busAddress(long address) {
    return isOnBus(address) ? address - busOffset : -1L;
  }

  private boolean isOnBus(long address) {
    return busOffset <= 0 || Long.compareUnsigned(address, busOffset) >= 0;
  }

  /** Whether the device reaches every byte of a buffer. */
  public boolean reaches(long address, long sizeBytes) {
    return isOnBus(address)
        && Long.compareUnsigned(address - busOffset + sizeBytes - 1, reach()) <= 0;
  }

  /** The largest mapping in bytes that the driver may ask for: what the kernel tells it. */
  public long maxMappingBytes() {
    return units.maxMappingBytes() - units.toBytes(units.ofBytes(minAlignMask));
  }

  /** Alignments are powers of two, at most 1 GiB. */
  static void requireAlignment(String what, long mask) {
    requireLowOnes(what, mask);
    if (mask < 0 || mask >= 1L << 30) {
      throw new IllegalArgumentException(
          what + " 0x" + Long.toHexString(mask) + " is larger than 0x3fffffff");
    }
  }

  private static void requireLowOnes(String what, long mask) {
    if ((mask & (mask + 1)) != 0) {
      throw new IllegalArgumentException(
          what + " 0x" + Long.toHexString(mask) + " is not a power of two less one");
    }
  }
}
