package swiotlb.study.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.InputException;

/** Which node computed what, beside results that do not tell. */
class NodesOfSweepsTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("nodes.jsonl");
  }

  private void add(String... keysAndNodes) {
    try (var nodes = new NodeFile(file())) {
      for (var i = 0; i < keysAndNodes.length; i += 2) {
        nodes.add(keysAndNodes[i], keysAndNodes[i + 1]);
      }
    }
  }

  @Test
  void whereNothingWasToldThereIsNoFile() {
    add("k", "");
    assertThat(file()).doesNotExist();
    assertThat(NodeFile.read(file())).isEmpty();
  }

  @Test
  void whatWasAddedIsReadAndTheLastCounts() {
    add("k", "box-1", "l", "a \"quoted\"\nname");
    add("k", "box-2");
    assertThat(NodeFile.read(file())).isEqualTo(Map.of("k", "box-2", "l", "a \"quoted\"\nname"));
  }

  @Test
  void whatAKillHasCutIsNotToldAndDoesNotSpoilWhatFollows() throws IOException {
    add("k", "box-1");
    Files.writeString(file(), "{\"key\":\"l\",\"no", StandardOpenOption.APPEND);
    assertThat(NodeFile.read(file())).isEqualTo(Map.of("k", "box-1"));
    add("m", "box-2");
    assertThat(NodeFile.read(file())).isEqualTo(Map.of("k", "box-1", "m", "box-2"));
    assertThat(Files.readAllLines(file())).hasSize(2);
  }

  @Test
  void whatIsNoLineOfItIsNotTold() throws IOException {
    Files.writeString(
        file(),
        "[]\n{\"key\":1,\"node\":\"a\"}\n{\"key\":\"k\"}\n\nnull\n{\"key\":\"k\",\"node\":\"b\"}\n");
    Files.write(file(), new byte[] {(byte) 0xff, '\n'}, StandardOpenOption.APPEND);
    assertThat(NodeFile.read(file())).isEqualTo(Map.of("k", "b"));
  }

  @Test
  void aLineWithItsNodeIsJsonStill() throws IOException {
    var with = NodeFile.with("{\"a\":{\"b\":1}}", "x\"\\\n<y>");
    var json = new ObjectMapper().readTree(with);
    assertThat(json.path("node").asText()).isEqualTo("x\"\\\n<y>");
    assertThat(json.path("a").path("b").asInt()).isEqualTo(1);
    assertThat(with).doesNotContain("\n");
  }

  private static List<String> copied(SweepFiles files) throws IOException {
    var to = new ByteArrayOutputStream();
    SortedLines.copy(files, to);
    return to.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void sortedLinesHaveTheNodesOfTheirReplications() throws IOException {
    var sweep = SmallSweep.in(folder).varying("runs=2").replicated(2);
    sweep.run();
    var plain = copied(sweep.files());
    assertThat(plain).containsExactlyInAnyOrderElementsOf(sweep.lines());
    var first = ResultLine.read(plain.get(0)).orElseThrow();
    try (var nodes = new NodeFile(sweep.files().nodes())) {
      nodes.add(first.replicationKey(), "box-1");
    }
    var told = copied(sweep.files());
    for (var run = 0; run < 2; run++) {
      assertThat(told.get(run)).isEqualTo(NodeFile.with(plain.get(run), "box-1"));
    }
    assertThat(told.subList(2, 4)).isEqualTo(plain.subList(2, 4));
  }

  @Test
  void nodesOfAnotherSweepDoNotCountForOneThatBegins() throws IOException {
    var sweep = SmallSweep.in(folder);
    Files.createDirectories(sweep.files().out());
    try (var nodes = new NodeFile(sweep.files().nodes())) {
      nodes.add("k", "box-1");
    }
    assertThatThrownBy(sweep::run)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nodes.jsonl: is there, without the plan of a sweep");
  }
}
