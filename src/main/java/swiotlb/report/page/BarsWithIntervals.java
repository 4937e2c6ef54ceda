package swiotlb.report.page;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.category.CategoryDataset;
import swiotlb.input.Text;

/** Horizontal bars with their values behind them, and the intervals of those that have one. */
final class BarsWithIntervals extends BarRenderer {
  private static final long serialVersionUID = 1;
  private static final Font VALUES = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Color INK = new Color(0x1a2029);

  private final transient Part.Bars chart;
  private final transient Axis.Scale along;

  BarsWithIntervals(Part.Bars chart, Axis.Scale along) {
    this.chart = chart;
    this.along = along;
  }

  @Override
  public void drawItem(
      Graphics2D graphics,
      CategoryItemRendererState state,
      Rectangle2D area,
      CategoryPlot plot,
      CategoryAxis names,
      ValueAxis numbers,
      CategoryDataset data,
      int row,
      int column,
      int pass) {
    super.drawItem(graphics, state, area, plot, names, numbers, data, row, column, pass);
    var bar = chart.bars().get(column);
    var middle = names.getCategoryMiddle(column, data.getColumnCount(), area, RectangleEdge.LEFT);
    var low = at(bar.low(), numbers, area);
    var high = at(bar.high(), numbers, area);
    graphics.setPaint(INK);
    if (bar.low() < bar.high()) {
      graphics.fill(new Rectangle2D.Double(low, middle - 1, high - low, 2));
    }
    graphics.setFont(VALUES);
    // Beside the bar, and on the other side of nothing if the bar is below it.
    var end = Math.max(Math.max(high, at(bar.value(), numbers, area)), at(0, numbers, area));
    graphics.drawString(Text.onOneLine(bar.shown()), (float) end + 6, (float) middle + 5);
  }

  private double at(double value, ValueAxis numbers, Rectangle2D area) {
    return numbers.valueToJava2D(value / along.divisor(), area, RectangleEdge.BOTTOM);
  }
}
