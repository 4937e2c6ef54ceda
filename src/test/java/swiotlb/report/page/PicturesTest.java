package swiotlb.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class PicturesTest {

  @Test
  void everyChartIsDrawnTwice() throws IOException {
    var drawn = Pictures.of(Samples.of("text"));
    assertThat(drawn.problem()).isEmpty();
    assertThat(drawn.files().keySet())
        .containsExactly(
            "lines.svg",
            "lines.png",
            "places.svg",
            "places.png",
            "bars.svg",
            "bars.png",
            "heat.svg",
            "heat.png");
    for (var file : drawn.files().entrySet()) {
      if (file.getKey().endsWith(".png")) {
        var image = ImageIO.read(new ByteArrayInputStream(file.getValue()));
        assertThat(image.getWidth()).as(file.getKey()).isEqualTo(2 * Pictures.WIDTH);
      }
    }
  }

  @Test
  void noTextBecomesMarkup() throws Exception {
    var drawn = Pictures.of(Samples.of("</text><script>alert(1)</script>\u202e\u0000"));
    for (var name : List.of("lines.svg", "bars.svg", "heat.svg")) {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      var svg =
          factory.newDocumentBuilder().parse(new ByteArrayInputStream(drawn.files().get(name)));
      assertThat(svg.getElementsByTagName("script").getLength()).isZero();
      assertThat(svg.getDocumentElement().getTextContent()).contains("</text><script>");
      assertThat(new String(drawn.files().get(name), StandardCharsets.UTF_8))
          .doesNotContain("\u202e");
    }
  }

  /** An interval that is cut looks narrower than it is; bars of one name are two. */
  @Test
  void wideIntervalsAndEqualNamesFitIn() {
    var drawing =
        Drawings.of(
            new Part.Bars(
                "bars",
                "bars",
                "",
                Axis.of("difference", "%"),
                List.of(
                    new Part.Bar("same", 2, -30, 40, "+2 %"),
                    new Part.Bar("same", -1, -2, -0.5, "-1 %"))));
    var plot = drawing.getCategoryPlot();
    assertThat(plot.getDataset().getColumnCount()).isEqualTo(2);
    assertThat(plot.getRangeAxis().getRange().getLowerBound()).isLessThan(-30);
    assertThat(plot.getRangeAxis().getRange().getUpperBound()).isGreaterThan(40);
    assertThat(Drawings.of(new Part.Bars("none", "", "", Axis.of("", ""), List.of()))).isNotNull();
  }

  @Test
  void theSameReportGivesTheSamePictures() {
    var once = Pictures.of(Samples.of("text")).files();
    var again = Pictures.of(Samples.of("text")).files();
    once.forEach((name, bytes) -> assertThat(again.get(name)).as(name).isEqualTo(bytes));
  }

  /** Nothing but what was drawn; no picture of half a chart. */
  @Test
  void whatCannotBeDrawnIsToldOf() {
    var drawn =
        Pictures.of(
            Samples.of("text"),
            chart -> {
              throw new NoClassDefFoundError("java.awt");
            });
    assertThat(drawn.files()).isEmpty();
    assertThat(drawn.problem()).contains("left out", "java.awt", "fontconfig");
  }
}
