package swiotlb.study.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.study.fleet.ClassRule.Criterion;
import swiotlb.study.fleet.FleetReading.Came;

/**
 * What many machines need, together.
 *
 * @param all machines, each recording once
 * @param classes those with many machines first
 * @param settings what one setting for all comes to: as it is now, none written, then rising
 * @param standOuts machines to be looked at, the worst kind first
 * @param repeated recordings that were there before under another name
 * @param unread folders that cannot be read
 */
public record Fleet(
    FleetClass all,
    ClassRule rule,
    List<FleetClass> classes,
    List<OneSetting> settings,
    List<StandOut> standOuts,
    List<Repeated> repeated,
    List<Unread> unread) {
  /** Immutable from the start. */
  public Fleet {
    classes = List.copyOf(classes);
    settings = List.copyOf(settings);
    standOuts = List.copyOf(standOuts);
    repeated = List.copyOf(repeated);
    unread = List.copyOf(unread);
  }

  /** A recording that was there before. */
  public record Repeated(String folder, String sameAs) {}

  /** A folder that cannot be read, and why. */
  public record Unread(String folder, String problem) {}

  /**
   * Of what came of its folders.
   *
   * @param criteria by which machines are told apart; absent: found
   */
  public static Fleet of(List<Came> came, Optional<List<Criterion>> criteria) {
    Map<String, String> folders = new HashMap<>();
    var machines = new ArrayList<MachineNeed>();
    var repeated = new ArrayList<Repeated>();
    var unread = new ArrayList<Unread>();
    for (var one : came) {
      var need = one.need();
      if (need == null) {
        unread.add(new Unread(one.folder(), one.problem()));
        continue;
      }
      var before = folders.putIfAbsent(need.digest(), need.folder());
      if (before == null) {
        machines.add(need);
      } else {
        repeated.add(new Repeated(need.folder(), before));
      }
    }
    var rule =
        criteria.map(some -> new ClassRule(some, true)).orElseGet(() -> ClassRule.found(machines));
    var classes = rule.classes(machines);
    var all = new FleetClass("all", machines);
    return new Fleet(all, rule, classes, settings(all), StandOut.of(classes), repeated, unread);
  }

  private static List<OneSetting> settings(FleetClass all) {
    var settings = new ArrayList<OneSetting>();
    settings.add(OneSetting.asNow(all.machines()));
    settings.add(OneSetting.of(0, all));
    for (long asked = Boots.LEAST; asked <= Boots.MOST; asked *= 2) {
      settings.add(OneSetting.of(asked, all));
    }
    return settings;
  }

  /** How many folders were named. */
  public int folders() {
    return all.machines().size() + repeated.size() + unread.size();
  }

  /** What one setting for all comes to. */
  public OneSetting setting(long asked) {
    return settings.stream()
        .filter(setting -> setting.asked() == asked)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(asked + " slots were not asked for"));
  }
}
