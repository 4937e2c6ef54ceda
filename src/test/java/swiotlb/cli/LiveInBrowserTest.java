package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page of a run, in a real browser; skipped where there is none. */
@Tag("browser")
class LiveInBrowserTest {
  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.start(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  /** Begins a command that goes on; the first line of what it says. */
  private static String begin(CompletableFuture<Integer> code, Object... words) throws IOException {
    var arguments = Stream.of(words).map(Object::toString).toArray(String[]::new);
    var says = new PipedWriter();
    var heard = new BufferedReader(new PipedReader(says, 1 << 16));
    var command =
        Main.commandLine(arguments)
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(says, true));
    var thread = new Thread(() -> code.complete(command.execute(arguments)), "command");
    thread.setDaemon(true);
    thread.start();
    return heard.readLine();
  }

  private static long messages() {
    return (long) browser.number("livePage.state.counts.messages");
  }

  @Test
  void aRunIsSeenAndStandsAndGoesByOneMessage() throws Exception {
    var hostile = folder.resolve("a<b onload=alert(1)>.conf");
    Files.copy(Path.of("simulations/first-growth.conf"), hostile);
    var code = new CompletableFuture<Integer>();
    var said = begin(code, "run", hostile, "--quiet", "--live-paused");
    assertThat(said).startsWith("live: http://127.0.0.1:");
    var from = said.indexOf("http");
    browser.visit(said.substring(from, said.indexOf(' ', from)));

    browser.await("livePage.state && livePage.state.next");
    assertThat(browser.text("#title")).isEqualTo("a<b onload=alert(1)>");
    assertThat(browser.text("#state")).isEqualTo("stands");
    assertThat(messages()).isZero();

    browser.clickUntil("#step", "livePage.state.counts.messages === 1");
    browser.clickUntil("#step", "livePage.state.counts.messages === 2");
    assertThat(browser.text("#messages tr.next")).startsWith("next");

    browser.ask("(document.getElementById('speed').value = '1000')");
    browser.ask("document.getElementById('speed').dispatchEvent(new Event('change'))");
    browser.clickUntil("#go", "livePage.state.counts.messages > 800");
    assertThat(browser.text(".pool h3")).contains("pool-0").contains("of 512 slots in 4 areas");
    assertThat(browser.number("document.querySelectorAll('#messages tr').length")).isGreaterThan(9);
    assertThat(browser.text("#messages")).contains("MapClient.Mapped").contains("/device-sata0");

    browser.clickUntil("#go", "livePage.state.pace.isPaused && livePage.state.next");
    var stood = messages();
    browser.clickUntil("#step", "livePage.state.counts.messages > " + stood);
    assertThat(messages()).isEqualTo(stood + 1);

    browser.ask("(document.getElementById('speed').value = '0')");
    browser.ask("document.getElementById('speed').dispatchEvent(new Event('change'))");
    browser.clickUntil("#go", "livePage.isOver");
    assertThat(code.get()).isZero();
    assertThat(browser.text("#state")).isEqualTo("over");
    assertThat(browser.text("#notice")).contains("the program has ended");
    assertThat(browser.number("livePage.state.counts.maps")).isEqualTo(4000);
    assertThat(browser.requests()).allMatch(url -> url.startsWith("http://127.0.0.1:"));
    assertThat(browser.complaints()).noneMatch(line -> line.contains("Content Security Policy"));
  }
}
