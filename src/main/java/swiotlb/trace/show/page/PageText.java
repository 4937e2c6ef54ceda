package swiotlb.trace.show.page;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/**
 * Puts a page together: markup, style, script and chart library from the class path, with what the
 * page holds. The page may run this script and use this style, and nothing else; it may load
 * nothing.
 */
final class PageText {
  /** Begins every page, by which a page can be told from other files. */
  static final String BEGIN = "<!DOCTYPE html><!-- swiotlb-sim: trace page -->";

  private static final String LIBRARY = "/META-INF/resources/webjars/uplot/";
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
    var library = LIBRARY + libraryVersion();
    var style = read(library + "/dist/uPlot.min.css") + read("page.css");
    var script = script(read(library + "/dist/uPlot.iife.min.js"));
    var policy =
        "default-src 'none'; script-src '%s'; style-src '%s'; img-src data:; base-uri 'none'; form-action 'none'"
            .formatted(hash(script), hash(style));
    var text =
        read("page.html")
            .replace("{{begin}}", BEGIN)
            .replace("{{policy}}", policy)
            .replace("{{licence}}", escaped(read(library + "/LICENSE")))
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

  private static String libraryVersion() throws IOException {
    var file = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    try (var in = PageText.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file + " is missing in the program");
      }
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    }
  }

  private static String read(String resource) throws IOException {
    try (var in = PageText.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is missing in the program");
      }
      // Browsers read every line break as this one, and hash the text so.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }

  private static String hash(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
