package swiotlb.report.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYStepAreaRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.DefaultXYZDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import swiotlb.input.Text;

/** Charts as JFreeChart draws them: dark on white, for slides. */
final class Drawings {
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
  private static final Color INK = new Color(0x1a2029);
  private static final Color FAINT = new Color(0x59636f);
  private static final Color GRID = new Color(0xdde2e8);
  private static final int SHADES = 64;

  /** Beside bars, in parts of what they take. */
  private static final double MARGIN = 0.05;

  /** For values behind bars. */
  private static final double ROOM = 0.2;

  /** Of a small one, in the units of pictures; about. */
  private static final double CHARACTER = 7;

  private static final int[] HEAT = {0xeef2f7, 0xe39a3b, 0x7d1128};
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x1f6fb8),
          INK,
          new Color(0xb8452a),
          new Color(0x1d7f5f),
          new Color(0x7c4a9e),
          new Color(0x8a6a00));
  private static final float[][] DASHES = {{}, {7, 4}, {2, 3}, {10, 3, 2, 3}, {4, 4}, {1, 5}};

  static {
    // Upright texts as texts: their outlines come out grey as SVG.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private Drawings() {}

  static JFreeChart of(Part.Chart chart) {
    if (chart instanceof Part.Lines lines) {
      return finished(chart, of(lines), true);
    } else if (chart instanceof Part.Bars bars) {
      return finished(chart, of(bars), false);
    }
    var heat = (Part.Heat) chart;
    var drawing = finished(chart, of(heat), false);
    drawing.addSubtitle(legend(heat));
    drawing.getPlot().setBackgroundPaint(shadeAt(0));
    return drawing;
  }

  private static JFreeChart finished(Part.Chart chart, Plot plot, boolean hasLegend) {
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    var drawing = new JFreeChart(null, TITLE, plot, hasLegend);
    var title = new TextTitle(Text.onOneLine(chart.caption()), TITLE);
    title.setPaint(INK);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    title.setPadding(4, 8, 8, 8);
    drawing.setTitle(title);
    drawing.setBackgroundPaint(Color.WHITE);
    drawing.setPadding(new RectangleInsets(6, 6, 6, 14));
    if (drawing.getLegend() != null) {
      drawing.getLegend().setItemFont(PLAIN);
      drawing.getLegend().setItemPaint(INK);
      drawing.getLegend().setFrame(BlockBorder.NONE);
    }
    return drawing;
  }

  // Lines.

  private static XYPlot of(Part.Lines chart) {
    var across = Scales.across(chart);
    var up = Scales.up(chart);
    var plot =
        new XYPlot(
            null, axis(chart.across(), across, chart.x().size()), axis(chart.up(), up, 0), null);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    // Each line has a renderer of its own; the first one lies below.
    for (var i = 0; i < chart.series().size(); i++) {
      var line = chart.series().get(i);
      plot.setDataset(i, points(chart, line, across, up));
      plot.setRenderer(i, renderer(line, i, chart.x().size()));
    }
    addMarks(chart, across, plot);
    return plot;
  }

  private static YIntervalSeriesCollection points(
      Part.Lines chart, Part.Series line, Axis.Scale across, Axis.Scale up) {
    var points = new YIntervalSeries(Text.onOneLine(line.name()), false, true);
    for (var i = 0; i < chart.x().size(); i++) {
      if (isWithinStep(line, i)) {
        continue; // Of one stroke, so that its dashes are seen.
      }
      var value = line.values().get(i) / up.divisor();
      points.add(
          chart.x().get(i) / across.divisor(),
          value,
          line.hasIntervals() ? line.low().get(i) / up.divisor() : value,
          line.hasIntervals() ? line.high().get(i) / up.divisor() : value);
    }
    var all = new YIntervalSeriesCollection();
    all.addSeries(points);
    return all;
  }

  private static boolean isWithinStep(Part.Series line, int i) {
    var values = line.values();
    return line.style() != Part.Series.Style.LINE
        && i > 0
        && i < values.size() - 1
        && values.get(i).equals(values.get(i - 1))
        && values.get(i).equals(values.get(i + 1));
  }

  private static XYItemRenderer renderer(Part.Series line, int i, int points) {
    var colour = COLOURS.get(i % COLOURS.size());
    var dash = DASHES[i % DASHES.length];
    XYItemRenderer renderer;
    if (line.style() == Part.Series.Style.SURFACE) {
      var surface = new XYStepAreaRenderer(XYStepAreaRenderer.AREA);
      surface.setOutline(true);
      surface.setSeriesOutlinePaint(0, colour);
      surface.setSeriesOutlineStroke(0, new BasicStroke(2));
      renderer = surface;
      colour = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 60);
    } else if (line.style() == Part.Series.Style.STEPS) {
      renderer = new XYStepRenderer();
    } else {
      var bands = new DeviationRenderer(true, points <= 40);
      bands.setAlpha(0.18f);
      bands.setSeriesFillPaint(0, colour);
      bands.setSeriesShape(0, new Ellipse2D.Double(-3.5, -3.5, 7, 7));
      renderer = line.hasIntervals() ? bands : plain(points <= 40);
    }
    renderer.setSeriesPaint(0, colour);
    renderer.setSeriesStroke(
        0,
        dash.length == 0
            ? new BasicStroke(2)
            : new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0));
    return renderer;
  }

  private static XYLineAndShapeRenderer plain(boolean hasDots) {
    var renderer = new XYLineAndShapeRenderer(true, hasDots);
    renderer.setSeriesShape(0, new Ellipse2D.Double(-3.5, -3.5, 7, 7));
    return renderer;
  }

  /** Each as a line; named are those that have room for it. */
  private static void addMarks(Part.Lines chart, Axis.Scale across, XYPlot plot) {
    var last = chart.x().isEmpty() ? 0 : chart.x().get(chart.x().size() - 1);
    var end = Double.NEGATIVE_INFINITY;
    for (var mark : chart.marks()) {
      if (mark.x() > last) {
        continue;
      }
      var marker = marker(mark, across);
      var from = mark.x() / Math.max(1e-9, last) * Pictures.WIDTH;
      if (from > end) {
        end = from + 8 + CHARACTER * mark.text().length();
      } else {
        marker.setLabel(null);
      }
      if (end > Pictures.WIDTH) {
        marker.setLabelAnchor(RectangleAnchor.TOP_LEFT);
        marker.setLabelTextAnchor(TextAnchor.TOP_RIGHT);
      }
      plot.addDomainMarker(marker);
    }
  }

  private static ValueMarker marker(Part.Mark mark, Axis.Scale across) {
    var marker = new ValueMarker(mark.x() / across.divisor());
    marker.setPaint(FAINT);
    marker.setStroke(
        new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {2, 3}, 0));
    marker.setLabel(Text.onOneLine(mark.text()));
    marker.setLabelFont(PLAIN.deriveFont(11f));
    marker.setLabelPaint(FAINT);
    marker.setLabelBackgroundColor(new Color(0, true));
    marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
    marker.setLabelTextAnchor(TextAnchor.TOP_LEFT);
    return marker;
  }

  private static ValueAxis axis(Axis of, Axis.Scale scale, int places) {
    var title = Text.onOneLine(of.title(scale));
    ValueAxis axis;
    if (!of.labels().isEmpty()) {
      axis =
          new SymbolAxis(title, of.labels().stream().map(Text::onOneLine).toArray(String[]::new));
      axis.setRange(-0.3, places - 0.7);
    } else if (of.isLogarithmic()) {
      axis = new LogAxis(title);
    } else {
      var numbers = new NumberAxis(title);
      numbers.setAutoRangeIncludesZero(places == 0);
      axis = numbers;
      axis.setLowerMargin(0);
      axis.setUpperMargin(places == 0 ? 0.08 : 0);
    }
    return dressed(axis);
  }

  private static <A extends org.jfree.chart.axis.Axis> A dressed(A axis) {
    axis.setLabelFont(PLAIN);
    axis.setTickLabelFont(PLAIN);
    axis.setLabelPaint(INK);
    axis.setTickLabelPaint(INK);
    axis.setAxisLinePaint(FAINT);
    return axis;
  }

  // Bars.

  private static CategoryPlot of(Part.Bars chart) {
    var along = Scales.along(chart);
    var bars = new DefaultCategoryDataset();
    for (var bar : chart.bars()) {
      var place = new Place(bars.getColumnCount(), Text.onOneLine(bar.label()));
      bars.addValue(bar.value() / along.divisor(), "", place);
    }
    var names = dressed(new CategoryAxis());
    names.setMaximumCategoryLabelWidthRatio(0.4f);
    var numbers = dressed(new NumberAxis(Text.onOneLine(chart.along().title(along))));
    numbers.setRange(range(Scales.range(chart), along.divisor()));
    var renderer = new BarsWithIntervals(chart, along);
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setSeriesPaint(0, COLOURS.get(0));
    renderer.setMaximumBarWidth(0.1);
    var plot = new CategoryPlot(bars, names, numbers, renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    plot.setRangeGridlinePaint(GRID);
    return plot;
  }

  /** A name in its place; names of two places may be the same. */
  private record Place(int number, String name) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** From the least end of an interval to the greatest, with room for the values behind it. */
  private static Range range(Scales.Range drawn, double divisor) {
    var least = drawn.least() / divisor;
    var most = drawn.most() / divisor;
    var width = most > least ? most - least : 1;
    return new Range(least < 0 ? least - MARGIN * width : least, most + ROOM * width);
  }

  // Heat.

  private static XYPlot of(Part.Heat chart) {
    var across = chart.across().scale(chart.step() * chart.columns());
    var shade = Scales.shade(chart);
    var step = chart.step() / across.divisor();
    var names = new ArrayList<String>();
    chart.rows().forEach(row -> names.add(Text.onOneLine(row)));
    var rows = dressed(new SymbolAxis(null, names.toArray(String[]::new)));
    rows.setGridBandsVisible(false);
    rows.setInverted(true);
    rows.setRange(-0.5, Math.max(0.5, names.size() - 0.5));
    var times = dressed(new NumberAxis(Text.onOneLine(chart.across().title(across))));
    times.setRange(0, Math.max(step, step * chart.columns()));
    var renderer = new XYBlockRenderer();
    renderer.setBlockWidth(step);
    renderer.setBlockHeight(0.92);
    renderer.setPaintScale(scale(Scales.most(chart) / shade.divisor()));
    var plot = new XYPlot(cells(chart, step, shade), times, rows, renderer);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    return plot;
  }

  /** Those with nothing have the colour of the ground. */
  private static DefaultXYZDataset cells(Part.Heat chart, double step, Axis.Scale shade) {
    var cells = new ArrayList<double[]>();
    for (var row = 0; row < chart.rows().size(); row++) {
      for (var column = 0; column < chart.columns(); column++) {
        var value = chart.values().get(row).get(column);
        if (value > 0) {
          cells.add(new double[] {(column + 0.5) * step, row, value / shade.divisor()});
        }
      }
    }
    var all = new DefaultXYZDataset();
    all.addSeries(
        "",
        IntStream.range(0, 3)
            .mapToObj(part -> cells.stream().mapToDouble(cell -> cell[part]).toArray())
            .toArray(double[][]::new));
    return all;
  }

  private static LookupPaintScale scale(double most) {
    var greatest = most > 0 ? most : 1;
    var scale = new LookupPaintScale(0, greatest * 1.0001, shadeAt(1));
    for (var i = 0; i < SHADES; i++) {
      scale.add(greatest * i / SHADES, shadeAt((double) i / (SHADES - 1)));
    }
    return scale;
  }

  private static Color shadeAt(double share) {
    var from = new Color(HEAT[share < 0.5 ? 0 : 1]);
    var to = new Color(HEAT[share < 0.5 ? 1 : 2]);
    var part = share < 0.5 ? share * 2 : share * 2 - 1;
    return new Color(
        mixed(from.getRed(), to.getRed(), part),
        mixed(from.getGreen(), to.getGreen(), part),
        mixed(from.getBlue(), to.getBlue(), part));
  }

  private static int mixed(int from, int to, double part) {
    return (int) Math.round(from + (to - from) * part);
  }

  private static PaintScaleLegend legend(Part.Heat chart) {
    var shade = Scales.shade(chart);
    var most = Scales.most(chart) / shade.divisor();
    var axis = dressed(new NumberAxis(Text.onOneLine(chart.shade().title(shade))));
    axis.setRange(0, most > 0 ? most : 1);
    var legend = new PaintScaleLegend(scale(most), axis);
    legend.setPosition(RectangleEdge.RIGHT);
    legend.setAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
    legend.setPadding(new RectangleInsets(20, 10, 50, 4));
    legend.setBackgroundPaint(Color.WHITE);
    return legend;
  }
}
