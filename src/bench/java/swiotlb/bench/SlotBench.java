package swiotlb.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import swiotlb.slot.AreaSlots;
import swiotlb.slot.Demand;
import swiotlb.slot.DeviceLimits;
import swiotlb.slot.PoolGeometry;
import swiotlb.slot.Slots;

/** Mapping and unmapping in one area of 64 MiB: time and memory for a pair. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class SlotBench {
  private static final int KIB = 1024;
  private static final int PAGE = 4 * KIB;
  private static final int LIVE = 200;
  private static final int CHOICES = 1 << 12;
  private static final long BUFFER = 0x1234_5000L;

  /** Whether a demand is made once for each size, or once for each request. */
  @Param({"once", "each"})
  public String demand = "once";

  private boolean once;
  private AreaSlots empty;
  private AreaSlots halfFull;
  private AreaSlots mixed;
  private Demand page;
  private Demand sixteenPages;
  private final Demand[] demands = new Demand[CHOICES];
  private final int[] bytes = new int[CHOICES];
  private final int[] victims = new int[CHOICES];
  private final int[] live = new int[LIVE];
  private int turn;

  /** Areas in the state that each case begins with. */
  @Setup
  public void prepare() {
    once = "once".equals(demand);
    page = of(PAGE);
    sixteenPages = of(16 * PAGE);
    empty = area();
    var random = new SplittableRandom(1);
    halfFull = fragmented(random);
    mixed = area();
    for (var i = 0; i < CHOICES; i++) {
      bytes[i] = random.nextInt(1, 33) * 2 * KIB;
      demands[i] = of(bytes[i]);
      victims[i] = random.nextInt(LIVE);
    }
    for (var i = 0; i < LIVE; i++) {
      live[i] = mixed.map(0, demands[i]);
    }
  }

  /** 4 KiB where everything is free. */
  @Benchmark
  public int page4KiBInEmptyPool() {
    return empty.unmap(empty.map(0, once ? page : of(PAGE)));
  }

  /** 4 KiB where a random half of all pages is taken. */
  @Benchmark
  public int page4KiBInHalfFullPool() {
    return halfFull.unmap(halfFull.map(0, once ? page : of(PAGE)));
  }

  /** 64 KiB where everything is free. */
  @Benchmark
  public int block64KiBInEmptyPool() {
    return empty.unmap(empty.map(0, once ? sixteenPages : of(16 * PAGE)));
  }

  /** 2 to 64 KiB, while 200 buffers of such sizes live; a random one of them ends each time. */
  @Benchmark
  public int mixedSizesWith200Live() {
    var i = turn++ & (CHOICES - 1);
    var victim = victims[i];
    var ended = mixed.unmap(live[victim]);
    live[victim] = mixed.map(0, once ? demands[i] : of(bytes[i]));
    return ended;
  }

  private static Demand of(int sizeBytes) {
    return Demand.ofBuffer(DeviceLimits.NONE, BUFFER, sizeBytes, 0);
  }

  private static AreaSlots area() {
    return new AreaSlots(new PoolGeometry(1L << 30, Slots.DEFAULT_POOL_SLOTS, 1), 0);
  }

  private AreaSlots fragmented(SplittableRandom random) {
    var area = area();
    for (var slot = area.map(0, page); slot != AreaSlots.NOT_FOUND; slot = area.map(0, page)) {
      // Until it is full.
    }
    for (var slot = 0; slot < Slots.DEFAULT_POOL_SLOTS; slot += page.slots()) {
      if (random.nextBoolean()) {
        area.unmap(slot);
      }
    }
    return area;
  }
}
