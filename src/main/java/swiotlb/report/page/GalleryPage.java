package swiotlb.report.page;

import java.io.IOException;
import java.util.List;

/** A page that leads to reports, and says of each what it came to. */
public final class GalleryPage {
  private static final String BEGIN = ReportPage.BEGIN + "; files:  -->";

  private GalleryPage() {}

  /**
   * A report of a gallery.
   *
   * @param folder in which its page lies, below that of the gallery: letters, digits, dots, dashes
   *     and underscores
   */
  public record Entry(String folder, Report report) {
    /**
     * As it is.
     *
     * @throws IllegalArgumentException if the folder has another name
     */
    public Entry {
      if (!folder.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException("a folder named '" + folder + "'");
      }
    }
  }

  /**
   * The text of the page.
   *
   * @param title of all
   * @param version of the program
   * @throws IOException if a part of the program is missing
   */
  public static String of(String title, List<Entry> entries, String version) throws IOException {
    var body = new Markup();
    body.raw("<header>\n").element("h1", title).raw("</header>\n<main>\n<ul class=\"reports\">\n");
    for (var entry : entries) {
      var report = entry.report();
      var answer = report.answer();
      body.raw("<li class=\"" + Markup.classOf(answer.tone()) + "\"><h2><a href=\"")
          .raw(entry.folder() + "/index.html\">")
          .text(report.title())
          .raw("</a></h2>\n");
      if (!report.about().isBlank()) {
        body.element("p class=\"about\"", report.about());
      }
      body.raw("<p><strong>").text(answer.verdict()).raw("</strong> ");
      body.text(answer.sentences().stream().findFirst().orElse("")).raw("</p></li>\n");
    }
    body.raw("</ul>\n</main>\n<footer><p>Made by swiotlb-sim ").text(version);
    return Page.of(BEGIN, title, body.raw(".</p></footer>\n").toString(), "{}");
  }
}
