package swiotlb.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What a chart of a live page spans. */
class HistoryTest {
  private static JsonNode seen(History history) {
    var to = JsonNodeFactory.instance.objectNode();
    history.seen().describe(to);
    return to;
  }

  @Property(tries = 200)
  void spansFromTheFirstMomentToTheNewestAndDoesNotGrow(
      @ForAll @IntRange(min = 1, max = 20_000) int moments) {
    var history = new History("at", "value");
    IntStream.rangeClosed(1, moments).forEach(i -> history.add((double) i, 2.0 * i));
    var at = seen(history).path("at");
    assertThat(at.size()).isLessThanOrEqualTo(Math.min(moments, 601));
    assertThat(at.get(0).asInt()).isEqualTo(1);
    assertThat(at.get(at.size() - 1).asInt()).isEqualTo(moments);
    assertThat(seen(history).path("value").get(at.size() - 1).asInt()).isEqualTo(2 * moments);
    assertThat(IntStream.range(1, at.size()))
        .allMatch(i -> at.get(i).asInt() > at.get(i - 1).asInt());
  }
}
