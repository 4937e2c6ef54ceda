package swiotlb.study.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;
import swiotlb.study.fleet.MachineNeed.Guess;

/**
 * By what machines are told apart.
 *
 * @param criteria the first counts most
 * @param isChosen whether somebody asked for them; else they were found
 */
public record ClassRule(List<Criterion> criteria, boolean isChosen) {
  /** More classes than people look at; then the last criterion is left out. */
  public static final int MOST_CLASSES = 8;

  private static final long GIB = 1L << 30;

  /** Immutable from the start. */
  public ClassRule {
    criteria = List.copyOf(criteria);
  }

  /** In what machines differ. */
  public enum Criterion {
    /** Why buffers bounce. */
    KIND {
      @Override
      Group of(MachineNeed need) {
        var facts = need.facts();
        var arch = facts.arch().equals("x86-64") ? "" : facts.arch() + ", ";
        return switch (facts.reason()) {
          case ENCRYPTED ->
              new Group(
                  0,
                  arch
                      + "guests of "
                      + MemoryEncryption.of(facts.encryption())
                          .map(MemoryEncryption::words)
                          .orElse(facts.encryption()));
          case FORCED -> new Group(1, arch + "bouncing forced");
          case REACH -> new Group(2, arch + "devices that do not reach all memory");
        };
      }
    },
    /** How much there is. */
    MEMORY {
      @Override
      Group of(MachineNeed need) {
        var bytes = need.facts().memoryBytes();
        return need.facts().guessed().contains(Guess.MEMORY)
            ? new Group(3, "memory not told")
            : bytes <= 4 * GIB
                ? new Group(0, "up to 4 GiB")
                : bytes <= 64 * GIB
                    ? new Group(1, "more than 4 to 64 GiB")
                    : new Group(2, "more than 64 GiB");
      }
    },
    /** How many there are, since areas go by them. */
    CPUS {
      @Override
      Group of(MachineNeed need) {
        var cpus = need.facts().cpus();
        return cpus <= 8
            ? new Group(0, "up to 8 CPUs")
            : cpus <= 64 ? new Group(1, "9 to 64 CPUs") : new Group(2, "more than 64 CPUs");
      }
    },
    /** Which behaves alike. */
    RELEASE {
      @Override
      Group of(MachineNeed need) {
        if (need.facts().guessed().contains(Guess.RELEASE)) {
          return new Group(3, "release not told");
        }
        var release = Release.parse(need.facts().release());
        return release.isFrom(7, 3)
            ? new Group(2, "Linux 7.3 or later")
            : release.isFrom(6, 6) ? new Group(1, "Linux 6.6 to 7.2") : new Group(0, "before 6.6");
      }
    };

    abstract Group of(MachineNeed need);

    /** Its name on a command line. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Machines that are alike in a criterion. */
  record Group(int order, String name) {}

  /** All criteria, or so many of them that there are few classes. */
  static ClassRule found(List<MachineNeed> machines) {
    var criteria = new ArrayList<>(Arrays.asList(Criterion.values()));
    while (criteria.size() > 1
        && new ClassRule(criteria, false).classes(machines).size() > MOST_CLASSES) {
      criteria.remove(criteria.size() - 1);
    }
    return new ClassRule(criteria, false);
  }

  /** Machines by the names of their classes, in the order of the criteria. */
  List<FleetClass> classes(List<MachineNeed> machines) {
    Map<String, List<MachineNeed>> byKey = new TreeMap<>();
    for (var machine : machines) {
      var key =
          criteria.stream()
              .map(criterion -> criterion.of(machine))
              .map(group -> group.order + group.name)
              .collect(Collectors.joining("\n"));
      byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(machine);
    }
    return byKey.values().stream()
        .map(of -> new FleetClass(nameOf(of.get(0)), of))
        .sorted(Comparator.comparing(FleetClass::isSmall))
        .toList();
  }

  private String nameOf(MachineNeed machine) {
    return criteria.stream()
        .map(criterion -> criterion.of(machine).name)
        .collect(Collectors.joining(", "));
  }
}
