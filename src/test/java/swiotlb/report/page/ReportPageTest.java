package swiotlb.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {
  private static final Pattern TAG = Pattern.compile("<([a-z][a-z0-9]*)");
  private static final Set<String> OUR_TAGS =
      Set.of(
          "html",
          "head",
          "meta",
          "title",
          "style",
          "body",
          "noscript",
          "p",
          "h1",
          "h2",
          "h3",
          "header",
          "main",
          "section",
          "figure",
          "figcaption",
          "div",
          "output",
          "details",
          "summary",
          "table",
          "caption",
          "thead",
          "tbody",
          "tr",
          "th",
          "td",
          "small",
          "svg",
          "rect",
          "pre",
          "a",
          "footer",
          "script",
          "ul",
          "li",
          "strong");

  private static String page(String text) throws IOException {
    return ReportPage.of(Samples.of(text), Set.of(), "1.0");
  }

  /** Of what is not script or style. */
  private static String markup(String page) {
    return page.replaceAll("(?s)<style>.*?</style>", "").replaceAll("(?s)<script>.*?</script>", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)\" x=\"",
        "' autofocus onfocus='alert(1)",
        "]]></style><b>",
        "<!-- --> %s %n {{data}} $1 \\",
        "a & b &lt;i&gt;"
      })
  void noTextBecomesMarkup(String text) throws IOException {
    var hostile = markup(page(text));
    var plain = markup(page("text"));
    assertThat(TAG.matcher(hostile).results().map(tag -> tag.group(1)).toList())
        .isEqualTo(TAG.matcher(plain).results().map(tag -> tag.group(1)).toList())
        .allMatch(OUR_TAGS::contains);
    assertThat(hostile.replaceAll("\"[^\"]*\"", "")).doesNotContainPattern("<[^>]* on[a-z]+=");
  }

  @Test
  void charactersThatTurnTextAroundAreShownAsSuch() throws IOException {
    assertThat(page("a\u202eb\u2066c\u0000d\u001b[31me"))
        .contains("a\uFFFDb\uFFFDc\uFFFDd\uFFFD[31me")
        .doesNotContainPattern("[\\u202a-\\u202e\\u2066-\\u2069\\u0000\\u001b]");
  }

  @Test
  void aListingKeepsItsLines() throws IOException {
    var report =
        new Report(
            "t",
            "k",
            "",
            new Report.Answer(Report.Tone.GOOD, "v", List.of()),
            List.of(
                new Report.Section(
                    "s", List.of(new Part.Listing("c", "one\r\n\ttwo <b>\n", true)))));
    assertThat(ReportPage.of(report, Set.of(), "1")).contains(">one\n\ttwo &lt;b&gt;\n</pre>");
  }

  @Test
  void theSameReportIsTheSamePage() throws IOException {
    assertThat(page("text")).isEqualTo(page("text"));
  }

  @Test
  void itRunsNoScriptButItsOwnAndLoadsNothing() throws IOException {
    assertThat(page("text"))
        .containsPattern(
            "Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data:;")
        .doesNotContainPattern("(src|href)=\"?(https?:)?//");
    assertThat(markup(page("text"))).doesNotContain(" style=");
  }

  @Test
  void theAnswerStandsBeforeAllElse() throws IOException {
    var page = markup(page("text"));
    assertThat(page.indexOf("class=\"answer bad\""))
        .isPositive()
        .isLessThan(page.indexOf("<figure"));
  }

  @Test
  void everyChartHasItsNumbersAsATable() throws IOException {
    var figures = markup(page("text")).split("<figure>");
    assertThat(figures).hasSize(5);
    for (var i = 1; i < figures.length; i++) {
      assertThat(figures[i]).contains("<caption", "<th scope=\"row\"");
    }
    assertThat(figures[1])
        .contains("<td class=\"n\">1 <small>(0.5 to 1.5)</small></td>")
        .contains("<td class=\"n\">\u2013");
  }

  @Test
  void aLongTableTellsTheGreatestOfEachGroup() {
    var table = ChartTable.of(Samples.line(1000));
    assertThat(table.rows()).hasSize(100);
    assertThat(table.rows().get(0).get(1).text()).isEqualTo("6");
    assertThat(table.note()).startsWith("Of each 10 moments");
  }

  /** A curve over what was varied has no moments, and a mean that is the same again is a result. */
  @Test
  void everyPlaceOfACurveIsInItsTable() {
    var table = ChartTable.of(Samples.curve(3, 5.0));
    assertThat(table.rows()).hasSize(3);
    assertThat(table.note()).isEmpty();
    assertThat(ChartTable.of(Samples.curve(1000, 5.0)).note()).startsWith("Of each 10 places");
  }

  @Test
  void picturesAreNamedOnlyWhereTheyLieBesideIt() throws IOException {
    assertThat(page("text")).doesNotContain(".png\"");
    var page = ReportPage.of(Samples.of("text"), Set.of("lines.png", "bars.svg"), "1");
    assertThat(page).contains("<a href=\"lines.png\">PNG</a>", "<a href=\"bars.svg\">SVG</a>");
    assertThat(ReportPage.filesOf(page)).containsExactlyInAnyOrder("lines.png", "bars.svg");
  }

  @Test
  void otherPagesNameNoPictures() {
    assertThat(ReportPage.filesOf("<!DOCTYPE html><!-- files: a.png -->")).isEmpty();
    assertThat(ReportPage.filesOf("")).isEmpty();
  }

  @Test
  void aGalleryLeadsToItsReports() throws IOException {
    var page =
        GalleryPage.of("All", List.of(new GalleryPage.Entry("one", Samples.of("</a><b>"))), "1.0");
    assertThat(page)
        .startsWith(ReportPage.BEGIN)
        .contains("<a href=\"one/index.html\">&lt;/a&gt;&lt;b&gt;</a>");
    assertThatThrownBy(() -> new GalleryPage.Entry("../x", Samples.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partsThatDoNotFitTogetherAreRefused() {
    assertThatThrownBy(
            () ->
                new Part.Table("t", List.of(Part.Column.words("a")), List.of(List.of()), "", false))
        .hasMessage("t: a row of 0 cells in a table of 1 columns");
    assertThatThrownBy(() -> new Part.Bars("../x", "", "", Axis.of("", ""), List.of()))
        .hasMessageContaining("write small letters, digits and dashes");
    assertThatThrownBy(
            () ->
                new Part.Lines(
                    "l",
                    "",
                    "",
                    Axis.of("", ""),
                    Axis.of("", ""),
                    List.of(1.0),
                    List.of(Part.Series.of("s", Part.Series.Style.LINE, List.of())),
                    List.of()))
        .hasMessage("l: s has not one number for each of 1");
    assertThatThrownBy(
            () ->
                new Part.Heat(
                    "h",
                    "",
                    "",
                    Axis.of("", ""),
                    1,
                    Axis.of("", ""),
                    List.of("a", "b"),
                    List.of(List.of(1.0), List.of())))
        .hasMessageContaining("rows of different lengths");
  }
}
