package swiotlb.trace.life;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.store.TraceMessage;

/** The areas that had no slots for a request, gathered until it is told what came of it. */
final class Refusals {
  private record Refusal(String pool, long area, String reason, long used, long longestRun) {}

  private final List<Refusal> refusals = new ArrayList<>();

  /** Takes note of a refusal, if the message tells of one. */
  void read(TraceMessage message) {
    var fields = message.fields();
    if (fields.has(Field.REFUSED_BY)) {
      refusals.add(
          new Refusal(
              ActorNames.pool(message.from()),
              fields.number(Field.REFUSED_LEFT_AREA),
              fields.text(Field.REFUSED_REASON).orElse("unknown"),
              fields.number(Field.REFUSED_LEFT_USED_SLOTS),
              fields.number(Field.REFUSED_LARGEST_FREE_RUN)));
    }
  }

  /** A sentence for each reason, in the order in which they were met; then none are known. */
  List<String> take(long slots) {
    var byReason = new LinkedHashMap<String, List<Refusal>>();
    refusals.forEach(r -> byReason.computeIfAbsent(r.reason, k -> new ArrayList<>()).add(r));
    refusals.clear();
    var sentences = new ArrayList<String>();
    byReason.forEach((reason, of) -> sentences.add(sentence(reason, of, slots)));
    return sentences;
  }

  private static String sentence(String reason, List<Refusal> of, long slots) {
    var what =
        switch (reason) {
          case "TOO_FEW_FREE" -> "fewer than " + slots + " slots are free";
          case "NO_LONG_RUN" ->
              "no "
                  + slots
                  + " free slots lie side by side, at most "
                  + of.stream().mapToLong(Refusal::longestRun).max().orElse(0);
          case "NO_ACCEPTABLE_START" ->
              "no free run begins where alignment and segment boundary allow";
          case "LENT" -> "what is free there is lent and cannot be had back";
          default -> reason;
        };
    return where(of)
        + (of.size() == 1 ? " refuses it: " : " refuse it: ")
        + what
        + " ("
        + used(of)
        + " in use).";
  }

  private static String used(List<Refusal> of) {
    var least = of.stream().mapToLong(Refusal::used).min().orElse(0);
    var most = of.stream().mapToLong(Refusal::used).max().orElse(0);
    return (least == most ? "" : least + " to ")
        + most
        + " slots"
        + (of.size() == 1 ? "" : " each");
  }

  /** In the order in which they were asked. */
  private static String where(List<Refusal> of) {
    Map<String, List<Long>> byPool = new LinkedHashMap<>();
    of.forEach(r -> byPool.computeIfAbsent(r.pool, k -> new ArrayList<>()).add(r.area));
    var words = new ArrayList<String>();
    byPool.forEach(
        (pool, areas) ->
            words.add((areas.size() == 1 ? "area " : "areas ") + numbers(areas) + " of " + pool));
    var text = String.join(" and ", words) + (words.size() > 1 ? ", in turn," : "");
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** Such as {@code 3, 0 to 2}. */
  private static String numbers(List<Long> areas) {
    var words = new ArrayList<String>();
    for (var i = 0; i < areas.size(); ) {
      var end = i;
      while (end + 1 < areas.size() && areas.get(end + 1) == areas.get(end) + 1) {
        end++;
      }
      words.add(end == i ? String.valueOf(areas.get(i)) : areas.get(i) + " to " + areas.get(end));
      i = end + 1;
    }
    return String.join(", ", words);
  }
}
