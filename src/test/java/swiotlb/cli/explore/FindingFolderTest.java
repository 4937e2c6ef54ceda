package swiotlb.cli.explore;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.explore.Deviations;
import swiotlb.explore.Orders;
import swiotlb.input.InputException;
import swiotlb.study.explore.ChoicesFile;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.store.TraceHeader;

/** Findings take no place of anything else. */
class FindingFolderTest {
  @TempDir Path folder;

  private void keeps(String name) throws IOException {
    new ChoicesFile(Map.of(), Orders.ANY, 0, Deviations.NONE, List.of(), 0, 0, "")
        .write(folder.resolve(name));
  }

  private void isRefused(Path scenario, String message) {
    assertThatThrownBy(() -> FindingFolder.requireUsable(folder, scenario))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatAnExplorationLeftThereIsWrittenAnew() throws IOException {
    keeps("choices.json");
    keeps("choices-12.json");
    Files.writeString(folder.resolve("choices.svg"), "<svg/>");
    Files.writeString(folder.resolve("choices-12-passing.jsonl"), "{}");
    Files.writeString(folder.resolve("notes.json"), "mine");
    assertThatCode(() -> FindingFolder.requireUsable(folder, Path.of("a.conf")))
        .doesNotThrowAnyException();
    var other = folder.resolve("none");
    assertThatCode(() -> FindingFolder.requireUsable(other, Path.of("a.conf")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"choices.json", "choices.svg", "choices-3.jsonl", "choices-passing.json"})
  void whatIsOfNoExplorationIsRefused(String name) throws IOException {
    Files.writeString(folder.resolve(name), "{\"mine\": true}");
    isRefused(Path.of("a.conf"), name + ": would be overwritten");
  }

  @Test
  void aScenarioOfSuchANameIsRefused() throws IOException {
    keeps("choices.json");
    isRefused(folder.resolve("choices.json"), "choices.json: would be overwritten");
    var trace = folder.resolve("trace.jsonl");
    assertThatCode(() -> FindingFolder.requireUsable(folder, trace)).doesNotThrowAnyException();
    assertThatThrownBy(() -> FindingFolder.requireUsableForTrace(folder, trace))
        .hasMessageContaining("trace.jsonl: would be overwritten");
  }

  @Test
  void aTraceOfRealThreadsIsWrittenAnewAndNoOther() throws IOException {
    var trace = folder.resolve("trace.jsonl");
    TraceStores.create(trace, TraceHeader.whole(false, "a", 1)).close();
    assertThatCode(() -> FindingFolder.requireUsableForTrace(folder, Path.of("a.conf")))
        .doesNotThrowAnyException();
    Files.delete(trace);
    TraceStores.create(trace, TraceHeader.whole(true, "a", 1)).close();
    assertThatThrownBy(() -> FindingFolder.requireUsableForTrace(folder, Path.of("a.conf")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.jsonl: would be overwritten");
    assertThatCode(() -> FindingFolder.requireUsable(folder, Path.of("a.conf")))
        .doesNotThrowAnyException();
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedBeforehandAndOneThatCanIsNotLeftBehind() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> FindingFolder.requireUsable(file.resolve("in"), Path.of("a.conf")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be made");
    var dangling = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));
    for (var at :
        List.of(dangling, dangling.resolve("in"), folder.resolve("a/" + "x".repeat(300)))) {
      assertThatThrownBy(() -> FindingFolder.requireUsable(at, Path.of("a.conf")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("cannot be made");
    }
    Files.delete(dangling);
    FindingFolder.requireUsable(folder.resolve("a/b/c"), Path.of("a.conf"));
    assertThatCode(() -> Files.delete(folder.resolve("file"))).doesNotThrowAnyException();
    assertThatCode(() -> Files.delete(folder)).doesNotThrowAnyException();
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> FindingFolder.requireUsable(file, Path.of("a.conf")))
        .hasMessageContaining("is no folder that can be written to");
  }
}
