package swiotlb.trace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.open.TraceDatabase;
import swiotlb.trace.store.open.TraceFiles;

@Tag("process")
class DuckTraceTest {
  private static final TraceHeader REAL =
      new TraceHeader(
          TraceHeader.LATEST,
          false,
          Optional.of("spike"),
          OptionalLong.of(7),
          OptionalLong.of(3),
          true,
          Optional.of("mapping 64"));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"load-spike", "restricted", "confidential-spike", "fragmented-host"})
  void aTraceComesBackAsItWas(String scenario) throws IOException {
    var lines = Traces.lines(folder, scenario);
    assertThat(Traces.Content.of(Traces.database(lines))).isEqualTo(Traces.Content.of(lines));
  }

  @Test
  void aTraceOfTheFirstFormatComesBackAsItWas() throws IOException {
    var lines =
        Files.writeString(
            folder.resolve("old.jsonl"),
            "{\"format\":\"swiotlb-trace/1\"}\n"
                + "{\"id\":3,\"sent\":1,\"at\":null,\"from\":\"\",\"to\":\"/\",\"cause\":0,"
                + "\"type\":\"Area.MapRequest\",\"fields\":{\"request\":{\"mapping\":9}}}\n");
    assertThat(Traces.Content.of(Traces.database(lines))).isEqualTo(Traces.Content.of(lines));
  }

  private static List<TraceMessage> messages(Path file) throws IOException {
    var messages = new ArrayList<TraceMessage>();
    try (var reader = TraceFiles.open(file)) {
      reader.forEach(messages::add);
    }
    return messages;
  }

  @Test
  void inRealTimeAMessageWaitsForTheEndOfItsHandling() throws IOException {
    var file = folder.resolve("trace.duckdb");
    try (var trace = new DuckTrace(file, REAL)) {
      Traces.append(trace, 1, 10, "{}");
      Traces.append(trace, 2, 11, "{}");
      Traces.append(trace, 3, TraceMessage.UNKNOWN, "{}");
      trace.handled(2, 30);
      trace.handled(9, 30);
    }
    var messages = messages(file);
    assertThat(messages).extracting(TraceMessage::id).containsExactly(1L, 2L, 3L);
    assertThat(messages).extracting(TraceMessage::handledNs).containsExactly(-1L, 30L, -1L);
    assertThat(messages.get(2).isDelivered()).isFalse();
  }

  @Test
  void theHeaderIsKept() throws IOException {
    var file = folder.resolve("trace.duckdb");
    new DuckTrace(file, REAL).close();
    assertThat(Traces.Content.of(file)).isEqualTo(new Traces.Content(REAL, List.of(), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"text\":\"\u00e9\u4e16\ud83d\ude00\"}", "{\"text\":\"'; DROP TABLE run\"}"})
  void textsAreKeptWhateverTheyHold(String fields) throws IOException {
    var file = folder.resolve("trace.duckdb");
    try (var trace = new DuckTrace(file, Traces.SPIKE)) {
      Traces.append(trace, 1, 10, fields);
    }
    assertThat(messages(file).get(0).fields().json()).isEqualTo(fields);
  }

  @Test
  void whatWasLeftOutIsTold() throws IOException {
    var file = folder.resolve("trace.duckdb");
    try (var trace = new DuckTrace(file, Traces.SPIKE)) {
      trace.omitted(12);
    }
    assertThat(Traces.Content.of(file).flaw()).contains("12 more messages were left out");
  }

  @Test
  void whatIsOnTheDiskIsCounted() {
    try (var trace = new DuckTrace(folder.resolve("trace.duckdb"), Traces.SPIKE)) {
      for (var id = 1; id <= 1_000; id++) {
        Traces.append(trace, id, id, "{\"mapping\":64}");
      }
      trace.flush();
      assertThat(trace.bytes()).isGreaterThan(20_000);
    }
  }

  @Test
  void aFlawOfTheTraceThatItWasMadeOfIsTold() throws IOException {
    var file = folder.resolve("trace.duckdb");
    try (var trace = new DuckTrace(file, Traces.SPIKE)) {
      trace.flaw("x.jsonl: ends too early");
    }
    assertThat(Traces.Content.of(file).flaw())
        .contains("was made of a trace that is not whole: x.jsonl: ends too early");
  }

  @Test
  void anEarlierTraceOfTheSameNameIsReplaced() throws IOException {
    var file = folder.resolve("trace.duckdb");
    Files.writeString(file, "something else");
    Files.writeString(folder.resolve("trace.duckdb.wal"), "of a killed run");
    new DuckTrace(file, Traces.SPIKE).close();
    assertThat(Traces.Content.of(file).flaw()).isEmpty();
  }

  /** DuckDB calls a database by the name of its file, which a query may call something else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "b", "t", "k", "m_", "e_", "f_", "p_", "mapping", "attempt", "told", "part", "system",
        "fields"
      })
  void anyNameOfAFileWillDo(String name) throws IOException {
    var lines = Traces.lines(folder, "swiotlb-none");
    var file = folder.resolve(name + ".duckdb");
    try (var reader = TraceFiles.open(lines);
        var trace = new DuckTrace(file, reader.header())) {
      reader.forEach(trace::append);
    }
    assertThat(Traces.answer(file, "SELECT count(*) FROM mapping")).hasToString("[[268]]");
    assertThat(Traces.answer(file, "FROM growth")).isEmpty();
    assertThat(Traces.answer(file, "FROM area_state")).isEmpty();
  }

  @Test
  void whatIsWrittenOlderVersionsOfDuckDbOpen() throws IOException {
    var file = folder.resolve("trace.duckdb");
    new DuckTrace(file, Traces.SPIKE).close();
    assertThat(
            Traces.answer(
                file,
                "SELECT tags['storage_version'] FROM duckdb_databases()"
                    + " WHERE database_name = 'trace'"))
        .hasToString("[[v1.4.0+]]");
  }

  @Test
  void whatCannotBeWrittenIsNamed() {
    assertThatThrownBy(() -> new DuckTrace(folder.resolve("no/trace.duckdb"), Traces.SPIKE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trace.duckdb: cannot be written")
        .hasMessageContaining("name a file in a writable folder");
    assertThatThrownBy(() -> new DuckTrace(folder, Traces.SPIKE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is no regular file");
    assertThatThrownBy(() -> new DuckTrace(folder.resolve("a;b.duckdb"), Traces.SPIKE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("give it another name");
  }

  @Test
  void everyTableAndColumnSaysWhatItMeans() throws IOException {
    var file = folder.resolve("trace.duckdb");
    new DuckTrace(file, Traces.SPIKE).close();
    try (var trace = TraceDatabase.open(file)) {
      assertThat(trace.tables())
          .extracting(TraceDatabase.Table::name)
          .containsExactly(
              "run",
              "messages",
              "mapping",
              "attempt",
              "area_state",
              "growth",
              "message",
              "actor",
              "type");
      assertThat(trace.tables()).allSatisfy(table -> assertThat(table.comment()).isNotBlank());
      assertThat(trace.tables())
          .flatExtracting(TraceDatabase.Table::columns)
          .allSatisfy(column -> assertThat(column.comment()).as(column.name()).isNotBlank());
    }
  }

  /** What the process that is killed does: stores a thousand messages, says so, and goes on. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) {
      var trace = new DuckTrace(Path.of(arguments[0]), Traces.SPIKE);
      for (var id = 1L; ; id++) {
        Traces.append(trace, id, id, "{\"mapping\":64}");
        if (id == 1_000) {
          trace.flush();
          System.err.println("stored");
        }
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aKilledRunLeavesAllButItsLastMoments() throws IOException, InterruptedException {
    var file = folder.resolve("trace.duckdb");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    try (var says = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      assertThat(says.lines().filter("stored"::equals).findFirst()).isPresent();
      assertThatThrownBy(() -> TraceFiles.open(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("trace.duckdb: is being written");
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(folder).isDirectoryNotContaining("glob:**libduckdb*");
    var content = Traces.Content.of(file);
    assertThat(content.messages()).hasSizeGreaterThanOrEqualTo(1_000);
    assertThat(content.flaw()).contains("trace.duckdb: the run was killed");
    assertThat(Traces.answer(file, "SELECT count(*) FROM area_state"))
        .isEqualTo(List.of(List.of(0L)));
  }
}
