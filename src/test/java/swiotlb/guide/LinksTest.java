package swiotlb.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What guides refer to is there. */
class LinksTest {
  private static final Path PROJECT = Path.of("");
  private static final Path GUIDES = Path.of("src/site/markdown");

  static List<Path> pages() {
    return Stream.concat(
            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(Path::of),
            Links.filesBelow(GUIDES, ".md").stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) {
    assertThat(Links.broken(page, LinksTest::isThere)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPlaceThatIsLinkedToIsThere(Path page) {
    assertThat(Links.missingPlaces(page)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyFileThatIsNamedIsThere(Path page) {
    assertThat(Links.missingFiles(page, PROJECT)).isEmpty();
  }

  /**
   * Pages that are made of the code come beside the others, and Javadoc, the galleries and pictures
   * below.
   */
  private static boolean isThere(Path target) {
    if (target.startsWith(GUIDES)) {
      var name = GUIDES.relativize(target);
      return Guides.GENERATED.contains(name.toString())
          || name.toString().equals("apidocs/index.html")
          || name.toString().equals("gallery.md")
          || name.toString().equals("gallery/index.html")
          || name.toString().equals("gallery/studies/index.html")
          || (name.startsWith("pictures") && Files.exists(Path.of("simulations").resolve(name)))
          || Files.exists(target);
    }
    return Files.exists(target);
  }

  // The checker itself.

  @Test
  void aLinkToNothingIsFound(@TempDir Path folder) throws IOException {
    var page = folder.resolve("page.md");
    Files.writeString(
        page,
        """
        [there](page.md) [elsewhere](https://example.org/x) [not there](other.md#part)
        <img src="none.png"> `[code](a.md)`
        ```
        [shown](b.md)
        ```
        """);
    assertThat(Links.broken(page, Files::exists))
        .containsExactly(
            page + " links to other.md#part, which is not there",
            page + " links to none.png, which is not there");
  }

  @Test
  void aBuiltPageIsReadToo(@TempDir Path folder) throws IOException {
    var page = folder.resolve("page.html");
    Files.writeString(page, "<a href=\"page.html\">x</a><a href=\"gone.html\">y</a>");
    assertThat(Links.broken(page, Files::exists))
        .containsExactly(page + " links to gone.html, which is not there");
  }

  @Test
  void aPlaceThatIsNotThereIsFound(@TempDir Path folder) throws IOException {
    var page = folder.resolve("page.md");
    Files.writeString(
        page,
        """
        # What's in QEMU, and not
        ```
        # a-comment
        ```
        [here](#whats-in-qemu-and-not) [not](#a-comment) [there](built.html#part) [gone](built.html#no)
        """);
    Files.writeString(folder.resolve("built.html"), "<h2 id=\"part\">x</h2>");
    assertThat(Links.missingPlaces(page))
        .containsExactly(
            page + " links to #a-comment, where no such place is",
            page + " links to built.html#no, where no such place is");
  }

  @Test
  void aFileThatMovedIsFound(@TempDir Path folder) throws IOException {
    var page = folder.resolve("page.md");
    Files.writeString(
        page, "run `conf/actors.conf`, simulations/*.conf and `simulations/gone.conf`.\n");
    assertThat(Links.missingFiles(page, PROJECT))
        .containsExactly(page + " names simulations/gone.conf, which is not there");
  }
}
