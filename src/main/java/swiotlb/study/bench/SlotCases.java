package swiotlb.study.bench;

import java.util.SplittableRandom;
import swiotlb.kernel.slot.AreaSlots;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/** Mapping and unmapping in one area of 64 MiB, in four cases; each call is a pair. */
public final class SlotCases {
  private static final int PAGE = Slots.PAGE_BYTES;
  private static final int SIXTEEN_PAGES = 16 * PAGE;
  private static final int LIVE = 200;
  private static final int CHOICES = 1 << 12;
  private static final long BUFFER = 0x1234_5000L;

  private final boolean demandEachTime;
  private final Demand onePage = of(PAGE); // No constant: the compiler would know the outcome.
  private final SplittableRandom random = new SplittableRandom(1);
  private final AreaSlots empty = area();
  private final AreaSlots halfFull = halfFull();
  private final AreaSlots mixed = area();
  private final Demand sixteenPages = of(SIXTEEN_PAGES);
  private final int[] bytes = new int[CHOICES];
  private final Demand[] demands = new Demand[CHOICES];
  private final int[] ends = new int[CHOICES];
  private final int[] live = new int[LIVE];
  private int turn;

  /**
   * Areas in the states in which the cases begin.
   *
   * @param demandEachTime whether a demand is made for each request, as a device does, or once for
   *     each size
   */
  public SlotCases(boolean demandEachTime) {
    this.demandEachTime = demandEachTime;
    for (var i = 0; i < CHOICES; i++) {
      bytes[i] = random.nextInt(1, 33) * Slots.SLOT_BYTES;
      demands[i] = of(bytes[i]);
      ends[i] = random.nextInt(LIVE);
    }
    for (var i = 0; i < LIVE; i++) {
      live[i] = mixed.map(0, demands[i]);
    }
  }

  /** 4 KiB where everything is free. */
  public int page4KiBInEmptyPool() {
    return empty.unmap(empty.map(0, demandEachTime ? of(PAGE) : onePage));
  }

  /** 4 KiB where a random half of all pages is taken. */
  public int page4KiBInHalfFullPool() {
    return halfFull.unmap(halfFull.map(0, demandEachTime ? of(PAGE) : onePage));
  }

  /** 64 KiB where everything is free. */
  public int block64KiBInEmptyPool() {
    return empty.unmap(empty.map(0, demandEachTime ? of(SIXTEEN_PAGES) : sixteenPages));
  }

  /** 2 to 64 KiB, while 200 buffers of such sizes live; a random one of them ends each time. */
  public int mixedSizesWith200Live() {
    var i = turn++ & (CHOICES - 1);
    var ended = mixed.unmap(live[ends[i]]);
    live[ends[i]] = mixed.map(0, demandEachTime ? of(bytes[i]) : demands[i]);
    return ended;
  }

  private static Demand of(int sizeBytes) {
    return Demand.ofBuffer(DeviceLimits.NONE, BUFFER, sizeBytes, 0);
  }

  private static AreaSlots area() {
    return new AreaSlots(new PoolGeometry(1L << 30, Slots.DEFAULT_POOL_SLOTS, 1), 0);
  }

  private AreaSlots halfFull() {
    var area = area();
    for (var slot = 0; slot < Slots.DEFAULT_POOL_SLOTS; slot += onePage.slots()) {
      if (random.nextBoolean()) {
        area.adopt(slot, onePage);
      }
    }
    return area;
  }
}
