package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of reports, in a real browser; skipped where there is none. */
@Tag("browser")
class ReportInBrowserTest {
  /** How many charts are drawn with hardly anything on them. */
  private static final String EMPTY =
      "[...document.querySelectorAll('.plot canvas')].filter(c => c.getContext('2d')"
          + ".getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length < 500)"
          + ".length";

  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\u202e";

  @TempDir private static Path folder;
  private static final Map<String, Path> PAGES = new HashMap<>();
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(folder.resolve("profile"));
    for (var name : List.of("first-growth", "confidential-spike", "load-spike")) {
      PAGES.put(name, report("simulations/" + name + ".conf"));
    }
    var text = Files.readString(Path.of("simulations/first-growth.conf"));
    var hostile = folder.resolve("<img src=x onerror=alert(2)><b>.conf");
    Files.writeString(
        hostile, text + "\nabout = \"\"\"" + HOSTILE + "\"\"\" # " + HOSTILE + "<!--\n");
    PAGES.put("hostile", report(hostile.toString()));
  }

  private static Path report(String scenario) {
    var out = folder.resolve("report-" + PAGES.size());
    var run = Invocation.of("run", scenario, "--report", out, "--quiet");
    assertThat(run.err()).isEmpty();
    return out.resolve("index.html");
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

  @ParameterizedTest
  @CsvSource({
    "first-growth, 1400, light",
    "first-growth, 420, dark",
    "confidential-spike, 1400, dark",
    "confidential-spike, 420, light",
    "load-spike, 420, light",
    "hostile, 420, dark",
    "hostile, 1400, light"
  })
  void drawsEveryChartAndFitsTheScreen(String name, int width, String colours) {
    browser.pretendScreen(width, 900, colours);
    browser.openReport(PAGES.get(name));
    assertThat(browser.number("document.querySelectorAll('.plot').length")).isPositive();
    assertThat(
            browser.number(
                "[...document.querySelectorAll('.plot')].filter(p => !p.querySelector('canvas')).length"))
        .isZero();
    assertThat(browser.number(EMPTY)).isZero();
    assertThat(browser.number("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(browser.number("document.documentElement.clientWidth"));
  }

  @Test
  void nothingOfAScenarioIsMarkup() {
    browser.pretendScreen(1400, 900, "light");
    browser.openReport(PAGES.get("hostile"));
    assertThat(browser.number("document.querySelectorAll('img, b').length")).isZero();
    assertThat(browser.ask("document.body.textContent.includes('\\u202e')")).isEqualTo(false);
    assertThat(browser.text(".about")).contains("</script><img src=x onerror=alert(1)>");
  }

  @Test
  void theAnswerIsWhatIsReadFirst() {
    browser.pretendScreen(420, 800, "light");
    browser.openReport(PAGES.get("confidential-spike"));
    assertThat(
            browser.number(
                "document.querySelector('.answer p').getBoundingClientRect().bottom < innerHeight"))
        .isOne();
  }

  @Test
  void itIsDrawnAnewWhenItsColoursOrItsWidthChange() {
    browser.pretendScreen(1400, 900, "light");
    browser.openReport(PAGES.get("load-spike"));
    browser.ask("(window.before = document.querySelector('.plot canvas'))");
    browser.pretendScreen(1400, 900, "dark");
    browser.await("document.querySelector('.plot canvas') !== before");
    browser.pretendScreen(700, 900, "dark");
    browser.await("document.querySelector('.plot .uplot').offsetWidth < 700");
    assertThat(browser.number(EMPTY)).isZero();
  }

  @Test
  void itPrintsInLightColoursWithoutBeingCut() {
    browser.pretendScreen(1400, 900, "dark");
    browser.openReport(PAGES.get("first-growth"));
    var printed = browser.command("Page.printToPDF", Map.of("printBackground", true));
    assertThat(printed.get("data").toString()).startsWith("JVBERi");
    assertThat(browser.ask("document.documentElement.classList.contains('printing')"))
        .isEqualTo(false);
    browser.ask("dispatchEvent(new Event('beforeprint'))");
    assertThat(
            browser.ask("getComputedStyle(document.documentElement).getPropertyValue('--ground')"))
        .isEqualTo("#ffffff");
    assertThat(
            browser.number(
                "Math.max(...[...document.querySelectorAll('.plot canvas')].map(c => c.offsetWidth))"))
        .isLessThanOrEqualTo(680);
    browser.ask("dispatchEvent(new Event('afterprint'))");
  }

  /** Whoever sees no picture has its numbers. */
  @Test
  void everyChartHasATableThatKeysReach() {
    browser.pretendScreen(1400, 900, "light");
    browser.openReport(PAGES.get("confidential-spike"));
    assertThat(
            browser.number(
                "[...document.querySelectorAll('figure')].filter(f => !f.querySelector('table tbody tr')).length"))
        .isZero();
    assertThat(
            browser.number(
                "[...document.querySelectorAll('.scroll, pre')].filter(s => s.closest('footer') === null && (s.tabIndex !== 0 || !s.getAttribute('aria-label'))).length"))
        .isZero();
    assertThat(
            browser.number(
                "[...document.querySelectorAll('table')].filter(t => !t.querySelector('caption') && !t.classList.contains('u-legend')).length"))
        .isZero();
  }
}
