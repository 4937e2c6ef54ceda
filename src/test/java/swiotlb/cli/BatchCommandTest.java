package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.Shell;

class BatchCommandTest {
  private static final String SHORT_RUN =
      "run simulations/first-growth.conf --set devices.sata0.jobs.load.count=20 --quiet";

  @TempDir private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("lines.txt"), String.join("\n", lines) + "\n");
  }

  private Invocation batch(String... lines) throws IOException {
    return Invocation.of("batch", file(lines));
  }

  @Test
  void everyLineIsACommand() throws IOException {
    var result = batch("--version", "run --help", "trace --help");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .containsSubsequence("swiotlb-sim ", "Usage: swiotlb-sim run", "Usage: swiotlb-sim trace");
    assertThat(result.err()).isEqualTo("== --version\n== run --help\n== trace --help\n");
  }

  @Test
  void blankLinesAndCommentsAreSkipped() throws IOException {
    var result = batch("# first", "", "   ", "  --version  # which");
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEqualTo("== --version  # which\n");
  }

  @Test
  void aRunAmongOthersWritesTheBytesOfARunAlone() throws IOException {
    var alone = folder.resolve("alone.jsonl");
    Invocation.of((Object[]) (SHORT_RUN + " --trace " + alone).split(" "));
    var result =
        batch(
            SHORT_RUN + " --trace '" + folder.resolve("one.jsonl") + "'",
            SHORT_RUN + " --mode concurrent",
            SHORT_RUN + " --trace '" + folder.resolve("two.jsonl") + "'");
    assertThat(result.code()).isZero();
    assertThat(folder.resolve("one.jsonl")).hasSameBinaryContentAs(alone);
    assertThat(folder.resolve("two.jsonl")).hasSameBinaryContentAs(alone);
  }

  @Test
  void itStopsAtACommandThatFails() throws IOException {
    var result = batch("--version", "validate missing.conf", "run --help");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).doesNotContain("Usage");
    assertThat(result.err())
        .startsWith("== --version\n== validate missing.conf\nmissing.conf: cannot be read");
  }

  @Test
  void itGoesOnIfToldSoAndEndsWithTheFirstCodeThatIsNotZero() throws IOException {
    var trace = Files.writeString(folder.resolve("wrong.jsonl"), wrongGolden());
    var lines =
        file("golden " + Shell.quoted(trace.toString()), "validate missing.conf", "run --help");
    var result = Invocation.of("batch", "--keep-going", lines);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("first divergence", "Usage: swiotlb-sim run");
    assertThat(result.err()).contains("missing.conf: cannot be read");
  }

  /** A golden trace with an answer that is not that of the kernel. */
  private static String wrongGolden() throws IOException {
    var right = Files.readString(Path.of("src/test/resources/golden/boot-no-memory.jsonl"));
    return right.replaceFirst("no-memory\"}}", "no-free-run\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "rnu a.conf,there is no command rnu; there are run",
        "run --fast a.conf,Unknown option: '--fast'",
        "run,Missing required parameter: 'FILE'",
        "trace sho a.jsonl,'sho'",
        "run 'a.conf,close it with '",
        "batch more.txt,does not start another",
        "run a.conf > out.txt,> needs a shell"
      })
  void aBadLineIsNamedBeforeAnythingIsRun(String line, String message) throws IOException {
    var lines = file("--version", "", line);
    var result = Invocation.of("batch", lines);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith(lines + ":3: ").contains(message);
  }

  @Test
  void theCommandOfTheLauncherIsNotOffered() throws IOException {
    assertThat(batch("rnu").err()).contains("verify").doesNotContain("warm-up");
  }

  @Test
  void aFileWithoutCommandsIsBadInput() throws IOException {
    var result = batch("# nothing yet");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("lines.txt: holds no command; write one on each line");
  }

  @Test
  void aMissingFileIsBadInput() {
    var result = Invocation.of("batch", folder.resolve("missing"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("missing: cannot be read; name a file with command lines");
  }

  @Test
  void bytesThatAreNoTextAreBadInput() throws IOException {
    var file = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
    var result = Invocation.of("batch", file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("bytes: is no text in UTF-8");
  }

  @Test
  void aLineDoesNotReachTheTerminalAsItIs() throws IOException {
    var result = batch("validate '\u001b[2J.conf'");
    assertThat(result.err()).startsWith("== validate '").doesNotContain("\u001b");
  }

  @Test
  void linesCanComeFromStandardInput() {
    var in = new ByteArrayInputStream("--version\n".getBytes(StandardCharsets.UTF_8));
    var out = new StringWriter();
    var code =
        new CommandLine(new BatchCommand(in))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(new StringWriter(), true))
            .execute("-");
    assertThat(code).isZero();
    assertThat(out.toString()).startsWith("swiotlb-sim ");
  }

  @Test
  void whileNothingEndsTheProgramNewCommandsMayBegin() {
    assertThat(Interrupts.isEnding()).isFalse();
  }
}
