package swiotlb.report.page;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jfree.chart.JFreeChart;

/**
 * Pictures of the charts of a report for slides: PNG, and SVG that can be made larger. Drawn
 * without a screen.
 */
public final class Pictures {
  /** Of a picture, in the units of SVG. */
  static final int WIDTH = 960;

  static final int HEIGHT = 480;
  private static final int SCALE = 2;
  private static final String HEADLESS = "java.awt.headless";

  private Pictures() {}

  /**
   * What was drawn.
   *
   * @param files by their names
   * @param problem why there are none, or not all, as a sentence; or empty
   */
  public record Drawn(Map<String, byte[]> files, String problem) {
    /** No picture. */
    public static final Drawn NONE = new Drawn(Map.of(), "");
  }

  /** What the pictures of a chart are called. */
  public static List<String> filesOf(Part.Chart chart) {
    return List.of(chart.name() + ".svg", chart.name() + ".png");
  }

  /**
   * Draws all charts. A Java without the means to draw (its graphics, or fonts of the machine) is
   * told of, and no error: the page holds all numbers.
   */
  public static Drawn of(Report report) {
    if (System.getProperty(HEADLESS) == null) {
      System.setProperty(HEADLESS, "true"); // Else a screen is looked for, if its address is set.
    }
    return of(report, chart -> Drawings.of(chart));
  }

  static Drawn of(Report report, Function<Part.Chart, JFreeChart> drawings) {
    var files = new LinkedHashMap<String, byte[]>();
    try {
      for (var chart : report.charts()) {
        var drawing = drawings.apply(chart);
        var names = filesOf(chart);
        files.put(names.get(0), svg(drawing));
        files.put(names.get(1), png(drawing));
      }
      return new Drawn(files, "");
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      return new Drawn(
          files,
          "pictures for slides are left out, since this Java cannot draw (%s); install fonts and a Java with java.desktop, on Debian: fontconfig, fonts-dejavu-core, libfreetype6"
              .formatted(e));
    }
  }

  private static byte[] png(JFreeChart drawing) throws IOException {
    var image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(SCALE, SCALE);
    drawing.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    // In memory: a cache in a file would be deleted by a hook, which a program that ends refuses.
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("this Java writes no PNG");
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] svg(JFreeChart drawing) throws IOException {
    var graphics = new VectorGraphics2D();
    drawing.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    CommandSequence commands = graphics.getCommands();
    var bytes = new ByteArrayOutputStream();
    new SVGProcessor().getDocument(commands, new PageSize(0, 0, WIDTH, HEIGHT)).writeTo(bytes);
    return bytes.toByteArray();
  }
}
