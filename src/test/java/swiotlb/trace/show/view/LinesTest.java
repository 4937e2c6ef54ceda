package swiotlb.trace.show.view;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.trace.show.view.TraceLines.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import swiotlb.trace.store.Fields;
import swiotlb.trace.store.TraceMessage;

class LinesTest {

  private static List<String> shown(boolean folds, TraceMessage... messages) {
    var lines = new ArrayList<String>();
    var shown =
        new Lines(new MessageLine(Style.PLAIN, false, UnaryOperator.identity()), folds, lines::add);
    for (var message : messages) {
      shown.show(message);
    }
    shown.end();
    return lines;
  }

  private static String shown(TraceMessage message) {
    return shown(true, message).get(0);
  }

  @Test
  void aMessageIsItsTimeSenderReceiverTypeAndFields() {
    assertThat(shown(message(3, 0, 1_500, "/x", "/y", "Area.Unmap", "{\"slot\":4}")))
        .isEqualTo("       1.5 us  /x → /y  Unmap{slot=4}");
  }

  @Test
  void theEffectsOfAMessageStandDeeper() {
    assertThat(shown(true, message(1, 0, "A.B", "{}"), message(2, 1, "A.C", "{}")))
        .containsExactly("        10 ns  /a → /b  B", "        20 ns   /a → /b  C");
  }

  @Test
  void aRequestThatIsPassedOnStaysWhereItIs() {
    assertThat(shown(true, message(1, 0, "A.B", "{}"), message(2, 1, "A.B", "{}")))
        .containsExactly("        10 ns  /a → /b  B", "        20 ns  /a → /b  B");
  }

  @Test
  void likeMessagesToManyActorsAreOneLine() {
    var messages =
        new TraceMessage[] {
          message(1, 9, 5, "/a", "/b", "Area.ReadState", "{}"),
          message(2, 9, 5, "/a", "/c", "Area.ReadState", "{}"),
          message(3, 9, 5, "/a", "/d", "Area.ReadState", "{}")
        };
    assertThat(shown(true, messages))
        .containsExactly("         5 ns  /a → /b and others  ReadState ×3");
    assertThat(shown(false, messages)).hasSize(3);
  }

  @Test
  void aMessageThatNobodyHandledHasNoTime() {
    assertThat(shown(message(1, 0, TraceMessage.UNKNOWN, "/a", "/b", "A.B", "{}")))
        .contains("never  /a → /b  B");
  }

  @Test
  void inRealTimeALineTellsHowLongTheHandlingTook() {
    var message = new TraceMessage(1, 0, 0, 5, 1_200, 0, "", "/b", -1, "A.B", Fields.NONE);
    assertThat(shown(message)).isEqualTo("         5 ns  - → /b  B  (handled in 1.2 us)");
  }

  @Test
  void fieldsThatSayNothingAreLeftOutAndAddressesAreHexadecimal() {
    assertThat(
            shown(
                message(
                    1,
                    0,
                    "A.B",
                    "{\"mapping\":7,\"slot\":0,\"closest\":null,\"isOn\":false,\"address\":4096,"
                        + "\"reason\":\"NO\",\"left\":{\"hint\":0},\"replyTo\":\"/x\"}")))
        .endsWith("B{address=0x1000 reason=NO}");
  }

  @Test
  void allFieldsStandAsTheyAreIfAskedFor() {
    var line = new MessageLine(Style.PLAIN, true, UnaryOperator.identity());
    assertThat(line.of(message(1, 0, "A.B", "{\"slot\":0}"))).endsWith("B{\"slot\":0}");
  }

  @Test
  void textFromOutsidePassesThroughWhatMakesItHarmless() {
    var line = new MessageLine(Style.PLAIN, false, text -> text.replace('\u001b', '?'));
    var hostile = message(1, 0, 5, "/\u001b[2J", "/\u001b", "A.\u001bB", "{\"a\":\"\\u001b\"}");
    assertThat(line.of(hostile)).doesNotContain("\u001b").contains("/?[2J");
  }

  @Test
  void coloursAreThoseOfTheTerminal() {
    var line = new MessageLine(Style.COLOURED, false, UnaryOperator.identity());
    assertThat(line.of(message(1, 0, "MapClient.MapFailed", "{}")))
        .contains("\u001b[1;31mMapFailed\u001b[0m");
  }
}
