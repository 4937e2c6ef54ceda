package swiotlb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The page of the site that shows the gallery with its pictures. */
final class GalleryGuide {
  /** What the gallery's own page says of a report; texts are HTML already. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?s)<h2><a href=\"(?<folder>[^\"/]+)/index\\.html\">(?<title>.*?)</a></h2>\\s*"
              + "(?:<p class=\"about\">(?<about>.*?)</p>\\s*)?<p><strong>(?<verdict>.*?)</strong>");

  /** The picture of a report that says most, if it has it. */
  private static final List<String> PICTURES = List.of("used-slots-at-first.svg", "used-slots.svg");

  private GalleryGuide() {}

  /**
   * The page as Markdown.
   *
   * @param gallery its folder, which has the page {@code index.html}
   * @param traced reports beside which the page of a trace lies
   */
  static String page(Path gallery, List<String> traced) throws IOException {
    var page = new StringBuilder(4096);
    page.append(
        """
        # Gallery

        Reports as `run --report` and `measure --report` write them, and traces as `trace page` draws them: each a page that
        needs nothing else. A picture here shows slots in use over time, and leads to the report. What
        each scenario is about, and what to look for, stands in its file.

        - [All reports by what they came to](gallery/index.html)
        - [Reports of the study static or dynamic](gallery/studies/index.html), each of four machines side by side

        """);
    var entries = ENTRY.matcher(Files.readString(gallery.resolve("index.html"))).results();
    for (var entry : entries.toList()) {
      page.append(entry(gallery, entry, traced));
    }
    return page.toString();
  }

  private static String entry(Path gallery, MatchResult entry, List<String> traced) {
    var folder = entry.group(1);
    var about = Optional.ofNullable(entry.group(3)).map(text -> text + ".").orElse("");
    var report = "gallery/" + folder + "/index.html";
    var trace =
        traced.contains(folder)
            ? " [Its trace as a page](gallery/" + folder + "/" + Gallery.TRACE + ")."
            : "";
    return "## "
        + entry.group(2)
        + "\n\n"
        + about
        + " **"
        + entry.group(4)
        + ".** [Its report]("
        + report
        + ")."
        + trace
        + "\n\n"
        + picture(gallery.resolve(folder))
            .map(
                name ->
                    "[![%s: slots in use over time](gallery/%s/%s)](%s)\n\n"
                        .formatted(entry.group(2), folder, name, report))
            .orElse("");
  }

  private static Optional<String> picture(Path folder) {
    return PICTURES.stream().filter(name -> Files.exists(folder.resolve(name))).findFirst();
  }
}
