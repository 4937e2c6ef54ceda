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

  private NodeFile nodes() {
    return new NodeFile(folder.resolve("nodes.jsonl"));
  }

  @Test
  void whereNothingWasToldThereIsNoFile() {
    nodes().add("k", "");
    assertThat(folder.resolve("nodes.jsonl")).doesNotExist();
    assertThat(nodes().read()).isEmpty();
  }

  @Test
  void whatWasAddedIsReadAndTheLastCounts() {
    nodes().add("k", "box-1");
    nodes().add("l", "a \"quoted\"\nname");
    nodes().add("k", "box-2");
    assertThat(nodes().read()).isEqualTo(Map.of("k", "box-2", "l", "a \"quoted\"\nname"));
  }

  @Test
  void whatAKillHasCutIsNotTold() throws IOException {
    nodes().add("k", "box-1");
    Files.writeString(
        folder.resolve("nodes.jsonl"), "{\"key\":\"l\",\"no", StandardOpenOption.APPEND);
    assertThat(nodes().read()).isEqualTo(Map.of("k", "box-1"));
  }

  @Test
  void whatIsNoLineOfItIsNotTold() throws IOException {
    Files.writeString(
        folder.resolve("nodes.jsonl"),
        "[]\n{\"key\":1,\"node\":\"a\"}\n{\"key\":\"k\"}\n\nnull\n{\"key\":\"k\",\"node\":\"b\"}\n");
    assertThat(nodes().read()).isEqualTo(Map.of("k", "b"));
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
    new NodeFile(sweep.files().nodes()).add(first.replicationKey(), "box-1");
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
    new NodeFile(sweep.files().nodes()).add("k", "box-1");
    assertThatThrownBy(sweep::run)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nodes.jsonl: is there, without the plan of a sweep");
  }
}
