package swiotlb.study.conform.against;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.bare.BareAllocator;
import swiotlb.kernel.bare.Buffer;
import swiotlb.study.conform.against.SearchPath.Stop;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/**
 * A {@link FollowingRun} that also tells what each operation's search looked at: in each area up to
 * where it ended the slots in use, their count and the hint; where it ended nowhere, also what
 * growth depends on. Not thread-safe.
 */
final class SeenRun {

  /**
   * One operation.
   *
   * @param got what the simulator decides
   * @param seen a hash of all that decided about it
   */
  record Told(GoldenAnswer got, long seen) {}

  private final GoldenHeader header;
  private final FollowingRun run;

  /** Of each part of a pool with slots of its own, a hash of the buffers in it. */
  private final Map<String, Long> inUse = new HashMap<>();

  SeenRun(GoldenHeader header) {
    this.header = header;
    this.run = new FollowingRun(header);
  }

  /**
   * Plays the next operation.
   *
   * @param looksAtAll the rule in question may look at every area, wherever the search ends
   */
  Told play(GoldenOp op, boolean looksAtAll) {
    if (op instanceof GoldenOp.Map map) {
      return place(op, map.id(), map.cpu(), map.device(), looksAtAll);
    }
    if (op instanceof GoldenOp.Alloc alloc) {
      return place(op, alloc.id(), alloc.cpu(), alloc.device(), looksAtAll);
    }
    if (op instanceof GoldenOp.Unmap unmap) {
      var owner = run.player().ownerOf(unmap.id());
      count(owner == null ? null : owner.buffer(unmap.id()), -1);
    }
    var seen = op instanceof GoldenOp.Grow ? growth(run.player().defaultAllocator()) : 0;
    return new Told(run.step(op).got(), seen);
  }

  private Told place(GoldenOp op, long id, int cpu, @Nullable String device, boolean looksAtAll) {
    var of = header.device(device);
    var allocator = run.player().allocatorOf(of);
    var path = SearchPath.of(Objects.requireNonNull(header.machine(), "mappings"), allocator, cpu);
    var areas = path.stops().stream().mapToLong(this::area).toArray();
    var growth = growth(allocator);
    var got = run.step(op).got();
    var last =
        looksAtAll
            ? areas.length
            : Math.max(end(path, op.expected().outcome()), end(path, got.outcome()));
    var seen = last < areas.length ? 0 : growth;
    for (var i = 0; i < Math.min(areas.length, last); i++) {
      seen = seen * 31 + areas[i];
    }
    var owner = run.player().ownerOf(id);
    count(owner == null ? null : owner.buffer(id), 1);
    return new Told(got, seen);
  }

  /** How many areas a search looked at. */
  private static int end(SearchPath path, Outcome outcome) {
    var at = outcome instanceof Outcome.Mapped m ? path.indexOf(m.pool(), m.area()) : -1;
    return at < 0 ? path.stops().size() : at + 1;
  }

  private long area(Stop stop) {
    var geometry = stop.pool().geometry();
    var key = key(stop.pool().number(), geometry.ownerOf(stop.area()));
    return mixed(
        Objects.hash(stop.pool().number(), geometry, stop.area()),
        stop.slots().hint(stop.area()),
        stop.slots().used(stop.area()),
        inUse.getOrDefault(key, 0L));
  }

  private long growth(BareAllocator allocator) {
    return mixed(
        run.player().growthState().hashCode(),
        allocator.isGrowthQueued() ? 1 : 0,
        allocator.mayGrow() ? 1 : 0,
        allocator.slots());
  }

  private void count(@Nullable Buffer buffer, int sign) {
    if (buffer == null || buffer.isTransient()) {
      return;
    }
    var geometry = buffer.geometry();
    var key = key(buffer.pool(), geometry.ownerOf(geometry.areaOfSlot(buffer.slot())));
    inUse.merge(key, sign * mixed(buffer.slot(), buffer.slots()), Long::sum);
  }

  private static String key(int pool, int part) {
    return pool + ":" + part;
  }

  private static long mixed(long... values) {
    var hash = 0x9e3779b97f4a7c15L;
    for (var value : values) {
      hash = (hash ^ value) * 0xbf58476d1ce4e5b9L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
