package swiotlb.trace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.trace.store.TraceMessage;

/** What a trace of real threads is sure of, whatever the clocks and the scheduler did. */
@Tag("slow")
class ConcurrentTraceTest {
  private static List<TraceMessage> concurrent(String scenario) {
    return Recorded.messages(scenario, "mode", "concurrent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"load-spike", "confidential-spike", "restricted"})
  void everyMessageIsCausedByOneThatWasBeingHandled(String scenario) {
    var messages = concurrent(scenario);
    Map<Long, TraceMessage> byId =
        messages.stream().collect(Collectors.toMap(TraceMessage::id, Function.identity()));
    assertThat(byId).as("no number is used twice").hasSameSizeAs(messages);
    assertThat(messages.stream().filter(message -> message.cause() == 0))
        .as("one root: what starts the guardian")
        .hasSize(1);
    assertThat(messages)
        .filteredOn(message -> message.cause() != 0)
        .allSatisfy(
            message -> {
              var cause = byId.get(message.cause());
              assertThat(cause).isNotNull();
              assertThat(cause.isDelivered()).isTrue();
              assertThat(cause.atNs()).isLessThanOrEqualTo(message.sentNs());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"load-spike", "confidential-spike", "restricted"})
  void anActorHandlesOneMessageAtATime(String scenario) {
    concurrent(scenario).stream()
        .filter(TraceMessage::isDelivered)
        .collect(Collectors.groupingBy(TraceMessage::to))
        .forEach(
            (actor, handled) -> {
              handled.sort(Comparator.comparingLong(TraceMessage::atNs));
              for (var i = 1; i < handled.size(); i++) {
                var before = handled.get(i - 1);
                assertThat(before.handledNs()).as(actor).isNotNegative();
                assertThat(before.atNs() + before.handledNs())
                    .as(actor)
                    .isLessThanOrEqualTo(handled.get(i).atNs());
              }
            });
  }
}
