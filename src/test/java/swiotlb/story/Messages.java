package swiotlb.story;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swiotlb.trace.store.Glob;
import swiotlb.trace.store.TraceMessage;

/**
 * Which messages a sentence is about: their type, and more that they must be like. What is named
 * must exist.
 */
final class Messages {
  private static final List<String> ROOMS = List.of("actor.pool", "actor.device", "actor.memory");

  /**
   * Something that they must be like.
   *
   * @param field that it asks for; empty if none
   */
  private record Demand(String text, String field, Predicate<TraceMessage> holds) {}

  private final Glob type;
  private final Optional<Class<?>> known;
  private final List<Demand> demands;

  private Messages(Glob type, Optional<Class<?>> known, List<Demand> demands) {
    this.type = type;
    this.known = known;
    this.demands = demands;
  }

  /** Messages of a class. */
  static Messages a(Class<?> type) {
    return new Messages(new Glob(nameOf(type)), Optional.of(type), List.of());
  }

  /**
   * Messages by their type's name as traces have it; {@code Grower.*} for all that an actor takes.
   *
   * @throws IllegalArgumentException if there is nothing of that name
   */
  static Messages named(String name) {
    var dot = name.indexOf('.');
    var outer = dot < 0 ? name : name.substring(0, dot);
    var actor =
        ROOMS.stream()
            .flatMap(room -> find("swiotlb." + room + "." + outer))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no actor " + outer));
    var inner = Arrays.stream(actor.getDeclaredClasses()).filter(Class::isRecord).toList();
    var glob = new Glob(name);
    var meant = inner.stream().filter(c -> glob.matches(nameOf(c))).toList();
    if (meant.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no message "
              + name
              + "; there are "
              + names(inner.stream().map(Messages::nameOf)));
    }
    return new Messages(
        glob, meant.size() == 1 ? Optional.of(meant.get(0)) : Optional.empty(), List.of());
  }

  /** Only those about a mapping. */
  Messages ofMapping(long number) {
    return and(new Demand("of mapping " + number, "", m -> m.mapping() == number));
  }

  /** Only those to actors of a path; {@code *} stands for a part of it, {@code **} for several. */
  Messages to(String path) {
    var glob = new Glob(path);
    return and(new Demand("to " + path, "", m -> glob.matches(m.to())));
  }

  /** Only those from actors of a path. */
  Messages from(String path) {
    var glob = new Glob(path);
    return and(new Demand("from " + path, "", m -> glob.matches(m.from())));
  }

  /**
   * Only those of which a field has a value.
   *
   * @param field such as {@code left.usedSlots}
   * @throws IllegalArgumentException if messages of the type have no such field
   */
  Messages with(String field, Object value) {
    requireField(field);
    var wanted = value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
    return and(
        new Demand(
            "with " + field + "=" + wanted,
            field,
            m -> m.fields().has(field) && m.fields().at(field).asText().equals(wanted)));
  }

  private Messages and(Demand more) {
    return new Messages(type, known, Stream.concat(demands.stream(), Stream.of(more)).toList());
  }

  /** Whether a message is one of them. */
  boolean include(TraceMessage message) {
    return isOfType(message) && demands.stream().allMatch(d -> d.holds.test(message));
  }

  /** Whether a message is at least of their type. */
  boolean isOfType(TraceMessage message) {
    return type.matches(message.type());
  }

  /** The fields that they are asked for. */
  List<String> fields() {
    return demands.stream().map(Demand::field).filter(field -> !field.isEmpty()).toList();
  }

  private void requireField(String path) {
    var record =
        known.orElseThrow(
            () ->
                new IllegalArgumentException(
                    type + " is more than one type; name one to ask for " + path));
    for (var name : path.split("\\.", -1)) {
      var within = record;
      record = typeOf(within, name).orElseThrow(() -> noField(within, name));
    }
  }

  private static Optional<Class<?>> typeOf(Class<?> record, String field) {
    return record.isRecord()
        ? Arrays.stream(record.getRecordComponents())
            .filter(component -> component.getName().equals(field))
            .findFirst()
            .map(component -> component.getType())
        : Optional.empty();
  }

  private static IllegalArgumentException noField(Class<?> of, String name) {
    var fields = new ArrayList<String>();
    if (of.isRecord()) {
      Arrays.stream(of.getRecordComponents()).forEach(c -> fields.add(c.getName()));
    }
    return new IllegalArgumentException(
        nameOf(of) + " has no field " + name + "; it has " + names(fields.stream()));
  }

  private static Stream<Class<?>> find(String name) {
    try {
      return Stream.of(Class.forName(name));
    } catch (ClassNotFoundException e) {
      return Stream.empty();
    }
  }

  private static String names(Stream<String> names) {
    return names.sorted().collect(Collectors.joining(", "));
  }

  private static String nameOf(Class<?> type) {
    var outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : nameOf(outer) + "." + type.getSimpleName();
  }

  @Override
  public String toString() {
    return Stream.concat(Stream.of(type.toString()), demands.stream().map(Demand::text))
        .collect(Collectors.joining(" "));
  }
}
