package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import swiotlb.scenario.Scenario;
import swiotlb.study.work.Crew;

/**
 * Advises: what can be known before anything runs, then the allocator without actors, then machines
 * of sizes near that, with a static and with a dynamic kernel. What comes of it is a function of
 * workload, objectives and seed, whoever runs machines.
 */
public final class Advising {
  private final int machines;
  private final Consumer<String> warning;
  private final Workload workload;
  private final Objectives objectives;
  private final Scenario unsized;
  private final CostRanges costs;
  private final Bounds bounds;
  private final Trials trials;
  private final List<String> remarks = new ArrayList<>();

  private Advising(
      Workload workload,
      Objectives objectives,
      int machines,
      Supplier<Crew> crew,
      BooleanSupplier isInterrupted,
      Consumer<String> warning) {
    this.machines = machines;
    this.warning = warning;
    this.workload = new BootedOnce(workload);
    this.objectives = objectives;
    this.unsized = unsized(workload.isDynamic());
    this.costs = CostRanges.of(unsized);
    this.bounds = Bounds.of(unsized);
    this.trials =
        new Trials(new Machines(this.workload, costs, unsized.seed(), isInterrupted), crew.get());
  }

  /**
   * Advises.
   *
   * @param machines of the size that is advised; 0: as many as go into seconds
   * @param crew who runs machines; asked once nothing can be wrong with the workload any more
   * @param isInterrupted asked now and then
   * @param warning hears what somebody who waits should know
   * @throws AdvisingInterruptedException once that holds
   */
  public static Advice of(
      Workload workload,
      Objectives objectives,
      int machines,
      Supplier<Crew> crew,
      BooleanSupplier isInterrupted,
      Consumer<String> warning) {
    var advising = new Advising(workload, objectives, machines, crew, isInterrupted, warning);
    try (advising.trials) {
      return advising.advice();
    }
  }

  private Scenario unsized(boolean isDynamic) {
    return workload.booted(new Boot(Optional.empty(), isDynamic, Map.of()));
  }

  private Advice advice() {
    var first =
        trials.of(new Trials.Configuration(Optional.empty(), unsized.dynamic(), 1), 1).get(0);
    var point =
        new Judge(objectives)
            .point(
                Optional.empty(),
                unsized.boot().slots(),
                unsized.boot().areas(),
                unsized.units().slotBytes(),
                List.of(first));
    var unbounded = leak(first).or(this::growing);
    if (unbounded.isPresent()) {
      return advice(point, Optional.empty(), Optional.empty(), unbounded, false);
    }
    if (Effort.isLong(first.deliveries())) {
      warning.accept(
          "one machine takes %,d messages, and about twenty run: that takes minutes; fewer requests, or Ctrl-C, end it sooner"
              .formatted(first.deliveries()));
    }
    var effort = Effort.of(objectives, machines, workload.patience(), first.deliveries());
    var packed = packed();
    var own = advising(unsized, effort).advise(packed, true);
    return advice(
        point, own, own.flatMap(found -> other(effort, packed)), Optional.empty(), own.isEmpty());
  }

  private Advice advice(
      SizePoint point,
      Optional<KernelAdvice> own,
      Optional<KernelAdvice> other,
      Optional<Unbounded> unbounded,
      boolean withoutPool) {
    return new Advice(
        workload,
        objectives,
        unsized.seed(),
        bounds,
        own,
        other,
        unbounded,
        withoutPool,
        unsized.devices().stream()
            .filter(device -> device.restrictedPool().isPresent())
            .map(Scenario.Device::name)
            .collect(Collectors.toSet()),
        point,
        costs,
        trials.count(),
        remarks);
  }

  private KernelAdvising advising(Scenario scenario, Effort effort) {
    return new KernelAdvising(workload, objectives, bounds, trials, effort, scenario);
  }

  private Optional<KernelAdvice> other(Effort effort, long packed) {
    var otherwise = unsized(!unsized.dynamic());
    if (otherwise.dynamic() == unsized.dynamic()) {
      remarks.add("a kernel on this machine never adds pools, however it is built");
      return Optional.empty();
    }
    return advising(otherwise, effort).advise(packed, false);
  }

  private Optional<Unbounded> growing() {
    var found = Growing.of(unsized);
    found
        .filter(one -> !one.isClear())
        .map(Growing.Found::what)
        .ifPresent(
            what ->
                remarks.add(
                    "what %s holds goes up all the time, by %.3g slots a second, which is little beside what is held: a longer recording tells whether it ends"
                        .formatted(workload.device(what.device()), what.slotsPerSecond())));
    return found.filter(Growing.Found::isClear).map(Growing.Found::what);
  }

  private static Optional<Unbounded> leak(Trial trial) {
    return trial.leaked().entrySet().stream()
        .map(
            leaked ->
                new Unbounded(
                    Unbounded.Why.LEAK,
                    leaked.getKey(),
                    leaked.getValue() / Math.max(1e-9, trial.durationNs() / 1e9),
                    leaked.getValue()))
        .findFirst();
  }

  /** Slots with which the allocator without actors refuses nothing that can be in flight. */
  private long packed() {
    var packing = new Packing(unsized);
    var set = unsized.units().setSlots();
    var areas = Math.max(1, unsized.boot().defaultAreas());
    var most = Math.max(bounds.sufficientSlots(), set);
    for (long slots = set; slots < most; slots *= 2) {
      if (slots * 2 > bounds.inFlightSlots() / 2
          && packing.fits((int) slots, (int) Math.min(areas, slots / set))) {
        return slots;
      }
    }
    return Long.highestOneBit(most) == most ? most : 2 * Long.highestOneBit(most);
  }
}
