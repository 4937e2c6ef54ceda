package swiotlb.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.explore.MessageLog.Entry;

/**
 * Where an actor begins to handle other messages in one run than in another, or the same in another
 * order. Times that messages tell do not count.
 *
 * @param actor its path
 * @param alike messages that it has handled before, the same in both
 * @param first what it handles then in the first run; absent: nothing more
 * @param second what it handles then in the second run; absent: nothing more
 */
public record Parting(String actor, int alike, Optional<Entry> first, Optional<Entry> second) {
  private static final long AFTER_ALL = Integer.MAX_VALUE;

  /**
   * Every actor that parts, in the order in which they do so in the first run; after them, as they
   * do so in the second one, those that handle nothing more in the first.
   */
  public static List<Parting> all(MessageLog first, MessageLog second) {
    var ofSecond = byActor(second);
    var found = new ArrayList<Parting>();
    byActor(first)
        .forEach(
            (actor, handled) -> {
              var others = ofSecond.remove(actor);
              at(actor, handled, others == null ? List.of() : others).ifPresent(found::add);
            });
    ofSecond.forEach((actor, others) -> at(actor, List.of(), others).ifPresent(found::add));
    found.sort(Comparator.comparing(Parting::place));
    return found;
  }

  private static Map<String, List<Entry>> byActor(MessageLog log) {
    Map<String, List<Entry>> all = new LinkedHashMap<>();
    for (var entry : log.handled()) {
      all.computeIfAbsent(entry.sent().to(), actor -> new ArrayList<>()).add(entry);
    }
    return all;
  }

  private static Optional<Parting> at(String actor, List<Entry> first, List<Entry> second) {
    var alike = 0;
    while (alike < Math.min(first.size(), second.size())
        && first.get(alike).says().equals(second.get(alike).says())) {
      alike++;
    }
    return alike == first.size() && alike == second.size()
        ? Optional.empty()
        : Optional.of(
            new Parting(
                actor,
                alike,
                first.stream().skip(alike).findFirst(),
                second.stream().skip(alike).findFirst()));
  }

  private long place() {
    return first
        .map(entry -> (long) entry.place())
        .orElseGet(() -> AFTER_ALL + second.map(Entry::place).orElse(0));
  }
}
