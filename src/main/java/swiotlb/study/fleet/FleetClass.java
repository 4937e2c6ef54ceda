package swiotlb.study.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import swiotlb.study.fleet.MachineNeed.Candidate;

/**
 * Machines of a class, or all of a fleet.
 *
 * @param name what they have in common
 */
public record FleetClass(String name, List<MachineNeed> machines) {
  /** Of fewer machines quantiles say little. */
  public static final int FEW = 20;

  /** Of mappings, those that may get a pool of their own, as advise has it. */
  public static final double TRANSIENT_SHARE = 0.001;

  /** Immutable from the start. */
  public FleetClass {
    machines = List.copyOf(machines);
  }

  /** Whether it has so few machines that it says little of others. */
  public boolean isSmall() {
    return machines.size() < FEW;
  }

  /** How many of them are so. */
  public long count(Predicate<MachineNeed> are) {
    return machines.stream().filter(are).count();
  }

  /** Machines that some size serves. */
  public List<MachineNeed> servable() {
    return machines.stream().filter(machine -> machine.need().isPresent()).toList();
  }

  /** The same class without those that no size serves. */
  public FleetClass onlyServable() {
    return new FleetClass(name, servable());
  }

  /** How many no size serves. */
  public int unserved() {
    return machines.size() - servable().size();
  }

  /**
   * The pool, in slots as booted, that is enough for a part of the machines that some size serves:
   * the smallest that is as large as what so many of them need (the nearest-rank quantile, which is
   * always the pool of a machine). Absent if there are none.
   *
   * @param part more than 0, at most 1
   */
  public Optional<Integer> needSlots(double part) {
    return ranked(
        servable().stream()
            .flatMap(machine -> machine.need().stream())
            .map(need -> need.pool().slots())
            .toList(),
        part);
  }

  /** The smallest pool that one of them needs. */
  public Optional<Integer> leastSlots() {
    return servable().stream()
        .flatMap(machine -> machine.need().stream())
        .map(need -> need.pool().slots())
        .min(Comparator.naturalOrder());
  }

  /**
   * The smallest number of slots that, asked for on each of them, serves a part of the machines
   * that some size serves.
   */
  public Optional<Long> settingFor(double part) {
    return setting(MachineNeed::need, part);
  }

  /** The same of kernels with dynamic pools, which give few mappings a pool of their own. */
  public Optional<Long> dynamicSettingFor(double part) {
    return setting(machine -> machine.dynamicNeed(TRANSIENT_SHARE), part);
  }

  private Optional<Long> setting(Function<MachineNeed, Optional<Candidate>> need, double part) {
    return ranked(
        machines.stream()
            .flatMap(machine -> need.apply(machine).stream())
            .map(Candidate::asked)
            .toList(),
        part);
  }

  private static <T extends Comparable<T>> Optional<T> ranked(List<T> values, double part) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    var sorted = new ArrayList<>(values);
    sorted.sort(Comparator.naturalOrder());
    // A little less, since 0.99 times 100 is more than 99 for a computer.
    var rank = (int) Math.ceil(part * sorted.size() - 1e-9);
    return Optional.of(sorted.get(Math.max(1, rank) - 1));
  }

  /** How many are served by what each has now. */
  public long servedNow() {
    return count(machine -> machine.serves(machine.now().pool()));
  }

  /** Slots of all their pools as they are now. */
  public long slotsNow() {
    return machines.stream().mapToLong(machine -> machine.now().pool().slots()).sum();
  }

  /** Slots of all their pools with one setting. */
  public long slots(long asked) {
    return machines.stream().mapToLong(machine -> machine.candidate(asked).pool().slots()).sum();
  }

  /** Slots of all pools of kernels with dynamic pools in the end, with one setting. */
  public long dynamicSlots(long asked) {
    return machines.stream()
        .mapToLong(machine -> machine.candidate(asked).pool().dynamicSlots())
        .sum();
  }

  /** Mappings that such kernels give a pool of their own, with one setting. */
  public long transients(long asked) {
    return machines.stream()
        .mapToLong(machine -> machine.candidate(asked).pool().transients())
        .sum();
  }

  /** What has to be written for a number of slots so that all of them boot with it. */
  public long written(long asked) {
    return machines.stream()
        .mapToLong(machine -> machine.candidate(asked).written())
        .min()
        .orElse(asked);
  }
}
