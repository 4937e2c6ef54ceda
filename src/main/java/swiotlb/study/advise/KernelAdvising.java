package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.kernel.page.CoherentPool;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.scenario.Scenario;

/** Looks for the smallest size for one kernel: from a guess down or up, each step by runs. */
final class KernelAdvising {
  private static final int CURVE_DOWN = 8;
  private static final int CURVE_UP = 2;
  private static final String COHERENT_EXHAUSTED = FailureReason.COHERENT_POOL_EXHAUSTED.id();

  private final Objectives objectives;
  private final Trials trials;
  private final Effort effort;
  private final boolean isDynamic;
  private final Scenario unsized;
  private final Sizes sizes;
  private final Judge judge;
  private final List<String> remarks = new ArrayList<>();

  KernelAdvising(
      Workload workload,
      Objectives objectives,
      Bounds bounds,
      Trials trials,
      Effort effort,
      Scenario unsized) {
    this.objectives = objectives;
    this.trials = trials;
    this.effort = effort;
    this.isDynamic = unsized.dynamic();
    this.unsized = unsized;
    var most = 4 * Math.max(bounds.sufficientSlots(), unsized.units().defaultPoolSlots());
    this.sizes = new Sizes(workload, unsized, isDynamic, most);
    this.judge = new Judge(objectives);
  }

  /**
   * The advice; absent if no size makes a pool.
   *
   * @param packed slots with which the allocator without actors refuses nothing
   * @param isWhole whether other sizes and loads are told, too
   */
  Optional<KernelAdvice> advise(long packed, boolean isWhole) {
    var start = sizes.from(packed, 0).or(() -> largest(0));
    if (start.isEmpty()) {
      return Optional.empty();
    }
    var usesCoherent = usesCoherent(start.get());
    var generous = usesCoherent ? CoherentSizes.most(unsized) : 0;
    var size = otherAreas(smallest(start.get().withCoherent(generous)));
    var takesCoherent = usesCoherent && takesCoherent(size);
    size = takesCoherent ? smallestCoherent(size) : size.withCoherent(0);
    return Optional.of(advice(size, takesCoherent, isWhole));
  }

  private Optional<AskedSize> largest(long coherentBytes) {
    var size = sizes.from(0, coherentBytes);
    while (size.isPresent()) {
      var larger = sizes.above(size.get());
      if (larger.isEmpty()) {
        return size;
      }
      size = larger;
    }
    return size;
  }

  private boolean usesCoherent(AskedSize size) {
    var first = run(size, 1).get(0);
    return first.coherentBytes() > 0
        || first.failed().keySet().stream()
            .anyMatch(failure -> failure.reason().equals(COHERENT_EXHAUSTED))
        || (unsized.encryption().encrypted() && isDynamic && unsized.hasCoherentPools());
  }

  /** Whether anything is taken of them with the size that was found. */
  private boolean takesCoherent(AskedSize size) {
    return run(size, effort.all()).stream().anyMatch(trial -> trial.coherentBytes() > 0);
  }

  private List<Trial> run(AskedSize size, int machines) {
    return trials.of(Trials.Configuration.of(size, isDynamic), machines);
  }

  private boolean isMet(AskedSize size, int machines) {
    var few = run(size, Math.min(2, machines));
    return judge.isMet(few) && judge.isMet(run(size, machines));
  }

  // The size.

  private AskedSize smallest(AskedSize start) {
    var size = met(start, effort.few());
    for (var lower = sizes.below(size);
        lower.isPresent() && isMet(lower.get(), effort.few());
        lower = sizes.below(size)) {
      size = lower.get();
    }
    return met(size, effort.all());
  }

  /** That size or the next larger one that meets what counts; what none meets is left out. */
  private AskedSize met(AskedSize from, int machines) {
    var size = from;
    while (!isMet(size, machines)) {
      var larger = sizes.above(size);
      if (larger.isEmpty()) {
        judge.leaveOut(run(size, Math.min(2, machines)));
        judge.leaveOut(run(size, machines));
        return met(from, machines);
      }
      size = larger.get();
    }
    return size;
  }

  /** Half as many slots may do in more or fewer areas. */
  private AskedSize otherAreas(AskedSize found) {
    var size = found;
    for (var lower = sizes.below(size); lower.isPresent(); lower = sizes.below(size)) {
      var areas = lower.get().areas();
      var slots = lower.get().slots();
      var coherent = size.coherentBytes();
      var better =
          List.of(areas / 2, areas * 2).stream()
              .flatMap(other -> sizes.of(slots, other, coherent).stream())
              .filter(other -> isMet(other, effort.all()))
              .findFirst();
      if (better.isEmpty()) {
        return size;
      }
      remarks.add(
          "%d slots meet the objectives in %d areas, but not in %d, which the kernel would take: areas are not monotone"
              .formatted(slots, better.get().areas(), areas));
      size = better.get();
    }
    return size;
  }

  private AskedSize smallestCoherent(AskedSize found) {
    var least = found;
    for (var bytes : CoherentSizes.falling(unsized)) {
      var next = found.withCoherent(bytes);
      if (!isMet(next, effort.few())) {
        break;
      }
      least = next;
    }
    while (!isMet(least, effort.all()) && least.coherentBytes() < found.coherentBytes()) {
      least = least.withCoherent(2 * least.coherentBytes());
    }
    return least;
  }

  // What is told of it.

  private KernelAdvice advice(AskedSize size, boolean usesCoherent, boolean isWhole) {
    var ofUnsized = unsizedPoint();
    var coherentPools = unsized.coherentZones().existing().size();
    var usual = CoherentPool.defaultBytes(unsized.memoryBytes());
    var ofCoherent = usesCoherent ? coherentPools * usual : 0;
    return new KernelAdvice(
        isDynamic,
        size,
        point(size, effort.all()),
        sizes.below(size).map(lower -> point(lower, effort.few())),
        ofUnsized,
        isWhole ? curve(size, ofUnsized) : List.of(),
        isWhole ? areas(size) : List.of(),
        isWhole
            ? Optional.of(
                new MarginSearch(size, unsized, objectives, sizes, judge, trials, effort).margin())
            : Optional.empty(),
        judge.beyondHelp(),
        judge.leftOut(),
        usesCoherent,
        usesCoherent ? size.coherentBytes() : usual,
        unsized.units().slotBytes(),
        unsized.defaultPoolBytes() + ofCoherent,
        unsized.units().toBytes(size.slots())
            + (usesCoherent ? coherentPools * size.coherentBytes() : 0),
        remarks);
  }

  private SizePoint unsizedPoint() {
    var configuration = new Trials.Configuration(Optional.empty(), isDynamic, 1);
    return judge.point(
        Optional.empty(),
        unsized.boot().slots(),
        unsized.boot().areas(),
        unsized.units().slotBytes(),
        trials.of(configuration, effort.few()));
  }

  private SizePoint point(AskedSize size, int machines) {
    return judge.point(
        Optional.of(size),
        size.slots(),
        size.areas(),
        unsized.units().slotBytes(),
        run(size, machines));
  }

  private List<SizePoint> curve(AskedSize size, SizePoint ofUnsized) {
    var points = new TreeMap<Integer, SizePoint>();
    points.put(ofUnsized.bootedSlots(), ofUnsized);
    var wanted = new ArrayList<AskedSize>();
    for (long slots = Math.max(1, size.slots() / CURVE_DOWN);
        slots <= (long) size.slots() * CURVE_UP;
        slots *= 2) {
      sizes.of(slots, size.coherentBytes()).ifPresent(wanted::add);
    }
    trials.run(
        wanted.stream().map(one -> Trials.Configuration.of(one, isDynamic)).toList(), effort.few());
    wanted.forEach(one -> points.put(one.slots(), point(one, effort.few())));
    points.put(size.slots(), point(size, effort.all()));
    points.remove(0);
    remarkOnMonotony(List.copyOf(points.values()));
    return List.copyOf(points.values());
  }

  private void remarkOnMonotony(List<SizePoint> points) {
    for (var name : List.of(Judged.FAILURES, Judged.TRANSIENT_SHARE, Judged.P99_MAP)) {
      for (var i = 1; i < points.size(); i++) {
        var before = points.get(i - 1).objective(name);
        var now = points.get(i).objective(name);
        if (before.isMet() && !now.isMet()) {
          remarks.add(
              "%s is met with %d slots and not with %d: more is not always better here"
                  .formatted(name, points.get(i - 1).bootedSlots(), points.get(i).bootedSlots()));
        }
      }
    }
  }

  private List<SizePoint> areas(AskedSize size) {
    var tried = new ArrayList<SizePoint>();
    for (var areas : List.of(size.areas() / 2, size.areas(), size.areas() * 2)) {
      sizes
          .of(size.slots(), areas, size.coherentBytes())
          .ifPresent(one -> tried.add(point(one, one.equals(size) ? effort.all() : effort.few())));
    }
    tried.sort(Comparator.comparingInt(SizePoint::bootedAreas));
    return tried;
  }
}
