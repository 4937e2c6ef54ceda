package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
@Timeout(120)
class NarrowSiteTest {
  private static final Path STYLE = Path.of("src/site/resources/css/site.css");

  @TempDir private Path folder;

  /** A page as the site's skin makes it. */
  private Path page(String name, String style, String body) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        <!DOCTYPE html><meta name="viewport" content="width=device-width"><style>%s</style>
        <div class="container-fluid container-fluid-top"><div class="row-fluid">
        <header id="leftColumn"><nav class="well">all</nav></header><main id="bodyColumn">%s</main></div></div>
        """
            .formatted(style, body));
  }

  @Test
  void whatIsWideScrollsByItself() throws IOException {
    var line = "a-command --with-options ".repeat(20);
    var body =
        "<pre>%s</pre><table class=\"table\"><tr>%s</tr></table><p><code>%s</code></p>"
            .formatted(line, "<td>a cell of some words</td>".repeat(12), "word".repeat(60));
    page("good.html", Files.readString(STYLE), body);
    var bad = page("bad.html", "", body);
    try (var browser = Browser.start(folder.resolve("profile"))) {
      assertThat(NarrowSite.wide(browser, folder))
          .singleElement()
          .asString()
          .startsWith(bad + " is ")
          .endsWith(" pixels wide on a screen of 420");
    }
  }
}
