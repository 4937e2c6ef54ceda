package swiotlb.study.size;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swiotlb.workload.machine.Fact;
import swiotlb.workload.machine.Told;

/**
 * What files tell of one machine, and how they contradict each other. Not thread-safe.
 *
 * @param told by each file
 * @param contradictions in sentences without their ends
 */
record Facts(List<Told> told, List<String> contradictions) {
  Facts(List<Told> told) {
    this(told, new ArrayList<>());
  }

  /** All of a kind, in order. */
  <F extends Fact> Stream<F> all(Class<F> kind) {
    return told.stream().flatMap(file -> file.facts(kind));
  }

  /** The first value of a kind; that others tell another one is noted. */
  <F extends Fact, V> Optional<V> first(Class<F> kind, String what, Function<F, V> value) {
    return first(kind, what, value, fact -> true);
  }

  /** The same of those that count. */
  <F extends Fact, V> Optional<V> first(
      Class<F> kind, String what, Function<F, V> value, Function<F, Boolean> counts) {
    Map<V, String> found = new LinkedHashMap<>();
    for (var file : told) {
      file.facts(kind)
          .filter(counts::apply)
          .forEach(fact -> found.putIfAbsent(value.apply(fact), file.file()));
    }
    if (found.size() > 1) {
      contradictions.add(
          "%s is told in several ways, and the first is taken: %s"
              .formatted(
                  what,
                  found.entrySet().stream()
                      .map(one -> "%s in %s".formatted(one.getKey(), one.getValue()))
                      .collect(Collectors.joining(", "))));
    }
    return found.keySet().stream().findFirst();
  }
}
