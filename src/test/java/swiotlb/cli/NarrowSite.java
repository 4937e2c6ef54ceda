package swiotlb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** Whether a built site can be read on a telephone: no page scrolls sideways. */
public final class NarrowSite {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 900;

  private NarrowSite() {}

  /**
   * Ends with an error if a page of a built site is wider than a telephone; without a browser it
   * says that it did not look.
   *
   * @param args the folder of the site
   */
  public static void main(String[] args) throws IOException {
    var profile = Files.createTempDirectory("browser");
    try (var browser = Browser.start(profile)) {
      var wide = wide(browser, Path.of(args[0]).toAbsolutePath());
      if (!wide.isEmpty()) {
        throw new IllegalStateException(String.join("\n", wide));
      }
    } catch (TestAbortedException e) {
      System.err.println("The site was not looked at: " + e.getMessage());
    }
  }

  /** Pages that scroll sideways, with how wide they are; Javadoc, pages of traces left out. */
  static List<String> wide(Browser browser, Path site) throws IOException {
    var wide = new ArrayList<String>();
    browser.pretendScreen(WIDTH, HEIGHT, "light");
    for (var page : pages(site)) {
      browser.visit(page);
      var width = browser.number("document.documentElement.scrollWidth");
      if (width > WIDTH) {
        wide.add("%s is %.0f pixels wide on a screen of %d".formatted(page, width, WIDTH));
      }
    }
    return wide;
  }

  private static List<Path> pages(Path site) throws IOException {
    try (var files = Files.walk(site)) {
      return files
          .filter(file -> file.toString().endsWith(".html"))
          .filter(file -> !file.startsWith(site.resolve("apidocs")))
          .filter(file -> !file.endsWith(Gallery.TRACE))
          .sorted()
          .toList();
    }
  }
}
