package swiotlb.trace.store;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Which messages of a trace are wanted: those that meet every condition that is given.
 *
 * @param mapping that a message must be about
 * @param actors a message must go from or to one of them; all if empty. A glob that does not begin
 *     with a slash is meant for the end of a path: {@code area-3} for that area of each pool
 * @param types of which it must be one; all if empty. A glob is held against the whole type, such
 *     as {@code Area.MapRequest}, and against its last part
 * @param fromNs earliest time at which it came to its receiver, or, if it did not, was sent
 * @param toNs latest such time
 */
public record Selection(
    OptionalLong mapping, List<Glob> actors, List<Glob> types, long fromNs, long toNs)
    implements Predicate<TraceMessage> {

  /** Every message. */
  public static final Selection ALL =
      new Selection(OptionalLong.empty(), List.of(), List.of(), 0, Long.MAX_VALUE);

  /** A selection whose lists nobody changes. */
  public Selection {
    actors = actors.stream().map(Selection::rooted).toList();
    types = List.copyOf(types);
  }

  private static Glob rooted(Glob glob) {
    var text = glob.toString();
    return text.startsWith("/") || text.startsWith("**") ? glob : new Glob("**/" + text);
  }

  @Override
  public boolean test(TraceMessage message) {
    return includes(
        message.timeNs(), message.from(), message.to(), message.type(), message.mapping());
  }

  /**
   * The same for a message that is not stored yet.
   *
   * @param timeNs when it came to its receiver, or, if it did not, was sent
   * @param ofMapping number of the mapping that it is about
   */
  public boolean includes(long timeNs, String from, String to, String type, long ofMapping) {
    return (mapping.isEmpty() || ofMapping == mapping.getAsLong())
        && timeNs >= fromNs
        && timeNs <= toNs
        && (actors.isEmpty() || isOf(from) || isOf(to))
        && (types.isEmpty() || isOfType(type));
  }

  private boolean isOf(String actor) {
    return actors.stream().anyMatch(glob -> glob.matches(actor));
  }

  private boolean isOfType(String type) {
    var shortType = TraceMessage.shortType(type);
    return types.stream().anyMatch(glob -> glob.matches(type) || glob.matches(shortType));
  }

  /** Whether it lets every message through. */
  public boolean isAll() {
    // As equality of records has it, whose first use costs a start a while.
    return mapping.isEmpty()
        && actors.isEmpty()
        && types.isEmpty()
        && fromNs == ALL.fromNs
        && toNs == ALL.toNs;
  }

  /** In words, such as {@code mapping 64, from 34 us}; empty if it is every message. */
  @Override
  public String toString() {
    var words = new ArrayList<String>();
    mapping.ifPresent(number -> words.add("mapping " + number));
    if (!actors.isEmpty()) {
      words.add("actor " + either(actors));
    }
    if (!types.isEmpty()) {
      words.add("type " + either(types));
    }
    if (fromNs > 0) {
      words.add("from " + TimeText.of(fromNs));
    }
    if (toNs < Long.MAX_VALUE) {
      words.add("to " + TimeText.of(toNs));
    }
    return String.join(", ", words);
  }

  private static String either(List<Glob> globs) {
    return String.join(" or ", globs.stream().map(Glob::toString).toList());
  }
}
