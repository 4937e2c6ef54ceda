package swiotlb.trace.show.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Holds JSON of trace events against what viewers rely on. */
final class ChromeChecker {
  private static final Pattern TIME = Pattern.compile("\"(?:ts|dur)\":([^,}]*)");
  private static final Pattern PLAIN = Pattern.compile("\\d+\\.\\d{3}");

  private record Slice(BigDecimal begin, BigDecimal end, String name) {}

  private final List<String> problems = new ArrayList<>();
  private final Map<String, List<Slice>> slices = new TreeMap<>();
  private final Map<Long, BigDecimal> starts = new HashMap<>();
  private final Map<Long, BigDecimal> ends = new HashMap<>();

  private ChromeChecker() {}

  /** What is wrong; empty if all is well. */
  static List<String> problems(String text) {
    var checker = new ChromeChecker();
    var times = TIME.matcher(text);
    while (times.find()) {
      if (!PLAIN.matcher(times.group(1)).matches()) {
        checker.problems.add("no plain decimal: " + times.group(1));
      }
    }
    try {
      checker.check(
          new ObjectMapper()
              .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(text)
              .path("traceEvents"));
    } catch (JsonProcessingException e) {
      checker.problems.add("no JSON: " + e.getOriginalMessage());
    }
    return checker.problems;
  }

  private void check(JsonNode events) {
    var named = new HashSet<String>();
    JsonNode before = null;
    for (var event : events) {
      var track = event.path("pid") + "/" + event.path("tid");
      switch (event.path("ph").asText()) {
        case "M" -> named.add(event.path("name").asText() + track);
        case "X" -> {
          var begin = event.path("ts").decimalValue();
          slices
              .computeIfAbsent(track, t -> new ArrayList<>())
              .add(
                  new Slice(
                      begin,
                      begin.add(event.path("dur").decimalValue()),
                      event.path("name").asText()));
        }
        case "s", "f" -> arrow(event, before);
        case "C" -> {
          if (!event.path("args").elements().next().isIntegralNumber()) {
            problems.add("no counter: " + event);
          }
        }
        default -> problems.add("unknown: " + event);
      }
      if (!"M".equals(event.path("ph").asText())
          && !named.contains("thread_name" + track)
          && !"C".equals(event.path("ph").asText())) {
        problems.add("a track without a name: " + event);
      }
      before = event;
    }
    ends.forEach(
        (id, at) -> {
          var start = starts.get(id);
          if (start == null || start.compareTo(at) > 0) {
            problems.add("an arrow ends that did not begin before: " + id);
          }
        });
    slices.forEach(this::nest);
  }

  private void arrow(JsonNode event, JsonNode before) {
    var isStart = "s".equals(event.path("ph").asText());
    var at = event.path("ts").decimalValue();
    if ((isStart ? starts : ends).put(event.path("id").asLong(), at) != null) {
      problems.add("two arrows of one number: " + event);
    }
    if (before == null
        || !"X".equals(before.path("ph").asText())
        || !before.path("tid").equals(event.path("tid"))
        || before.path("ts").decimalValue().compareTo(at) != 0
        || (!isStart && !"e".equals(event.path("bp").asText()))) {
      problems.add("an arrow that is at no slice: " + event);
    }
  }

  private void nest(String track, List<Slice> all) {
    all.sort(
        Comparator.comparing(Slice::begin).thenComparing(Slice::end, Comparator.reverseOrder()));
    var open = new ArrayDeque<Slice>();
    for (var slice : all) {
      while (!open.isEmpty() && open.peek().end.compareTo(slice.begin) <= 0) {
        open.pop();
      }
      if (!open.isEmpty() && open.peek().end.compareTo(slice.end) < 0) {
        problems.add("on " + track + " " + open.peek() + " overlaps " + slice);
      }
      open.push(slice);
    }
  }
}
