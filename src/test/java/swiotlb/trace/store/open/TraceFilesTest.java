package swiotlb.trace.store.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.trace.store.Fields;
import swiotlb.trace.store.TraceMessage;

class TraceFilesTest {
  private static final String HEADER =
      "{\"format\":\"swiotlb-trace/2\",\"clock\":\"virtual\",\"scenario\":\"spike\",\"seed\":7}\n";
  private static final String LINE =
      "{\"id\":7,\"sent\":100,\"at\":250,\"from\":\"/sata0\",\"to\":\"/allocator/pool-0/area-1\","
          + "\"cause\":5,\"mapping\":64,\"queued\":2,\"type\":\"Area.Unmap\","
          + "\"fields\":{\"mapping\":64,\"slot\":4,\"client\":\"/sata0\"}}\n";
  private static final String END = "{\"end\":1,\"omitted\":0}\n";

  @TempDir private Path folder;

  private Path file(String text) {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(byte[] bytes) {
    try {
      return Files.write(folder.resolve("trace.jsonl"), bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] compressed(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private record Content(List<TraceMessage> messages, String flaw) {}

  private static Content content(Path file) {
    var messages = new ArrayList<TraceMessage>();
    try (var reader = TraceFiles.open(file)) {
      reader.forEach(messages::add);
      return new Content(messages, reader.flaw().orElse(""));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMessageIsReadAsItWasWritten() {
    var content = content(file(HEADER + LINE + END));
    assertThat(content.flaw).isEmpty();
    assertThat(content.messages)
        .singleElement()
        .usingRecursiveComparison()
        .ignoringFields("fields")
        .isEqualTo(
            new TraceMessage(
                7,
                5,
                100,
                250,
                TraceMessage.UNKNOWN,
                2,
                "/sata0",
                "/allocator/pool-0/area-1",
                64,
                "Area.Unmap",
                Fields.NONE));
    var fields = content.messages.get(0).fields();
    assertThat(fields.json()).isEqualTo("{\"mapping\":64,\"slot\":4,\"client\":\"/sata0\"}");
    assertThat(fields.number("slot")).isEqualTo(4);
    assertThat(fields.text("client")).contains("/sata0");
    assertThat(fields.has("cpu")).isFalse();
  }

  @Test
  void theHeaderSaysWhatWasRun() throws IOException {
    try (var reader = TraceFiles.open(file(HEADER))) {
      assertThat(reader.header().scenario()).contains("spike");
      assertThat(reader.header().seed()).hasValue(7);
      assertThat(reader.header().isVirtual()).isTrue();
    }
  }

  @Test
  void compressedTracesAreToldByTheirBytesWhateverTheirName() {
    assertThat(content(file(compressed(HEADER + LINE + END))).messages).hasSize(1);
  }

  @Test
  void aTraceOfTheFirstFormatOpensUnchanged() {
    var line =
        "{\"id\":3,\"sent\":1,\"at\":null,\"from\":\"\",\"to\":\"/\",\"cause\":0,"
            + "\"type\":\"Area.MapRequest\",\"fields\":{\"request\":{\"mapping\":9}}}\n";
    var content = content(file("{\"format\":\"swiotlb-trace/1\"}\n" + line));
    assertThat(content.flaw).isEmpty();
    assertThat(content.messages.get(0).isDelivered()).isFalse();
    assertThat(content.messages.get(0).mapping()).isEqualTo(9);
  }

  @Test
  void inRealTimeTheEndOfAHandlingIsPutToItsMessage() {
    var header = HEADER.replace("virtual", "real");
    var second = LINE.replace("\"id\":7", "\"id\":8");
    var handled = "{\"id\":8,\"handled\":20}\n{\"id\":7,\"handled\":90}\n";
    var content = content(file(header + LINE + second + handled + END));
    assertThat(content.messages).extracting(TraceMessage::id).containsExactly(7L, 8L);
    assertThat(content.messages).extracting(TraceMessage::handledNs).containsExactly(90L, 20L);
  }

  @Test
  void aTraceThatWasCutIsReadUpToThereAndSaysSo() {
    var content = content(file(HEADER + LINE + LINE.substring(0, 30)));
    assertThat(content.messages).hasSize(1);
    assertThat(content.flaw).contains("trace.jsonl: ends in the middle of line 3");
  }

  @Test
  void aTraceWithoutItsEndSaysSo() {
    assertThat(content(file(HEADER + LINE)).flaw).contains("ends too early, with line 2");
  }

  @Test
  void aCompressedTraceThatWasCutIsReadUpToThere() {
    var whole = compressed(HEADER + LINE.repeat(10_000));
    var content = content(file(Arrays.copyOf(whole, whole.length / 2)));
    assertThat(content.messages).hasSizeGreaterThan(1_000);
    assertThat(content.flaw).contains("in the middle of line");
  }

  @Test
  void aTraceThatReachedItsLimitSaysHowMuchIsMissing() {
    assertThat(content(file(HEADER + LINE + "{\"end\":1,\"omitted\":12}\n")).flaw)
        .contains("12 more were left out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello\n", "{\"a\":1}\n", "[]\n", "\n", "\u001f\u008b, not gzip"})
  void aForeignFileIsToldFromATrace(String text) {
    assertThatThrownBy(() -> TraceFiles.open(file(text)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.jsonl: is no message trace");
  }

  @Test
  void aTraceOfALaterFormatNamesTheRemedy() {
    assertThatThrownBy(() -> TraceFiles.open(file(HEADER.replace("/2", "/3"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.jsonl:1: its format is swiotlb-trace/3")
        .hasMessageContaining("read it with the version that wrote it");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> TraceFiles.open(folder.resolve("none.jsonl")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "{\"id\":1,", "[1]", "{\"id\":\"x\"}", "{\"id\":1,\"from\":\"/\"}"})
  void aSpoiltLineIsNamed(String line) {
    var file = file(HEADER + LINE + line + "\n");
    assertThatThrownBy(() -> content(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.jsonl:3: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"id\":7,", "\"sent\":100,", "\"at\":250,", "\"cause\":5,"})
  void aLineThatLacksANumberIsTold(String number) {
    var lacking = file(HEADER + LINE + LINE.replace(number, "") + END);
    assertThatThrownBy(() -> content(lacking))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.jsonl:3: lacks one of id, cause, sent and at");
  }

  @Test
  void aNumberThatIsNoIntegerIsTold() {
    var broken = file(HEADER + LINE.replace("\"sent\":100", "\"sent\":1.5") + END);
    assertThatThrownBy(() -> content(broken))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.jsonl:2: has a sent that is no integer");
  }

  @Test
  void linesThatWerePutInAreNoticed() {
    assertThat(content(file(HEADER + LINE + LINE + END)).flaw)
        .contains("holds 2 messages and says at its end that there were 1; lines were put in");
  }

  @Test
  void aPathOfBottomlessDepthIsTold() {
    var deep = file(HEADER + LINE + LINE.replace("/sata0", "/a".repeat(20_000)) + END);
    assertThatThrownBy(() -> content(deep))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.jsonl:3: names an actor 20000 levels deep")
        .hasMessageContaining("64 are the most");
  }
}
