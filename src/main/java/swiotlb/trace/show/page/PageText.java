package swiotlb.trace.show.page;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import swiotlb.input.WebPage;

/**
 * Puts a page together: markup, style, script and chart library from the class path, with what the
 * page holds. The page may run this script and use this style, and nothing else; it may load
 * nothing.
 */
final class PageText {
  /** Begins every page, by which a page can be told from other files. */
  static final String BEGIN = "<!DOCTYPE html><!-- swiotlb-sim: trace page -->";

  private static final List<String> SCRIPTS =
      List.of(
          "units",
          "unpack",
          "actors",
          "slices",
          "words",
          "chart",
          "view",
          "canvas",
          "strips",
          "panel",
          "tree",
          "tip",
          "controls",
          "hook",
          "page");

  private PageText() {}

  static void write(Pack pack, OutputStream out) throws IOException {
    var style = WebPage.chartStyle() + read("page.css");
    var script = script(WebPage.chartScript());
    var text =
        read("page.html")
            .replace("{{begin}}", BEGIN)
            .replace("{{policy}}", WebPage.policy(script, style))
            .replace("{{licence}}", WebPage.escaped(WebPage.chartLicence()))
            .replace("{{style}}", style)
            .replace("{{script}}", script);
    var mark = "{{data}}";
    var place = text.indexOf(mark);
    out.write(text.substring(0, place).getBytes(StandardCharsets.UTF_8));
    pack.writeTo(out);
    out.write(text.substring(place + mark.length()).getBytes(StandardCharsets.UTF_8));
  }

  /** One function, so that its names meet nobody else's. */
  private static String script(String library) throws IOException {
    var script = new StringBuilder(library).append("\n(() => {\n'use strict';\n");
    for (var file : SCRIPTS) {
      script.append(read(file + ".js"));
    }
    return script.append("})();\n").toString();
  }

  private static String read(String resource) throws IOException {
    return WebPage.resource(PageText.class, resource);
  }
}
