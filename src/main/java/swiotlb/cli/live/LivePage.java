package swiotlb.cli.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import swiotlb.input.WebPage;

/**
 * The page itself: one file, which holds its script and its style and asks for nothing but what it
 * is to show.
 */
final class LivePage {
  /** Of the pages of traces, whose looks it shares. */
  private static final String OF_TRACES = "/swiotlb/trace/show/page/";

  private static final List<String> SCRIPTS =
      List.of(
          OF_TRACES + "units.js",
          OF_TRACES + "view.js",
          OF_TRACES + "slices.js",
          OF_TRACES + "words.js",
          "table.js",
          "map.js",
          "chart.js",
          "run.js",
          "work.js",
          "live.js");

  private final byte[] bytes;
  private final String policy;

  private LivePage(byte[] bytes, String policy) {
    this.bytes = bytes;
    this.policy = policy;
  }

  /** All of it, in UTF-8. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** The Content-Security-Policy by which it is shown. */
  String policy() {
    return policy;
  }

  /** Put together. */
  static LivePage make() {
    try {
      var style = read(OF_TRACES + "page.css") + read("live.css");
      var script = new StringBuilder("(() => {\n'use strict';\n");
      for (var file : SCRIPTS) {
        script.append(read(file));
      }
      script.append("})();\n");
      var text =
          read("live.html").replace("{{style}}", style).replace("{{script}}", script.toString());
      var policy =
          WebPage.policy(script.toString(), style) + "; connect-src 'self'; frame-ancestors 'none'";
      return new LivePage(text.getBytes(StandardCharsets.UTF_8), policy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String resource) throws IOException {
    return WebPage.resource(LivePage.class, resource);
  }
}
