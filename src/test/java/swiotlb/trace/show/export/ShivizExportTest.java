package swiotlb.trace.show.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.InputException;

class ShivizExportTest {
  @TempDir private Path folder;

  private static ShivizLog checked(String text) {
    var log = new ShivizLog(text);
    log.checkCausality();
    return log;
  }

  @Test
  void clocksSayWhatHappenedBeforeWhat() {
    var file = Examples.spike(folder);
    var log = checked(Examples.text(file, ExportFormat.SHIVIZ, Examples.mapping(64)));
    assertThat(log.problems).isEmpty();
    var messages = Examples.messages(file).stream().filter(m -> m.mapping() == 64).toList();
    assertThat(log.events).hasSize(messages.size() * 2);
  }

  @Test
  void anActorSendsWhileItHandlesTheCause() {
    var file = Examples.spike(folder);
    var log = checked(Examples.text(file, ExportFormat.SHIVIZ, Examples.mapping(64)));
    var causes = new HashMap<Long, Long>();
    Examples.messages(file).forEach(m -> causes.put(m.id(), m.cause()));
    var handled = new HashMap<String, Long>();
    var compared = 0;
    for (var event : log.events) {
      if (!event.isSending()) {
        handled.put(event.host(), event.message());
      } else if (handled.containsKey(event.host())) {
        assertThat(handled.get(event.host())).isEqualTo(causes.get(event.message()));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  @Test
  void whatAHandlingSendsIsInTheOrderOfSendingWhateverArrivesFirst() {
    var log =
        checked(
            Examples.text(
                Examples.virtual(
                    folder,
                    Examples.line(1, 0, 10, "", "/a", 0, null, "Go", "{}"),
                    Examples.line(3, 30, 40, "/a", "/y", 1, null, "Second", "{}"),
                    Examples.line(2, 20, 50, "/a", "/x", 1, null, "First", "{}")),
                ExportFormat.SHIVIZ));
    assertThat(log.problems).isEmpty();
    assertThat(log.events.stream().filter(e -> e.isSending()).map(e -> e.message()))
        .containsExactly(2L, 3L);
  }

  @Test
  void sendingBeforeTheNextReceiptIsNotCausedByIt() {
    var log =
        checked(
            Examples.text(
                Examples.virtual(
                    folder,
                    Examples.line(1, 0, 0, "", "/a", 0, null, "Go", "{}"),
                    Examples.line(3, 0, 5, "/b", "/a", 0, null, "Other", "{}"),
                    Examples.line(2, 0, 9, "/a", "/c", 1, null, "Late", "{}")),
                ExportFormat.SHIVIZ));
    assertThat(log.problems).isEmpty();
    var late = log.events.stream().filter(e -> !e.isSending() && e.message() == 2).findFirst();
    assertThat(late.orElseThrow().clock()).doesNotContainKey("/b");
  }

  @Test
  void namesOfHostsAreEscaped() {
    var log =
        checked(
            Examples.text(
                Examples.virtual(
                    folder, Examples.line(1, 0, 0, "/a {b}", "/c d", 0, null, "T {x}", "{}")),
                ExportFormat.SHIVIZ));
    assertThat(log.problems).isEmpty();
    assertThat(log.events)
        .extracting(ShivizLog.Event::host)
        .containsExactly("/a%20%7Bb%7D", "/c%20d");
  }

  @Test
  void moreThanItCanShowIsRefusedWithTheRemedy() {
    var file = Examples.spike(folder);
    assertThatThrownBy(() -> Examples.text(file, ExportFormat.SHIVIZ))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--mapping");
  }

  @Test
  void theCheckerSeesAClockThatKnowsTooMuchOrTooLittle() {
    var head = ShivizExport.EXPRESSION + "\n\n";
    var sent = "a {\"a\":1} send T #1 to b\n";
    assertThat(checked(head + sent + "b {\"a\":1,\"b\":1} receive T #1\n").problems).isEmpty();
    assertThat(checked(head + sent + "b {\"b\":1} receive T #1\n").problems).isNotEmpty();
    assertThat(checked(head + sent + "b {\"a\":1,\"b\":1} receive U #2\n").problems).isNotEmpty();
    assertThat(checked(head + sent + "b {\"a\":1,\"b\":2} receive T #1\n").problems).isNotEmpty();
  }
}
