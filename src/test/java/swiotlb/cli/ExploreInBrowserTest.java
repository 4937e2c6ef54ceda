package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of an exploration and of what it found, in a real browser; skipped where there is none. */
@Tag("browser")
class ExploreInBrowserTest {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\\u202e";

  @TempDir private static Path folder;
  private static Path report;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(folder.resolve("profile"));
    var scenario =
        Files.writeString(
            folder.resolve("<img src=x onerror=alert(2)><b>.conf"),
            ExploreReportTest.MACHINE + ExploreReportTest.DEVICE + "about = \"" + HOSTILE + "\"\n");
    report = folder.resolve("report");
    var found =
        Invocation.of(
            "explore",
            scenario,
            "--budget",
            300,
            "--set",
            "faults.forgotten-sync-per-mille=20",
            "--report",
            report,
            "--out",
            folder.resolve("found"));
    assertThat(found.code()).isEqualTo(1);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void complainsOfNothingAndAsksForNothing() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith("file:") || url.startsWith("about:"));
  }

  private static void open(String page, int width, String colours) {
    browser.pretendScreen(width, 900, colours);
    browser.openReport(report.resolve(page));
  }

  @ParameterizedTest
  @CsvSource({
    "index.html, 1400, light",
    "index.html, 420, dark",
    "finding-1.html, 1400, dark",
    "finding-1.html, 1340, light",
    "finding-1.html, 800, light",
    "finding-1.html, 420, light"
  })
  void fitsTheScreen(String page, int width, String colours) {
    open(page, width, colours);
    assertThat(browser.number("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(browser.number("document.documentElement.clientWidth"));
    assertThat(browser.number("document.querySelectorAll('img, b').length")).isZero();
    assertThat(browser.ask("document.body.textContent.includes('\\u202e')")).isEqualTo(false);
  }

  @Test
  void bothDiagramsStandSideBySideWhereThereIsRoom() {
    var tops =
        "new Set([...document.querySelectorAll('.sequences figure')].map(f => Math.round(f.getBoundingClientRect().top))).size";
    open("finding-1.html", 1400, "light");
    assertThat(browser.number("document.querySelectorAll('svg.sequence').length")).isEqualTo(2);
    assertThat(browser.number(tops)).isOne();
    open("finding-1.html", 420, "light");
    assertThat(browser.number(tops)).isEqualTo(2);
  }

  @Test
  void diagramsHaveTheColoursOfThePage() {
    var fill = "getComputedStyle(document.querySelector('.sequence .label')).fill";
    open("finding-1.html", 1400, "light");
    var light = browser.ask(fill);
    open("finding-1.html", 1400, "dark");
    assertThat(browser.ask(fill)).isNotEqualTo(light).isEqualTo("rgb(232, 236, 242)");
  }

  @Test
  void keysReachWhatScrollsAndEveryDiagramHasAName() {
    open("finding-1.html", 420, "dark");
    assertThat(
            browser.number(
                "[...document.querySelectorAll('.scroll, pre')].filter(s => s.closest('footer') === null && (s.tabIndex !== 0 || !s.getAttribute('aria-label'))).length"))
        .isZero();
    assertThat(
            browser.number(
                "[...document.querySelectorAll('svg.sequence')].filter(s => !s.getAttribute('aria-label')).length"))
        .isZero();
  }

  @Test
  void linksLeadFromThePageToTheFindingAndBack() {
    open("index.html", 1400, "light");
    browser.clickUntil("a[href='finding-1.html']", "location.pathname.endsWith('/finding-1.html')");
    browser.clickUntil("a[href='index.html']", "location.pathname.endsWith('/index.html')");
  }

  @Test
  void itPrints() {
    open("finding-1.html", 1400, "dark");
    var printed = browser.command("Page.printToPDF", Map.of("printBackground", true));
    assertThat(printed.get("data").toString()).startsWith("JVBERi");
  }
}
