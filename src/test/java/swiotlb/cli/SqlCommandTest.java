package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.cli.terminal.ExitCode;

@Tag("slow")
class SqlCommandTest {
  private static final String LINES =
      "{\"format\":\"swiotlb-trace/2\",\"clock\":\"virtual\",\"scenario\":\"spike\",\"seed\":7}\n"
          + "{\"id\":7,\"sent\":100,\"at\":250,\"from\":\"/a\\u001b[31m\",\"to\":\"/b\",\"cause\":5,"
          + "\"mapping\":64,\"queued\":2,\"type\":\"Area.Unmap\",\"fields\":{\"slot\":4}}\n"
          + "{\"end\":1,\"omitted\":0}\n";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeTrace() throws IOException {
    file = Files.writeString(folder.resolve("trace.jsonl"), LINES);
  }

  private Invocation sql(Object... arguments) {
    var words = new Object[arguments.length + 3];
    words[0] = "trace";
    words[1] = "sql";
    words[2] = file;
    System.arraycopy(arguments, 0, words, 3, arguments.length);
    return Invocation.of(words);
  }

  /** Of a program of its own, whose caches are in our folder. */
  private Process asked(Path trace, String... more) throws IOException {
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "swiotlb.cli.Main",
                "trace",
                "sql",
                trace.toString(),
                "SELECT count(*) AS n FROM mapping"));
    words.addAll(List.of(more));
    var program = new ProcessBuilder(words).redirectErrorStream(true);
    program.environment().put("XDG_CACHE_HOME", folder.resolve("caches").toString());
    return program.start();
  }

  private static String answer(Process program) throws IOException {
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void severalProgramsThatAskAtOnceKeepOneDatabase() throws IOException {
    var trace = folder.resolve("spike.jsonl");
    Invocation.of("run", "simulations/load-spike.conf", "--quiet", "--trace", trace);
    assertThat(answer(asked(trace, "--no-cache"))).isEqualTo("  n\n256\n");
    assertThat(folder.resolve("caches")).doesNotExist();
    var programs = List.of(asked(trace), asked(trace), asked(trace));
    for (var program : programs) {
      assertThat(answer(program)).isEqualTo("  n\n256\n");
    }
    assertThat(folder.resolve("caches/swiotlb-sim")).isDirectoryContaining("glob:**.duckdb");
    try (var files = Files.list(folder.resolve("caches/swiotlb-sim"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void withoutAQueryItShowsWhatCanBeAsked() {
    var shown = sql();
    assertThat(shown.code()).isZero();
    assertThat(shown.out())
        .contains("messages: Every message between actors, with names")
        .containsPattern("  cause +BIGINT +Id of the message whose handling sent this one");
  }

  @Test
  void aTableAlignsItsColumns() {
    assertThat(sql("SELECT 'a' AS name, 7 AS n UNION ALL SELECT 'bcd', 12 ORDER BY n").out())
        .isEqualToNormalizingNewlines("name   n\na      7\nbcd   12\n");
  }

  @Test
  void aFormatCanBeWrittenInCapitals() {
    assertThat(sql("--format", "CSV", "SELECT 1 AS n").out().lines()).containsExactly("n", "1");
  }

  @Test
  void severalQuestionsAtOnceAreRefused() {
    var asked = sql("SELECT 1; SELECT 2");
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.out()).isEmpty();
    assertThat(asked.err()).contains("2 questions at once; ask one at a time");
    assertThat(sql("SELECT ';' AS one;").out().lines()).containsExactly("one", ";");
  }

  @Test
  void longCellsOfATableAreCut() {
    assertThat(sql("SELECT repeat('x', 1000) AS x").out().lines())
        .containsExactly("x", "x".repeat(59) + "\u2026");
  }

  @Test
  void aTableOfManyRowsIsShownWhole() {
    assertThat(sql("SELECT range AS n FROM range(2000)").out().lines()).hasSize(2001);
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    assertThat(
            sql(
                    "SELECT 'a,\"b\"' AS x, 'two' || chr(10) || 'lines' AS y, NULL AS z, 5 AS n",
                    "--format",
                    "csv")
                .out())
        .isEqualTo("x,y,z,n\n\"a,\"\"b\"\"\",\"two\nlines\",,5\n");
  }

  @Test
  void jsonIsAnObjectALine() {
    assertThat(
            sql(
                    "SELECT id, sender, fields, NULL AS none, at_ns > 0 AS late FROM messages"
                        + " UNION ALL SELECT 8, '', '{}', NULL, false",
                    "--format",
                    "json")
                .out())
        .isEqualTo(
            """
            {"id":7,"sender":"/a\\u001B[31m","fields":{"slot":4},"none":null,"late":true}
            {"id":8,"sender":"","fields":{},"none":null,"late":false}
            """);
  }

  @Test
  void jsonOfNoRowsIsEmpty() {
    assertThat(sql("FROM messages WHERE false", "--format", "json").out()).isBlank();
  }

  @Test
  void cellsAndNamesCannotSteerATerminal() {
    var hostile = "SELECT sender, chr(27) || ']0;x' AS \"\u001b[2J\", chr(8238) AS z FROM messages";
    for (var format : new String[] {"table", "csv", "json"}) {
      var shown = sql(hostile, "--format", format);
      assertThat(shown.code()).isZero();
      assertThat(shown.out()).doesNotContain("\u001b", "\u202e");
    }
  }

  @Test
  void whatMakesNoSenseIsToldWithTheTablesThereAre() {
    var shown = sql("SELECT * FROM nothing");
    assertThat(shown.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err())
        .contains("trace.jsonl: Catalog Error: Table with name nothing does not exist")
        .contains("its tables are run, messages, mapping")
        .doesNotContain("\tat ");
  }

  @Test
  void aTraceThatIsNotWholeIsToldBesideTheAnswer() throws IOException {
    Files.writeString(file, LINES.substring(0, LINES.length() - 30));
    var shown = sql("SELECT 1 AS one");
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("one");
    assertThat(shown.err()).contains("trace.jsonl: ends");
  }

  @Test
  void aFileThatIsNoTraceIsTold() throws IOException {
    Files.writeString(file, "hello\n");
    var shown = sql("SELECT 1");
    assertThat(shown.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(shown.err()).contains("trace.jsonl: is no message trace");
  }
}
