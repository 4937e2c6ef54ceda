package swiotlb.trace.show.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.store.TraceMessage;

/**
 * The fields of a message in few words: without what its sender, receiver and mapping say already,
 * and without what is seldom asked for.
 */
final class FieldText {
  /** Who gets the answer, what the device demands of addresses, and the mapping itself. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "mapping",
          "replyTo",
          "client",
          "observer",
          "bytes",
          "stop",
          "reach",
          "allocBytes",
          "allocMask",
          "agreeMask",
          "segBoundaryMask",
          "allocator",
          "timeNs",
          "pools",
          "quest",
          "geometry",
          "area",
          "entry");

  /** What a request that is passed on, or its answer, repeats. */
  private static final Set<String> REPEATED = Set.of("request", "closest", "cost");

  /** Read best as the kernel prints them. */
  private static final Set<String> ADDRESSES = Set.of("originalAddress", "address", "start");

  /** All names above, wherever in a message they stand. */
  static final Set<String> NAMES_TREATED_APART =
      Stream.of(LEFT_OUT, REPEATED, ADDRESSES)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private FieldText() {}

  /** Such as {@code {slot=4 copyInNs=8242}}. */
  static String brief(TraceMessage message) {
    var text = new StringBuilder("{");
    append(message.fields().tree(), isPassedOn(message) ? REPEATED : Set.of(), text);
    return text.append('}').toString();
  }

  private static boolean isPassedOn(TraceMessage message) {
    return message.fields().has(Field.REFUSED_BY) && message.fields().has(Field.REQUEST);
  }

  private static void append(JsonNode object, Set<String> repeated, StringBuilder text) {
    object.properties().stream()
        .filter(field -> !repeated.contains(field.getKey()))
        .filter(field -> isTold(field.getKey(), field.getValue()))
        .forEach(
            field -> {
              if (text.charAt(text.length() - 1) != '{') {
                text.append(' ');
              }
              text.append(field.getKey()).append('=');
              value(field.getKey(), field.getValue(), text);
            });
  }

  /** Zeros, nulls and "no" say the least. */
  private static boolean isTold(String key, JsonNode value) {
    if (LEFT_OUT.contains(key) || value.isNull()) {
      return false;
    }
    if (value.isObject()) {
      return value.properties().stream().anyMatch(f -> isTold(f.getKey(), f.getValue()));
    }
    return !(value.isIntegralNumber() && value.longValue() == 0)
        && !(value.isBoolean() && !value.booleanValue());
  }

  private static void value(String key, JsonNode value, StringBuilder text) {
    if (value.isObject()) {
      text.append('{');
      append(value, Set.of(), text);
      text.append('}');
    } else if (value.isArray() && value.size() > 2) {
      text.append('[').append(value.size()).append("]");
    } else if (value.isIntegralNumber() && ADDRESSES.contains(key)) {
      text.append("0x").append(Long.toHexString(value.longValue()));
    } else {
      text.append(value.isTextual() ? value.textValue() : value.toString());
    }
  }
}
