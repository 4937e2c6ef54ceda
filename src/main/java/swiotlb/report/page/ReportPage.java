package swiotlb.report.page;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import swiotlb.input.WebPage;

/**
 * A report as one page for a browser. It loads nothing and runs no script but its own. The same
 * report gives the same bytes.
 */
public final class ReportPage {
  /** Begins every page, by which a page can be told from other files. */
  public static final String BEGIN = "<!DOCTYPE html><!-- swiotlb-sim: report";

  private static final Pattern FILES = Pattern.compile("^ files: ([a-z0-9. -]*) -->");
  private static final String END_OF_BEGIN = ";";

  private final Report report;
  private final Set<String> pictures;
  private final String version;

  private ReportPage(Report report, Set<String> pictures, String version) {
    this.report = report;
    this.pictures = new TreeSet<>(pictures);
    this.version = version;
  }

  /**
   * The text of the page.
   *
   * @param pictures names of files that lie beside it, as {@link Pictures} calls them
   * @param version of the program
   * @throws IOException if a part of the program is missing
   */
  public static String of(Report report, Set<String> pictures, String version) throws IOException {
    return new ReportPage(report, pictures, version).page();
  }

  /** Pictures of which a page says that they lie beside it; none if it is no page of a report. */
  public static Set<String> filesOf(String page) {
    if (!page.startsWith(BEGIN + END_OF_BEGIN)) {
      return Set.of();
    }
    var files = FILES.matcher(page.substring((BEGIN + END_OF_BEGIN).length()));
    return files.lookingAt() && !files.group(1).isBlank()
        ? Set.of(files.group(1).strip().split(" +"))
        : Set.of();
  }

  private String page() throws IOException {
    var body = new Markup();
    header(body);
    report.sections().forEach(section -> section(body, section));
    footer(body);
    return Page.of(
        BEGIN + END_OF_BEGIN + " files: " + String.join(" ", pictures) + " -->",
        report.title() + ": " + report.kind(),
        body.toString(),
        ChartData.of(report));
  }

  private void header(Markup out) {
    var answer = report.answer();
    out.raw("<header>\n<p class=\"kind\">").text(report.kind()).raw("</p>\n");
    out.element("h1", report.title());
    if (!report.about().isBlank()) {
      out.element("p class=\"about\"", report.about());
    }
    out.raw("</header>\n<main>\n<section class=\"answer " + Markup.classOf(answer.tone()));
    out.raw("\" aria-label=\"The answer\">\n").element("h2", answer.verdict());
    answer.sentences().forEach(sentence -> out.element("p", sentence));
    out.raw("</section>\n");
  }

  private void section(Markup out, Report.Section section) {
    out.raw("<section>\n").element("h2", section.title());
    section.parts().forEach(part -> part(out, part));
    out.raw("</section>\n");
  }

  private void part(Markup out, Part part) {
    if (part instanceof Part.Words words) {
      words.paragraphs().forEach(paragraph -> out.element("p", paragraph));
    } else if (part instanceof Part.Heading heading) {
      out.element("h3", heading.text());
    } else if (part instanceof Part.Listing listing) {
      listing(out, listing);
    } else if (part instanceof Part.Table table) {
      table(out, table);
    } else if (part instanceof Part.Links links) {
      links(out, links);
    } else if (part instanceof Part.Sequences sequences) {
      sequences(out, sequences);
    } else if (part instanceof Part.Chart chart) {
      chart(out, chart);
    }
  }

  private static void links(Markup out, Part.Links links) {
    out.raw("<ul class=\"files\">\n");
    for (var link : links.links()) {
      out.raw("<li><a href=\"" + link.file() + "\">").text(link.text()).raw("</a></li>\n");
    }
    out.raw("</ul>\n");
  }

  private static void sequences(Markup out, Part.Sequences sequences) {
    out.element("h3", sequences.caption()).raw("<div class=\"sequences\">\n");
    for (var one : sequences.diagrams()) {
      out.raw("<figure><figcaption>").element("h4", one.caption()).element("p", one.summary());
      out.raw("</figcaption>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
          .text(one.caption())
          .raw("\">" + one.markup() + "</div></figure>\n");
    }
    out.raw("</div>\n");
  }

  private static void listing(Markup out, Part.Listing listing) {
    fold(out, listing.isFolded(), listing.caption());
    if (!listing.isFolded()) {
      out.element("h3", listing.caption());
    }
    out.raw("<div class=\"listing\"><pre tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(listing.caption())
        .raw("\">")
        .lines(listing.text())
        .raw("</pre></div>\n");
    unfold(out, listing.isFolded());
  }

  private static void table(Markup out, Part.Table table) {
    fold(out, table.isFolded(), table.caption());
    out.table(table.caption(), table.columns(), table.rows());
    if (!table.note().isEmpty()) {
      out.element("p class=\"note\"", table.note());
    }
    unfold(out, table.isFolded());
  }

  private static void fold(Markup out, boolean isFolded, String caption) {
    if (isFolded) {
      out.raw("<details>").element("summary", caption);
    }
  }

  private static void unfold(Markup out, boolean isFolded) {
    if (isFolded) {
      out.raw("</details>\n");
    }
  }

  private void chart(Markup out, Part.Chart chart) {
    var numbers = ChartTable.of(chart);
    out.raw("<figure>\n<figcaption>").element("h3", chart.caption());
    if (!chart.summary().isEmpty()) {
      out.element("p", chart.summary());
    }
    out.raw("</figcaption>\n");
    if (chart instanceof Part.Bars bars) {
      BarRows.write(out, bars);
      links(out, chart);
      out.raw("</figure>\n");
      return;
    }
    out.raw("<div class=\"plot\" data-chart=\"" + chart.name() + "\" role=\"img\" aria-label=\"")
        .text(chart.caption() + ". " + chart.summary() + " The numbers are in the table below.")
        .raw("\"></div>\n<output class=\"here\" aria-hidden=\"true\"></output>\n");
    links(out, chart);
    out.raw("<details class=\"numbers\"><summary>The numbers of this chart</summary>\n")
        .table(chart.caption(), numbers.columns(), numbers.rows());
    if (!numbers.note().isEmpty()) {
      out.element("p class=\"note\"", numbers.note());
    }
    out.raw("</details>\n</figure>\n");
  }

  private void links(Markup out, Part.Chart chart) {
    var links =
        Pictures.filesOf(chart).stream()
            .filter(pictures::contains)
            .map(
                file ->
                    "<a href=\"%s\">%s</a>".formatted(file, file.endsWith(".svg") ? "SVG" : "PNG"))
            .collect(Collectors.joining(" "));
    if (!links.isEmpty()) {
      out.raw("<p class=\"links\">For slides: " + links + "</p>\n");
    }
  }

  private void footer(Markup out) throws IOException {
    out.raw("</main>\n<footer>\n<p>Made by swiotlb-sim ")
        .text(version)
        .raw(". This page needs nothing else and asks nobody.</p>\n")
        .raw("<details><summary>Charts are drawn by uPlot, under the MIT licence</summary><pre>")
        .lines(WebPage.chartLicence())
        .raw("</pre></details>\n</footer>\n");
  }
}
