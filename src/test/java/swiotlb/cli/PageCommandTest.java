package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.trace.show.page.Unpacked;

@Tag("slow")
class PageCommandTest {
  @TempDir private static Path recorded;
  @TempDir private Path folder;
  private Path trace;

  @BeforeAll
  static void record() {
    var run =
        Invocation.of(
            "run",
            "simulations/load-spike.conf",
            "--quiet",
            "--trace",
            recorded.resolve("spike.jsonl"));
    assertThat(run.code()).isZero();
  }

  @BeforeEach
  void copy() throws IOException {
    trace = Files.copy(recorded.resolve("spike.jsonl"), folder.resolve("spike.jsonl"));
  }

  private Invocation page(Object... more) {
    var words = new Object[more.length + 3];
    words[0] = "trace";
    words[1] = "page";
    words[2] = trace;
    System.arraycopy(more, 0, words, 3, more.length);
    return Invocation.of(words);
  }

  @Test
  void writesWhatTheTraceHolds() throws IOException {
    var out = folder.resolve("out.html");
    var run = page("--out", out);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    var page = Unpacked.of(Files.readString(out));
    var json = new ObjectMapper();
    var fields = page.fields();
    var ids = page.numbers("id");
    var lines = Files.readAllLines(trace);
    assertThat(ids).hasSize(lines.size() - 2);
    for (var i = 0; i < ids.length; i++) {
      var line = json.readTree(lines.get(i + 1));
      assertThat(ids[i]).isEqualTo(line.path("id").longValue());
      assertThat(json.readTree(fields[i])).isEqualTo(line.path("fields"));
    }
    assertThat(run.out()).startsWith(out + ": " + ids.length + " messages, 256 mappings, ");
  }

  @Test
  void explainsEveryMapping() throws IOException {
    page();
    var page = Unpacked.of(Files.readString(folder.resolve("spike.html")));
    assertThat(page.numbers("explained.mapping")).hasSize(256);
    assertThat(page.text("explained.text")).contains("transient pool");
  }

  @Test
  void choosingNothingIsSaidAndWritesNothing() {
    var run = page("--mapping", 99999);
    assertThat(run.err()).contains("no message was chosen by mapping 99999");
    assertThat(run.code()).isEqualTo(2);
    assertThat(folder.resolve("spike.html")).doesNotExist();
  }

  @Test
  void namesThePageAsTheTraceUnlessTold() {
    assertThat(page().out()).startsWith(folder.resolve("spike.html") + ": ");
    assertThat(page().code()).as("a page may be replaced").isZero();
  }

  @Test
  void namesThePageOfADatabaseWithoutItsEnding() {
    trace = folder.resolve("stored.duckdb");
    Invocation.of("run", "simulations/load-spike.conf", "--quiet", "--trace", trace);
    assertThat(page().out()).startsWith(folder.resolve("stored.html") + ": ");
  }

  @Test
  void saysNothingOnTheEndOfAMappingThatGoesOnBehindTheLimit() throws IOException {
    page("--limit", 500);
    var page = Unpacked.of(Files.readString(folder.resolve("spike.html")));
    assertThat(page.numbers("cut")).isNotEmpty();
    assertThat(page.text("explained.text")).doesNotContain("The trace ends");
  }

  @Test
  void overwritesNothingButPagesUnasked() throws IOException {
    var other = Files.writeString(folder.resolve("spike.html"), "notes");
    var run = page();
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("exists, and is no page of a trace").contains("--out");
    assertThat(other).hasContent("notes");
  }

  @Test
  void doesNotOverwriteTheTrace() throws IOException {
    var before = Files.readString(trace);
    var link = Files.createSymbolicLink(folder.resolve("link.html"), trace);
    assertThat(page("--out", trace).code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(page("--out", link).err()).contains("would be overwritten");
    assertThat(trace).hasContent(before);
  }

  @Test
  void saysWhatALimitLeavesOut() {
    var run = page("--limit", 100);
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("the page holds the first 100 of 74")
        .contains("--from ")
        .contains(": 100 messages, ");
  }

  @Test
  void doesNotProposeToBeginWhereItBegan() {
    assertThat(page("--limit", 1).out())
        .contains("until 0 ns; for more: --limit N")
        .doesNotContain("--from");
  }

  @Test
  void takesASelection() {
    assertThat(page("--mapping", 64, "--type", "Mapped").out())
        .contains(": 1 message, 1 mapping, ");
  }

  @Test
  void refusesALimitOfNothing() {
    var run = page("--limit", 0);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("--limit: is 0; give 1 or more");
  }

  @Test
  void refusesWhatIsNoTrace() {
    trace = Path.of("README.md");
    var run = page("--out", folder.resolve("out.html"));
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("is no message trace");
    assertThat(folder.resolve("out.html")).doesNotExist();
  }

  @Test
  void refusesAPlaceThatCannotBeWritten() {
    var run = page("--out", folder.resolve("no/such/folder.html"));
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("cannot be written");
  }
}
