package swiotlb.study.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.InputException;

/** Lines and table after whatever happened to one of them. */
class ResultStoreTest {
  @TempDir Path folder;

  private SmallSweep sweep;
  private List<String> whole;

  @BeforeEach
  void aSweepIsDone() {
    sweep = SmallSweep.in(folder).varying("devices.disk.jobs.load.depth=1..3", "runs=2");
    sweep.run();
    whole = sweep.lines();
    assertThat(whole).hasSize(3 * 2 * 2);
  }

  private void isWholeOnceMore(long found) {
    assertThat(sweep.resume().found()).isEqualTo(found);
    assertThat(sweep.lines()).isEqualTo(whole);
    assertThat(sweep.rows()).isEqualTo(whole);
  }

  private void cutLines(long bytes) throws IOException {
    try (var channel = Files.newByteChannel(sweep.files().lines(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  /** As if it had been killed before anything was committed. */
  private void withoutTable() throws IOException {
    Files.delete(sweep.files().database());
  }

  @Test
  void aTornLastLineIsCutAndItsReplicationRunAgain() throws IOException {
    withoutTable();
    cutLines(10);
    isWholeOnceMore(5);
  }

  @Test
  void ofAReplicationThatIsNotWholeNothingStays() throws IOException {
    withoutTable();
    var lines = Files.readAllLines(sweep.files().lines());
    Files.writeString(
        sweep.files().lines(), String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
    isWholeOnceMore(5);
  }

  @Test
  void whatOnlyTheTableHasComesBackToTheLines() throws IOException {
    cutLines(Files.size(sweep.files().lines()) / 2);
    isWholeOnceMore(6);
  }

  @Test
  void linesThatAreGoneComeBackWhole() throws IOException {
    Files.delete(sweep.files().lines());
    isWholeOnceMore(6);
  }

  @Test
  void whatOnlyTheLinesHaveComesIntoTheTable() throws IOException {
    try (var table = ResultTable.open(sweep.files().database(), sweep.plan().axes())) {
      table.remove(ResultLine.read(whole.get(0)).orElseThrow().replicationKey());
    }
    isWholeOnceMore(6);
  }

  @Test
  void aTableThatIsGoneIsMadeOnceMore() throws IOException {
    withoutTable();
    isWholeOnceMore(6);
  }

  @Test
  void aTableThatIsNoDatabaseIsPutAside() throws IOException {
    Files.writeString(sweep.files().database(), "cut");
    isWholeOnceMore(6);
    assertThat(Path.of(sweep.files().database() + ".damaged")).hasContent("cut");
  }

  @Test
  void anEmptyTableIsFilled() throws IOException {
    Files.write(sweep.files().database(), new byte[0]);
    isWholeOnceMore(6);
  }

  @Test
  void whereTheyDifferTheLinesCount() throws IOException {
    var first = ResultLine.read(whole.get(0)).orElseThrow();
    var others =
        whole.stream()
            .map(text -> ResultLine.read(text).orElseThrow())
            .filter(line -> line.replicationKey().equals(first.replicationKey()))
            .map(line -> line.text().replace("\"bandwidth_mib_s\":", "\"bandwidth_mib_s\":1"))
            .map(text -> ResultLine.read(text).orElseThrow())
            .toList();
    try (var table = ResultTable.open(sweep.files().database(), sweep.plan().axes())) {
      table.remove(first.replicationKey());
      table.append(others);
    }
    assertThat(sweep.rows()).isNotEqualTo(whole);
    isWholeOnceMore(6);
  }

  @Test
  void aLineThatIsNoResultIsToldWithItsNumber() throws IOException {
    var lines = Files.readAllLines(sweep.files().lines());
    lines.set(2, "{}");
    Files.write(sweep.files().lines(), lines);
    assertThatThrownBy(() -> sweep.resume())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("results.jsonl:3: is no result of a sweep");
  }

  @Test
  void aReplicationThatIsThereTwiceIsTold() throws IOException {
    var lines = Files.readAllLines(sweep.files().lines());
    lines.addAll(lines.subList(0, 2));
    Files.write(sweep.files().lines(), lines);
    assertThatThrownBy(() -> sweep.resume())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void textBehindTheJsonOfALineIsNoResult() {
    assertThat(ResultLine.read(whole.get(0))).isPresent();
    assertThat(ResultLine.read(whole.get(0) + "{}")).isEmpty();
    assertThat(ResultLine.read("")).isEmpty();
    assertThat(ResultLine.read("null")).isEmpty();
  }

  @Test
  void aPlanThatCannotBeReadIsTold() throws IOException {
    Files.writeString(sweep.files().plan(), "{");
    assertThatThrownBy(() -> sweep.resume())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be read as the plan");
  }

  @Test
  void theTableHasAColumnForEachSettingAndFigure() throws Exception {
    var query =
        "SELECT \"devices.disk.jobs.load.depth\", bandwidth_mib_s, failed_maps, map_latency_ns_p99"
            + " FROM result WHERE outcome = 'done' ORDER BY point, replication, run";
    try (var connection =
            java.sql.DriverManager.getConnection("jdbc:duckdb:" + sweep.files().database());
        var rows = connection.createStatement().executeQuery(query)) {
      var count = 0;
      while (rows.next()) {
        assertThat(rows.getObject(1)).isEqualTo((double) (count / 4 + 1));
        assertThat(rows.getObject(2)).isInstanceOf(Double.class);
        assertThat(rows.getObject(3)).isEqualTo(0L);
        assertThat(rows.getLong(4)).isPositive();
        count++;
      }
      assertThat(count).isEqualTo(12);
    }
  }
}
