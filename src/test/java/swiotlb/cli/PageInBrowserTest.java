package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Pages of traces, in a real browser; skipped where there is none. */
@Tag("browser")
class PageInBrowserTest {
  @TempDir private static Path folder;
  private static Path trace;
  private static Path page;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.start(folder.resolve("profile"));
    trace = folder.resolve("load-spike.jsonl");
    Invocation.of("run", "simulations/load-spike.conf", "--quiet", "--trace", trace);
    page = written(trace);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Path written(Path trace) {
    var out = trace.resolveSibling(trace.getFileName() + ".html");
    var run = Invocation.of("trace", "page", trace, "--out", out);
    assertThat(run.err()).isEmpty();
    return out;
  }

  @BeforeEach
  void open() {
    browser.open(page);
  }

  @AfterEach
  void complainsOfNothingAndAsksForNothing() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith("file:") || url.startsWith("about:"));
  }

  private static double from() {
    return browser.number("tracePage.view.from");
  }

  private static double span() {
    return browser.number("tracePage.view.to - tracePage.view.from");
  }

  private static double wholeSpan() {
    return browser.number("tracePage.view.max - tracePage.view.min");
  }

  private static int place(String expression) {
    return (int) Math.round(browser.number(expression));
  }

  private static int left() {
    return place("document.getElementById('lines').getBoundingClientRect().left");
  }

  private static int top() {
    return place("document.getElementById('lines').getBoundingClientRect().top");
  }

  private static double timeAt(int x) {
    var share = (x - left()) / browser.number("document.getElementById('lines').clientWidth");
    return from() + share * span();
  }

  @Test
  void showsAllAtFirst() {
    assertThat(span()).isEqualTo(wholeSpan());
    assertThat(browser.text("#title")).isEqualTo("load-spike");
    assertThat(browser.text("#about")).contains("256 mappings").contains("virtual time");
    assertThat(browser.text("#tree")).contains("device-eth0", "allocator", "pool-0", "area-3");
    assertThat(browser.text("#legend")).contains("pool-0", "transient", "total");
  }

  @Test
  void drawsSomethingOnEveryCanvas() {
    for (var canvas : List.of("#lines", "#axis", "#overview", "#chart canvas")) {
      var painted =
          browser.number(
              "(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data"
                  + ".filter((v, i) => i % 4 === 3 && v > 0).length)(document.querySelector('"
                  + canvas
                  + "'))");
      assertThat(painted).as(canvas).isGreaterThan(100);
    }
  }

  @Test
  void theAxisOfUsedSlotsEndsAtTheTotalOrAtWhatIsUsedAboveIt() {
    assertThat(browser.number("tracePage.slots.end"))
        .isEqualTo(browser.number("tracePage.slots.most"))
        .isGreaterThanOrEqualTo(browser.number("tracePage.slots.total"));
  }

  /** Whether an arrow comes into the box of its own text, or is far from it. */
  private static final String ASTRAY =
      "tracePage.labels.filter(({left, right, top, end, arrow: {x, y, endX, endY}}) => {"
          + " const on = [...Array(2001).keys()].map(i => [x + (endX - x) * i / 2000, y + (endY - y) * i / 2000]);"
          + " return on.some(([a, b]) => a > left && a < right && b > top && b < end)"
          + " || !on.some(([a, b]) => a > left - 8 && a < right + 8 && b > top - 8 && b < end + 8);"
          + "}).length";

  @Test
  void textsStandBesideTheirArrows() {
    for (var mapping : List.of(0, 64, 200)) {
      browser.ask("tracePage.choose(" + mapping + ") && tracePage.fitMapping()");
      browser.ask("tracePage.fitMapping()"); // Once more: its way to a buffer.
      browser.await("tracePage.isDrawn()");
      assertThat(browser.number("tracePage.labels.length")).as("of " + mapping).isPositive();
      assertThat(browser.number(ASTRAY)).as("of " + mapping).isZero();
    }
  }

  /**
   * How many names of actors do not end where their row on the canvas does, as its pixels are
   * shown; -1 for no names.
   */
  private static final String ADRIFT =
      """
      (() => {
        const lines = document.getElementById('lines');
        const box = lines.getBoundingClientRect();
        const line = getComputedStyle(document.documentElement).getPropertyValue('--line').trim();
        const copy = document.createElement('canvas');
        copy.width = lines.width;
        copy.height = lines.height;
        const pixels = copy.getContext('2d', {willReadFrequently: true});
        pixels.drawImage(lines, 0, 0);
        const [red, green, blue] = line.match(/[0-9a-f]{2}/g).map(hex => parseInt(hex, 16));
        const isRule = y => {
          const {data} = pixels.getImageData(0, y, lines.width, 1);
          let same = 0;
          for (let i = 0; i < data.length; i += 4) {
            if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) same++;
          }
          return same > lines.width / 2;
        };
        const ends = [...document.querySelectorAll('#tree .actor')]
          .map(made => made.getBoundingClientRect().bottom - box.top)
          .filter(end => end > 1 && end < box.height);
        const ruleAt = end => Math.round((end - 0.5) * lines.height / box.height - 0.5);
        return ends.length ? ends.filter(end => !isRule(ruleAt(end))).length : -1;
      })()""";

  @Test
  void namesStandBesideTheirRows() {
    try {
      for (var width : List.of(1400, 390, 1000)) {
        browser.ask("tracePage.choose(64) && scrollTo(0, 0)");
        browser.ask(
            "(() => { window.adrift = []; window.watch = new ResizeObserver(() => adrift.push("
                + ADRIFT
                + ")); watch.observe(document.getElementById('stage')) })()");
        browser.await("adrift.length === 1"); // As it was.
        browser.resize(width, 1000);
        browser.await("adrift.length > 1");
        namesStandBesideTheirRows("when it becomes " + width + " wide");
        assertThat(browser.text("#tree")).contains("area-");
        browser.press("o");
        namesStandBesideTheirRows("few, " + width + " wide");
        browser.press("o");
        for (var scroll : List.of(37, 10_000, 0)) {
          browser.ask("(document.getElementById('stage').scrollTop = " + scroll + ")");
          namesStandBesideTheirRows("scrolled by " + scroll + ", " + width + " wide");
        }
        assertThat(browser.ask("watch.disconnect() || adrift.every(n => n === 0)"))
            .as("as soon as it is %s wide: %s", width, browser.ask("adrift"))
            .isEqualTo(true);
      }
    } finally {
      browser.resize(Browser.WIDTH, Browser.HEIGHT);
    }
  }

  private static void namesStandBesideTheirRows(String when) {
    var adrift =
        browser.promised(
            "new Promise(tell => requestAnimationFrame(() => requestAnimationFrame(() => tell("
                + ADRIFT
                + "))))");
    assertThat(adrift).as(when).isEqualTo(0L);
  }

  @Test
  void wheelZoomsAtThePointer() {
    var x = left() + 300;
    var under = timeAt(x);
    browser.wheel(x, top() + 100, -400);
    assertThat(span()).isLessThan(wholeSpan());
    assertThat(timeAt(x)).isCloseTo(under, within(span() * 0.005));
  }

  @Test
  void dragPansAndDoubleClickShowsAll() {
    browser.ask("tracePage.show(1e6, 2e6)");
    browser.drag(left() + 400, top() + 200, left() + 300, top() + 200);
    assertThat(from()).isGreaterThan(1e6);
    assertThat(span()).isCloseTo(1e6, within(1.0));
    browser.doubleClick(left() + 400, top() + 200);
    assertThat(span()).isEqualTo(wholeSpan());
  }

  @Test
  void twoFingersZoom() {
    var x = left() + 400;
    var under = timeAt(x);
    browser.spread(x, top() + 200);
    assertThat(span()).isCloseTo(wholeSpan() / 2, within(wholeSpan() * 0.02));
    assertThat(timeAt(x)).isCloseTo(under, within(wholeSpan() * 0.02));
  }

  @Test
  void realThreadsShowHowLongHandlingTook() {
    var real = folder.resolve("real.jsonl");
    Invocation.of(
        "run", "simulations/load-spike.conf", "--mode", "concurrent", "--quiet", "--trace", real);
    browser.open(written(real));
    assertThat(browser.text("#about")).contains("real threads");
    assertThat(browser.text("#panel")).contains("handling a message");
  }

  @Test
  void chartZoomsWithTheTimeLine() {
    var y = place("document.querySelector('#chart .u-over').getBoundingClientRect().top") + 30;
    browser.wheel(left() + 300, y, -400);
    assertThat(span()).isLessThan(wholeSpan());
  }

  @Test
  void keysZoomPanAndShowAll() {
    browser.press("+", "+", "+");
    assertThat(span()).isLessThan(wholeSpan() / 3);
    var before = from();
    browser.press(Keys.ARROW_RIGHT);
    assertThat(from()).isGreaterThan(before);
    browser.press(Keys.ARROW_LEFT, "-");
    assertThat(span()).isGreaterThan(wholeSpan() / 3);
    browser.press("0");
    assertThat(span()).isEqualTo(wholeSpan());
  }

  @Test
  void searchFindsAMappingAndStepsThroughMatches() {
    browser.press("/", "64", Keys.ENTER);
    assertThat(browser.number("tracePage.chosen.mapping")).isEqualTo(64);
    assertThat(browser.text("#panel")).contains("Mapping 64").contains("transient pool");
    var first = browser.number("tracePage.chosen.message");
    browser.press(Keys.ENTER);
    var second = browser.number("tracePage.chosen.message");
    assertThat(second).isGreaterThan(first);
    browser.pressWithShift(Keys.ENTER);
    assertThat(browser.number("tracePage.chosen.message")).isEqualTo(first);
  }

  @Test
  void searchFindsTypesActorsFieldsAndIds() throws IOException {
    browser.press("/", "Exhausted");
    assertThat(browser.number("tracePage.chosen.found")).isEqualTo(192);
    browser.ask("document.getElementById('query').select()");
    browser.press("Mapped pool=-1");
    assertThat(browser.number("tracePage.chosen.found")).isEqualTo(192);
    browser.ask("document.getElementById('query').select()");
    browser.press("#476");
    assertThat(browser.text("#found")).isEqualTo("1 found");
    browser.ask("document.getElementById('query').select()");
    browser.press("no such thing");
    assertThat(browser.text("#found")).isEqualTo("nothing found");
  }

  @Test
  void clickOnAMessageLightsItsMapping() {
    var id =
        (long)
            browser.number(
                "(() => { tracePage.choose(64); tracePage.fitMapping(); tracePage.fitMapping();"
                    + " return document.querySelectorAll('#path button').length })()");
    assertThat(id).isGreaterThan(20);
    browser.press(Keys.ESCAPE);
    assertThat(browser.ask("tracePage.chosen.mapping")).isNull();
    browser.await("tracePage.isDrawn()");
    var mapped = "tracePage.placeOf(476)";
    browser.click(place(mapped + ".x"), place(mapped + ".y"));
    assertThat(browser.ask("tracePage.chosen.mapping")).isNotNull();
    assertThat(browser.text("#panel"))
        .containsIgnoringCase("What happened")
        .containsIgnoringCase("Where its time went");
  }

  @Test
  void hoverTellsWhatAMessageSays() {
    browser.ask("tracePage.show(34e3, 36e3)");
    browser.await("tracePage.isDrawn()");
    browser.hover(place("tracePage.placeOf(476).x"), place("tracePage.placeOf(476).y"));
    browser.await("!document.getElementById('tip').hidden");
    assertThat(browser.text("#tip")).contains("/allocator").contains("mapping");
  }

  @Test
  void nAndPStepThroughTheMapping() {
    browser.ask("tracePage.choose(64)");
    browser.press("n");
    assertThat(browser.text("#path [aria-current]")).contains("MapRequest");
    browser.press("n");
    browser.press("n");
    var third = browser.number("tracePage.chosen.message");
    browser.press("p");
    assertThat(browser.number("tracePage.chosen.message")).isLessThan(third);
    browser.press(Keys.ESCAPE);
    assertThat(browser.ask("tracePage.chosen.message")).isNull();
  }

  @Test
  void onlyTheActorsOfAMappingAreShownIfAskedFor() {
    browser.ask("tracePage.choose(64)");
    browser.press("o");
    assertThat(browser.text("#tree")).contains("transient-1").doesNotContain("pool-1");
    browser.press("o");
    assertThat(browser.text("#tree")).contains("pool-1").doesNotContain("transient-1");
  }

  @Test
  void rowsOpenAndShut() {
    var pool = "#tree button[title='/allocator/pool-0']";
    assertThat(browser.text("#tree")).contains("area-7");
    browser.clickOn(pool);
    assertThat(browser.text("#tree")).doesNotContain("area-7");
    browser.press(Keys.ENTER);
    assertThat(browser.text("#tree")).contains("area-7");
  }

  @Test
  void questionMarkShowsTheKeysAndEscapeHidesThem() {
    browser.press("?");
    assertThat(browser.text("#keys")).contains("next, previous message").contains("uPlot");
    browser.press(Keys.ESCAPE);
    browser.await("!document.getElementById('keys').open");
  }

  @Test
  void focusCanBeSeen() {
    for (var i = 0; i < 12; i++) {
      browser.press(Keys.TAB);
      assertThat(browser.ask("document.activeElement !== document.body")).isEqualTo(true);
      assertThat(browser.ask("getComputedStyle(document.activeElement).outlineStyle"))
          .as("%s", browser.ask("document.activeElement.outerHTML.slice(0, 80)"))
          .isNotEqualTo("none");
    }
  }

  @Test
  void isDarkWhereTheReaderPrefersItAndOnDemand() {
    assertThat(browser.ask("tracePage.isDark")).isEqualTo(false);
    var light = browser.ask("getComputedStyle(document.body).backgroundColor");
    browser.press("t");
    assertThat(browser.ask("tracePage.isDark")).isEqualTo(true);
    assertThat(browser.ask("getComputedStyle(document.body).backgroundColor")).isNotEqualTo(light);
    browser.command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    try {
      browser.open(page);
      assertThat(browser.ask("tracePage.isDark")).isEqualTo(true);
    } finally {
      browser.command("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }
  }

  @Test
  void fieldsAreThoseOfTheTrace() throws IOException {
    var line =
        Files.readAllLines(trace).stream().filter(l -> l.startsWith("{\"id\":476,")).findAny();
    var fields = line.orElseThrow();
    fields = fields.substring(fields.indexOf("\"fields\":") + 9, fields.length() - 1);
    assertThat(browser.ask("tracePage.json(476)")).isEqualTo(fields);
  }

  @Test
  void nothingCanBeLoaded() {
    var refused =
        browser.promised(
            "new Promise(tell => { addEventListener('securitypolicyviolation',"
                + " e => tell(e.effectiveDirective)); fetch('http://localhost/').catch(() => {}) })");
    assertThat(refused).isEqualTo("connect-src");
    assertThat(browser.complaints()).isNotEmpty();
  }

  @Test
  void namesAreNeverTakenForMarkup() throws IOException {
    var hostile = "</script><img src=x onerror=window.wasFooled=1>";
    var text =
        Files.readString(trace).replace("device-eth0", hostile).replace("TOO_FEW_FREE", hostile);
    browser.open(written(Files.writeString(folder.resolve("hostile.jsonl"), text)));
    browser.press("/", "64", Keys.ENTER);
    assertThat(browser.text("#panel")).contains("<img src=x");
    assertThat(browser.ask("document.querySelector('img') || window.wasFooled")).isNull();
  }

  @Test
  void saysWhatALimitLeftOut() {
    var out = folder.resolve("first.html");
    Invocation.of("trace", "page", trace, "--out", out, "--limit", 500);
    browser.open(out);
    assertThat(browser.text("#notice")).contains("the first 500 of 7").contains("--from");
  }

  @Test
  void saysThatAMappingIsThereInPartAlone() {
    var out = folder.resolve("mapped.html");
    Invocation.of("trace", "page", trace, "--out", out, "--type", "Mapped");
    browser.open(out);
    browser.press("/", "64", Keys.ENTER);
    assertThat(browser.text("#panel"))
        .contains("trace explain FILE --mapping 64")
        .doesNotContain("It took");
  }

  @Test
  void ofATraceRecordedInPartItShowsNoUsedSlots() {
    var part = folder.resolve("part.jsonl");
    Invocation.of(
        "run", "simulations/load-spike.conf", "--quiet", "--trace", part, "--trace-sample", 4);
    browser.open(written(part));
    assertThat(browser.text("#notice")).contains("one of 4 mappings", "cannot be told");
    assertThat(browser.ask("document.querySelector('#chart').clientHeight")).isEqualTo(0L);
    browser.press("+");
    assertThat(browser.text("#window")).endsWith("wide");
  }

  @Test
  void aNarrowWindowOpensAtTheStoryOfAMapping() {
    browser.resize(500, 900);
    try {
      browser.open(page);
      var panel = "document.querySelector('#panel').getBoundingClientRect()";
      assertThat(browser.number(panel + ".left")).isZero();
      assertThat(browser.number(panel + ".bottom"))
          .isLessThanOrEqualTo(
              browser.number("document.querySelector('#times').getBoundingClientRect().top") + 1);
      assertThat(browser.number(panel + ".height")).isGreaterThan(100);
      assertThat(browser.text("#panel"))
          .startsWith("Mapping 64")
          .contains("Areas 0 to 15 of pool 0");
    } finally {
      browser.resize(Browser.WIDTH, Browser.HEIGHT);
    }
  }

  @Test
  void transfersAreTimeOfTheirMappingWhereCpusAreShared() {
    var shared = folder.resolve("shared.jsonl");
    Invocation.of("run", "simulations/many-cpus-few-areas.conf", "--quiet", "--trace", shared);
    var out = folder.resolve("shared.html");
    Invocation.of("trace", "page", shared, "--out", out, "--limit", 50_000);
    browser.open(out);
    browser.ask("tracePage.choose(1)");
    var panel = browser.text("#panel");
    assertThat(panel).containsIgnoringCase("Where its time went");
    assertThat(panel.substring(panel.toUpperCase(Locale.ROOT).indexOf("WHERE ITS TIME WENT")))
        .containsPattern("(?i)transfer [0-9.]+ .s");
  }

  @Test
  void aRequestThatIsTheFirstMessageIsTheRequest() {
    browser.ask("tracePage.choose(0)");
    assertThat(browser.text("#panel")).contains("Asked for at 0 ns");
  }

  @Test
  void saysThatABrowserIsTooOld() {
    var added =
        browser.command(
            "Page.addScriptToEvaluateOnNewDocument",
            Map.of("source", "delete window.DecompressionStream"));
    try {
      browser.open(page);
      assertThat(browser.text("body > .failure")).contains("cannot unpack");
    } finally {
      browser.command("Page.removeScriptToEvaluateOnNewDocument", added);
    }
  }

  @Test
  void saysHowLongFramesTake(TestReporter reporter) {
    var frames = (Map<?, ?>) browser.promised("tracePage.measure(120)");
    assertThat(frames.get("frames")).isEqualTo(120L);
    reporter.publishEntry("frames, ms", frames.toString());
  }
}
