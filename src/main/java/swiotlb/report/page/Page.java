package swiotlb.report.page;

import java.io.IOException;
import swiotlb.input.WebPage;

/** A page around its body: head, style, script, policy. */
final class Page {
  private static final String FRAME =
      """
      %s
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="%s">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="color-scheme" content="light dark">
      <title>%s</title>
      <style>%s</style>
      </head>
      <body>
      <noscript><p class="note">Scripts are switched off, which draw the charts; their numbers are in the tables.</p></noscript>
      %s<script id="charts" type="application/json">%s</script>
      <script>%s</script>
      </body>
      </html>
      """;

  private Page() {}

  /**
   * A page.
   *
   * @param begin its first line
   * @param title as it is; made harmless here
   * @param body markup
   * @param data JSON without anything that is markup
   */
  static String of(String begin, String title, String body, String data) throws IOException {
    var style = WebPage.chartStyle() + WebPage.resource(Page.class, "report.css");
    var script =
        WebPage.chartScript()
            + "\n(() => {\n'use strict';\n"
            + WebPage.resource(Page.class, "lines.js")
            + WebPage.resource(Page.class, "heat.js")
            + WebPage.resource(Page.class, "report.js")
            + "})();\n";
    return FRAME.formatted(
        begin, WebPage.policy(script, style), Markup.safe(title), style, body, data, script);
  }
}
