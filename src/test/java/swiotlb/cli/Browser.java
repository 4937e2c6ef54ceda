package swiotlb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.Interaction;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.Sequence;
import org.openqa.selenium.interactions.WheelInput;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser of the machine, without a window, that shows a page of a trace or a report. */
final class Browser implements AutoCloseable {
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final File PROGRAM = new File("/usr/bin/chromium");

  /** Of its window at first. */
  static final int WIDTH = 1600;

  static final int HEIGHT = 1400;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Kept, since loggers that nobody holds forget their levels. */
  private static final Logger LOG = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts it; where there is none, the test is skipped and says so. */
  static Browser start(Path profile) {
    Assumptions.assumeTrue(
        DRIVER.canExecute() && PROGRAM.canExecute(),
        () ->
            "no browser to open pages in: install chromium and chromium-driver ("
                + PROGRAM
                + ", "
                + DRIVER
                + ")");
    LOG.setLevel(Level.SEVERE); // It warns of protocols for browsers that are newer than it.
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(PROGRAM);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=" + WIDTH + "," + HEIGHT,
        "--user-data-dir=" + profile);
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER)
            .usingAnyFreePort()
            .withSilent(true)
            .build();
    var driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    var browser = new Browser(driver);
    driver.get("about:blank");
    browser.requests(); // Those of the first, own page of the browser are not ours.
    return browser;
  }

  /** Shows a page and waits until it is drawn, or complains. */
  void open(Path page) {
    driver.get("about:blank");
    driver.get(page.toUri().toString());
    await("(window.tracePage && tracePage.isDrawn()) || document.querySelector('body > .failure')");
  }

  /** Shows the page of a report and waits until its charts are drawn. */
  void openReport(Path page) {
    driver.get("about:blank");
    driver.get(page.toUri().toString());
    await("document.documentElement.dataset.drawn === 'yes'");
  }

  /** Shows a page that is drawn once it is loaded. */
  void visit(Path page) {
    driver.get(page.toUri().toString());
  }

  /** Shows what is at an address. */
  void visit(String address) {
    driver.get(address);
  }

  /** Clicks, and looks until a condition holds. */
  void clickUntil(String selector, String condition) {
    driver.findElement(By.cssSelector(selector)).click();
    await(condition);
  }

  /** Lets the page believe in a screen of this size and these colours. */
  void pretendScreen(int width, int height, String colours) {
    command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What a script says. */
  Object ask(String expression, Object... arguments) {
    return driver.executeScript("return " + expression, arguments);
  }

  /** Gives its window another size. */
  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
    await("tracePage.isDrawn()");
  }

  double number(String expression) {
    return ((Number) ask("Number(" + expression + ")")).doubleValue();
  }

  /** Looks at every frame until a condition holds. */
  void await(String condition) {
    driver.executeAsyncScript(
        "const done = arguments[0]; (function look() { if ("
            + condition
            + ") done(); else requestAnimationFrame(look); })()");
  }

  /** What a promise brings. */
  Object promised(String expression) {
    return driver.executeAsyncScript(
        "const done = arguments[0]; (" + expression + ").then(done, e => done(String(e)))");
  }

  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
    await("tracePage.isDrawn()");
  }

  void pressWithShift(CharSequence key) {
    new Actions(driver).keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT).perform();
  }

  void click(int x, int y) {
    new Actions(driver).moveToLocation(x, y).click().perform();
    await("tracePage.isDrawn()");
  }

  void doubleClick(int x, int y) {
    new Actions(driver).moveToLocation(x, y).doubleClick().perform();
    await("tracePage.isDrawn()");
  }

  void hover(int x, int y) {
    new Actions(driver).moveToLocation(x, y).perform();
  }

  void drag(int fromX, int fromY, int toX, int toY) {
    new Actions(driver)
        .moveToLocation(fromX, fromY)
        .clickAndHold()
        .moveToLocation(toX, toY)
        .release()
        .perform();
    await("tracePage.isDrawn()");
  }

  void wheel(int x, int y, int deltaY) {
    new Actions(driver)
        .scrollFromOrigin(WheelInput.ScrollOrigin.fromViewport(x, y), 0, deltaY)
        .perform();
    await("tracePage.isDrawn()");
  }

  /** Two fingers side by side move apart by a factor of two. */
  void spread(int x, int y) {
    var fingers =
        Stream.of(-1, 1)
            .map(
                side -> {
                  var finger = new PointerInput(PointerInput.Kind.TOUCH, "finger" + side);
                  return new Sequence(finger, 0)
                      .addAction(move(finger, x + side * 100, y))
                      .addAction(finger.createPointerDown(0))
                      .addAction(move(finger, x + side * 200, y))
                      .addAction(finger.createPointerUp(0));
                })
            .toList();
    driver.perform(fingers);
    await("tracePage.isDrawn()");
  }

  private static Interaction move(PointerInput finger, int x, int y) {
    return finger.createPointerMove(Duration.ZERO, PointerInput.Origin.viewport(), x, y);
  }

  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  void clickOn(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
    await("tracePage.isDrawn()");
  }

  /** A command of the browser's own protocol. */
  Map<String, Object> command(String name, Map<String, Object> parameters) {
    return driver.executeCdpCommand(name, parameters);
  }

  /** What was complained of since it was last asked. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Addresses that were asked for since it was last asked. */
  List<String> requests() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> event(entry.getMessage()))
        .filter(event -> "Network.requestWillBeSent".equals(event.path("method").asText()))
        .map(event -> event.at("/params/request/url").asText())
        .toList();
  }

  private static JsonNode event(String message) {
    try {
      return JSON.readTree(message).path("message");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
