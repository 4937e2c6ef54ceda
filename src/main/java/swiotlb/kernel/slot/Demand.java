package swiotlb.kernel.slot;

/**
 * What one mapping demands of an area: how many slots, starting where (specification, section 3,
 * steps 1 and 3). Worked out once for each request, by {@link #ofBuffer} or {@link #ofPages}.
 *
 * @param originalAddress physical address of the caller's buffer; 0 where there is none
 * @param sizeBytes bytes that the caller asked for
 * @param offsetBytes bytes from the first reserved slot to the address that is returned
 * @param allocBytes bytes to reserve: size and offset, rounded up to the granule
 * @param slots slots to reserve, padding included
 * @param allocMask address bits that must be zero in the first reserved slot
 * @param agreeMask further address bits in which it must agree with the original address
 * @param segBoundaryMask boundary mask of the device
 * @param units of the kernel's slots
 */
public record Demand(
    long originalAddress,
    long sizeBytes,
    int offsetBytes,
    long allocBytes,
    int slots,
    long allocMask,
    long agreeMask,
    long segBoundaryMask,
    SlotUnits units) {

  private static Demand of(
      DeviceLimits limits,
      long originalAddress,
      long sizeBytes,
      long offsetBytes,
      long allocBytes,
      long allocAlignMask) {
    var units = limits.units();
    var byHabit =
        allocAlignMask == 0 && limits.minAlignMask() == 0 && allocBytes >= Slots.PAGE_BYTES;
    var allocMask = (byHabit ? Slots.PAGE_BYTES - 1 : allocAlignMask) | (units.slotBytes() - 1);
    return new Demand(
        originalAddress,
        sizeBytes,
        (int) offsetBytes,
        allocBytes,
        (int) Math.min(units.ofBytes(allocBytes), Integer.MAX_VALUE),
        allocMask,
        limits.minAlignMask() & ~allocMask,
        limits.segBoundaryMask(),
        units);
  }

  /**
   * The demand of a buffer.
   *
   * @param originalAddress physical address of the caller's buffer
   * @param sizeBytes at least 1
   * @param allocAlignMask granule less one of an untrusted device behind an IOMMU, else 0
   * @throws IllegalArgumentException if the mask is not a run of low ones or the size not positive
   */
  public static Demand ofBuffer(
      DeviceLimits limits, long originalAddress, long sizeBytes, long allocAlignMask) {
    check(sizeBytes, allocAlignMask);
    var offset =
        originalAddress
            & limits.minAlignMask()
            & (allocAlignMask | (limits.units().slotBytes() - 1));
    var allocBytes = (sizeBytes + offset + allocAlignMask) & ~allocAlignMask;
    return of(limits, originalAddress, sizeBytes, offset, allocBytes, allocAlignMask);
  }

  /**
   * The demand of an allocation of pages from a restricted pool: aligned to its size rounded up to
   * a power of two of pages, without an original buffer.
   *
   * @param sizeBytes at least 1
   */
  public static Demand ofPages(DeviceLimits limits, long sizeBytes) {
    check(sizeBytes, 0);
    var pages = (sizeBytes + Slots.PAGE_BYTES - 1) / Slots.PAGE_BYTES;
    var alignMask = Slots.roundUpToPowerOfTwo(pages) * Slots.PAGE_BYTES - 1;
    return of(limits, 0, sizeBytes, 0, sizeBytes, alignMask);
  }

  private static void check(long sizeBytes, long allocAlignMask) {
    if (sizeBytes <= 0) {
      throw new IllegalArgumentException("a buffer of " + sizeBytes + " bytes cannot be mapped");
    }
    DeviceLimits.requireAlignment("alloc_align_mask", allocAlignMask);
  }

  /** Whole slots of padding before the slot whose address is returned. */
  public int paddingSlots() {
    return offsetBytes >> units.shift();
  }

  /** Bytes into that slot. */
  public int offsetInSlot() {
    return offsetBytes & (units.slotBytes() - 1);
  }

  /** Whether no area could ever hold it, since it is larger than a slot set. */
  public boolean tooLarge() {
    return slots > units.setSlots();
  }

  /** Acceptable first slots repeat with this period, in slots, a power of two. */
  int period() {
    return (int) ((mask() + 1) >> units.shift());
  }

  /** Slots that the search steps over after a slot of acceptable address that did not serve. */
  int stride() {
    return (int) (Math.max(allocMask, agreeMask) >> units.shift()) + 1;
  }

  /** The first acceptable slot number, between 0 and the period, for a pool that starts here. */
  int firstAcceptable(long poolStart) {
    var start = poolStart & segBoundaryMask;
    var wanted = originalAddress == 0 ? 0 : originalAddress & agreeMask;
    return (int) (((wanted - start) & mask()) >> units.shift());
  }

  /** Slots of one segment, a power of two. */
  long boundarySlots() {
    return (segBoundaryMask >>> units.shift()) + 1;
  }

  /** Number of slot 0 of a pool within the segments of the device. */
  long boundaryPhase(long poolStart) {
    return units.ofBytes(poolStart & segBoundaryMask) & (boundarySlots() - 1);
  }

  private long mask() {
    return originalAddress == 0 ? allocMask : allocMask | agreeMask;
  }
}
