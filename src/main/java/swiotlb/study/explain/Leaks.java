package swiotlb.study.explain;

import static swiotlb.study.explain.Said.formatted;
import static swiotlb.study.explain.Said.seconds;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what several lines say of one pool looks like a leak: slots in use that only grow, or a
 * pool that became full and stays so.
 */
final class Leaks {
  /** How many different numbers must rise one after the other, if they are all there are. */
  private static final int RISES = 3;

  /** How many must do so at the end of others that do not. */
  private static final int RISES_AT_END = 5;

  /** By how much of the pool so few numbers must rise. */
  private static final int LEAST_PART = 16;

  private static final double LEAST_SECONDS = 10;
  private static final long MANY_WAYS = 1_000_000;

  /** A pool that stays full: in so many lines, for longer than the kernel's limit of lines. */
  private static final int FULL_LINES = 12;

  private static final double FULL_SECONDS = 5;

  /**
   * A suspicion.
   *
   * @param of the lines that it is drawn from
   */
  record Leak(Set<FullLine> of, Sure sure, String evidence) {}

  private Leaks() {}

  /**
   * Looks at the lines of one pool.
   *
   * @param lines in the order of their times; lines without a time are left out
   */
  static Optional<Leak> in(List<FullLine> lines) {
    var timed = lines.stream().filter(l -> !Double.isNaN(l.seconds())).toList();
    return rising(timed).or(() -> stuck(timed));
  }

  private static Optional<Leak> rising(List<FullLine> timed) {
    var begin = Math.max(0, timed.size() - 1);
    while (begin > 0 && timed.get(begin - 1).used() <= timed.get(begin).used()) {
      begin--;
    }
    var tail = timed.subList(begin, timed.size());
    var values = tail.stream().mapToLong(FullLine::used).distinct().count();
    if (values < (begin == 0 ? RISES : RISES_AT_END) || span(tail) < LEAST_SECONDS) {
      return Optional.empty();
    }
    var last = tail.get(tail.size() - 1).used();
    if (timed.subList(0, begin).stream().anyMatch(l -> l.used() >= last)) {
      return Optional.empty(); // So much was in use before, and was given back.
    }
    var rise = tail.get(tail.size() - 1).used() - tail.get(0).used();
    if (values == RISES && rise < tail.get(0).total() / LEAST_PART) {
      return Optional.empty(); // Lines are written where little is free: small steps say nothing.
    }
    return Optional.of(
        new Leak(
            new HashSet<>(tail),
            values > RISES ? Sure.LIKELY : Sure.POSSIBLE,
            formatted(
                "Over %s and %d lines the slots in use only grow, from %d to %d; %d different numbers that came by chance would stand in this order %s",
                seconds(span(tail)),
                tail.size(),
                tail.get(0).used(),
                tail.get(tail.size() - 1).used(),
                values,
                byChance(values))));
  }

  private static String byChance(long values) {
    var ways = 1L;
    for (var i = 2; i <= values && ways <= MANY_WAYS; i++) {
      ways *= i;
    }
    return ways > MANY_WAYS ? "less than once in a million times" : "once in " + ways + " times";
  }

  private static Optional<Leak> stuck(List<FullLine> timed) {
    var begin = timed.size();
    while (begin > 0 && timed.get(begin - 1).isFull()) {
      begin--;
    }
    var tail = timed.subList(begin, timed.size());
    // A pool that is always full when it is asked may be too small for small buffers as well.
    if (begin == 0 || tail.size() < FULL_LINES || span(tail) < FULL_SECONDS) {
      return Optional.empty();
    }
    return Optional.of(
        new Leak(
            new HashSet<>(tail),
            Sure.LIKELY,
            formatted(
                "Until then slots were free at times when lines were written; in the last %d lines, over %s, not one of %d is: a driver keeps what it has mapped, or a device answers no more",
                tail.size(), seconds(span(tail)), tail.get(0).total())));
  }

  private static double span(List<FullLine> lines) {
    return lines.isEmpty() ? 0 : lines.get(lines.size() - 1).seconds() - lines.get(0).seconds();
  }
}
