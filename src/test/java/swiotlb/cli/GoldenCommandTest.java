package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final Path FEW = GOLDEN.resolve("cpus-4.jsonl");

  @TempDir private Path folder;

  private Path altered(String name) throws IOException {
    var text = Files.readString(GOLDEN.resolve("fuzz-all.jsonl"));
    var from = "\"slot\":258,\"slots\":4";
    assertThat(text).contains(from);
    return Files.writeString(folder.resolve(name), text.replace(from, "\"slot\":260,\"slots\":4"));
  }

  @Test
  void equalAnswersAreSuccess() {
    var result = Invocation.of("golden", FEW, GOLDEN.resolve("coalesce.jsonl"));
    assertThat(result.code()).isZero();
    assertThat(result.out()).containsPattern("total: (\\d+) operations, \\1 equal, in 2 files");
  }

  @Test
  void theStateMachinesAloneAnswerToo() {
    assertThat(Invocation.of("golden", "--direct", FEW).code()).isZero();
  }

  @Test
  void anotherAnswerIsAFailureWithItsLine() throws IOException {
    var file = altered("altered.jsonl");
    var result = Invocation.of("golden", "--direct", file);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .containsSubsequence("first divergence: " + file + ":4", "slot=260", "slot=258");
  }

  @Test
  void aForeignFileIsBadInput() throws IOException {
    var file = Files.writeString(folder.resolve("foreign"), "hello\n");
    var result = Invocation.of("golden", file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith(file.toString());
  }

  @Test
  void resultsAreWrittenAsJson() throws IOException {
    var json = folder.resolve("result.json");
    Invocation.of("golden", "--direct", "--json", json, FEW, altered("altered.jsonl"));
    var files = new ObjectMapper().readTree(json.toFile()).get("files");
    assertThat(files.get(0).has("first_divergence")).isFalse();
    assertThat(files.get(1).at("/first_divergence/line").asInt()).isEqualTo(4);
  }

  @Test
  void messagesOfOneFileAreTraced() throws IOException {
    var trace = folder.resolve("trace.jsonl");
    assertThat(Invocation.of("golden", "--trace", trace, FEW).code()).isZero();
    assertThat(Files.readString(trace))
        .startsWith("{\"format\":\"swiotlb-trace/2\",")
        .contains("\"type\":\"CommandedDevice.Map\"");
  }

  @Test
  void messagesOfManyFilesAreNotTraced() {
    var result = Invocation.of("golden", "--trace", folder.resolve("t"), FEW, FEW);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("--trace: ");
  }

  @Test
  void theNameOfAFileDoesNotReachTheTerminalAsItIs() throws IOException {
    var result = Invocation.of("golden", "--direct", altered("\u001b[2J.jsonl"));
    assertThat(result.out()).doesNotContain("\u001b");
  }
}
