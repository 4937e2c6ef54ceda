package swiotlb.study.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Lines of one device that have the same cause and the same remedy.
 *
 * @param lines the earliest first, at least one
 */
public record Group(List<Explanation> lines) {
  private record Key(Cause cause, String device, Fix fix) {}

  /** Immutable from the start. */
  public Group {
    lines = List.copyOf(lines);
  }

  /** The groups of all lines: of causes with most lines first, and what is not known last. */
  public static List<Group> of(List<Explanation> lines) {
    var byKey = new LinkedHashMap<Key, List<Explanation>>();
    for (var line : lines) {
      byKey
          .computeIfAbsent(
              new Key(line.cause(), line.device(), line.advice().fix()), k -> new ArrayList<>())
          .add(line);
    }
    var ofCause = new EnumMap<Cause, Integer>(Cause.class);
    lines.forEach(line -> ofCause.merge(line.cause(), 1, Integer::sum));
    return byKey.values().stream()
        .map(Group::new)
        .sorted(
            Comparator.comparing((Group g) -> g.cause() == Cause.UNKNOWN)
                .thenComparing(g -> -ofCause.getOrDefault(g.cause(), 0))
                .thenComparing(Group::cause)
                .thenComparing(g -> -g.lines.size()))
        .toList();
  }

  /** The one that is shown for all: the first of those that are surest. */
  public Explanation sample() {
    return lines.stream().min(Comparator.comparing(Explanation::sure)).orElseThrow();
  }

  /** Of all of them. */
  public Cause cause() {
    return lines.get(0).cause();
  }

  /** Of all of them; may be empty. */
  public String device() {
    return lines.get(0).device();
  }

  /** What else one of them may be. */
  public List<Cause> also() {
    var all = new LinkedHashSet<Cause>();
    lines.forEach(line -> all.addAll(line.also()));
    return List.copyOf(all);
  }

  /** From when to when, as the lines have it; empty where they have no times. */
  public Optional<String> times() {
    var times = lines.stream().map(line -> line.line().time()).filter(t -> !t.isEmpty()).toList();
    if (times.isEmpty()) {
      return Optional.empty();
    }
    var first = times.get(0);
    var last = times.get(times.size() - 1);
    return Optional.of(first.equals(last) ? first : first + " to " + last);
  }
}
