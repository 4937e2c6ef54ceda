package swiotlb.kernel.slot;

/**
 * One area of a pool, searched slot by slot with a counter for each slot, the way the specification
 * tells it: slow, plain, and the model for {@link AreaSlots}.
 */
final class SteppingArea {
  final boolean[] isFree;
  int hint;
  int used;
  long stepped;

  private final PoolGeometry pool;
  private final int area;
  private final int slotBytes;

  /** An area of a pool whose other slots are given, since runs may reach into the next area. */
  SteppingArea(PoolGeometry pool, int area, boolean[] isFree) {
    this.pool = pool;
    this.area = area;
    this.slotBytes = pool.units().slotBytes();
    this.isFree = isFree;
  }

  int map(long minAlign, long allocAlign, long boundary, long orig, long size) {
    var offset = orig & minAlign & (allocAlign | (slotBytes - 1));
    var bytes = size + offset;
    while ((bytes & allocAlign) != 0) {
      bytes++;
    }
    var needed = (int) ((bytes + slotBytes - 1) / slotBytes);
    stepped = 0;
    if (needed > pool.areaSlots() - used) {
      return -1;
    }
    var align = allocAlign;
    if (align == 0 && minAlign == 0 && bytes >= 4096) {
      align = 4095;
    }
    align |= slotBytes - 1;
    var agree = minAlign & ~align;
    var stride = (int) (Math.max(align, agree) / slotBytes) + 1;
    var start = pool.start() & boundary;
    var index = hint;
    while (stepped < pool.areaSlots()) {
      var slot = area * pool.areaSlots() + index;
      var address = start + slot * (long) slotBytes;
      if ((address & align) != 0 || (orig != 0 && (address & agree) != (orig & agree))) {
        index = wrapped(index + 1);
        stepped += 1;
        continue;
      }
      if (!straddles(slot, needed, boundary) && run(slot) >= needed) {
        for (var i = 0; i < needed; i++) {
          isFree[slot + i] = false;
        }
        used += needed;
        hint = wrapped(index + needed);
        return slot;
      }
      index = wrapped(index + stride);
      stepped += stride;
    }
    return -1;
  }

  void unmap(int slot, int slots) {
    for (var i = 0; i < slots; i++) {
      isFree[slot + i] = true;
    }
    used -= slots;
  }

  private int wrapped(int index) {
    return index >= pool.areaSlots() ? 0 : index;
  }

  private boolean straddles(int slot, int needed, long boundary) {
    var slotsOfSegment = (boundary >>> pool.units().shift()) + 1;
    var phase = (slot + ((pool.start() & boundary) + slotBytes - 1) / slotBytes) % slotsOfSegment;
    return phase + needed > slotsOfSegment;
  }

  private int run(int slot) {
    var length = 0;
    while (slot + length < isFree.length
        && isFree[slot + length]
        && (length == 0 || (slot + length) % pool.units().setSlots() != 0)) {
      length++;
    }
    return length;
  }
}
