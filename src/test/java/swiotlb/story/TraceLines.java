package swiotlb.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import swiotlb.trace.store.TimeText;
import swiotlb.trace.store.TraceMessage;

/** Messages as a reader of a failed story sees them: a line for each that matters. */
final class TraceLines {
  /** A trace of so many messages is told whole. */
  private static final int SHORT = 30;

  private static final int MOST = 60;
  private static final int LAST = 10;
  private static final int WIDEST_FIELDS = 100;

  /** Objects of which a line has no room. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "cost",
          "geometry",
          "bytes",
          "refusedBy",
          "reach",
          "limit",
          "stop",
          "hintBefore",
          "quest");

  /** Objects whose fields are told as if they were the message's own. */
  private static final Set<String> OPENED = Set.of("request", "demand", "range", "left", "step");

  private TraceLines() {}

  /**
   * Messages as lines. Where they are many: those that are marked or of a type that a sentence
   * names, with the ones around them; or else the last ones.
   *
   * @param marked those that the sentence speaks of get a mark
   */
  static String of(List<TraceMessage> messages, List<Messages> sentence, Set<TraceMessage> marked) {
    if (messages.isEmpty()) {
      return "  (no messages)\n";
    }
    var wanted = wanted(messages, sentence, marked);
    var ways = wanted.stream().mapToInt(i -> way(messages.get(i)).length()).max().orElse(0);
    var text = new StringBuilder();
    var next = 0;
    for (int i : wanted) {
      skipped(i - next, text);
      var message = messages.get(i);
      text.append(
          "%s %10s  %s  %s%s\n"
              .formatted(
                  marked.contains(message) ? ">" : " ",
                  TimeText.of(message.timeNs()),
                  padded(way(message), ways),
                  message.type(),
                  fields(message, sentence)));
      next = i + 1;
    }
    skipped(messages.size() - next, text);
    return text.toString();
  }

  private static Set<Integer> wanted(
      List<TraceMessage> messages, List<Messages> sentence, Set<TraceMessage> marked) {
    var wanted = new TreeSet<Integer>();
    if (messages.size() <= SHORT) {
      addThoseOf(messages, message -> true, wanted);
    } else {
      addThoseOf(messages, marked::contains, wanted);
      addThoseOf(messages, message -> sentence.stream().anyMatch(m -> m.isOfType(message)), wanted);
    }
    if (wanted.isEmpty()) {
      IntStream.range(messages.size() - LAST, messages.size()).forEach(wanted::add);
    }
    return wanted;
  }

  private static void addThoseOf(
      List<TraceMessage> messages, Predicate<TraceMessage> matter, Set<Integer> wanted) {
    for (var i = 0; i < messages.size() && wanted.size() < MOST; i++) {
      if (matter.test(messages.get(i))) {
        wanted.add(Math.max(0, i - 1));
        wanted.add(i);
        wanted.add(Math.min(messages.size() - 1, i + 1));
      }
    }
  }

  private static void skipped(int messages, StringBuilder text) {
    if (messages > 0) {
      text.append("  … %d more\n".formatted(messages));
    }
  }

  private static String way(TraceMessage message) {
    return (message.from().isEmpty() ? "story" : message.from())
        + " → "
        + (message.isDelivered() ? message.to() : message.to() + " (lost)");
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String fields(TraceMessage message, List<Messages> sentence) {
    var asked =
        sentence.stream()
            .filter(meant -> meant.isOfType(message))
            .flatMap(meant -> meant.fields().stream())
            .distinct()
            .toList();
    var shown = new ArrayList<String>();
    for (var path : asked) {
      if (message.fields().has(path)) {
        shown.add(path + "=" + message.fields().at(path).asText());
      }
    }
    collect(message.fields().tree(), "", asked, shown);
    var text = shown.stream().collect(Collectors.joining(", ", "{", "}"));
    return text.length() <= WIDEST_FIELDS
        ? text
        : text.substring(0, WIDEST_FIELDS).replaceFirst(",[^,]*$", "") + ", …}";
  }

  private static void collect(
      JsonNode object, String path, List<String> asked, List<String> shown) {
    var onlySlots = path.endsWith("demand.") || path.endsWith("range.");
    for (var field : object.properties()) {
      var name = field.getKey();
      var value = field.getValue();
      if (value.isObject() && OPENED.contains(name)) {
        collect(value, path + name + ".", asked, shown);
      } else if (isTold(name, value)
          && !(onlySlots && !name.equals("slots"))
          && !asked.contains(path + name)) {
        shown.add(name + "=" + value.asText());
      }
    }
  }

  /** Actors stand in the line already; what is false, null or took no time is not worth it. */
  private static boolean isTold(String name, JsonNode value) {
    return !LEFT_OUT.contains(name)
        && value.isValueNode()
        && !value.isNull()
        && !(value.isBoolean() && !value.booleanValue())
        && !(value.isTextual() && (value.textValue().startsWith("/") || name.equals("pools")))
        && !(name.endsWith("Ns") && value.longValue() == 0);
  }
}
