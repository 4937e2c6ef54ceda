package swiotlb.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/**
 * What pages for a browser have in common: each is one file, runs its own script and uses its own
 * style, and loads nothing.
 */
public final class WebPage {
  private static final String LIBRARY = "/META-INF/resources/webjars/uplot/";

  private WebPage() {}

  /**
   * A text from the class path.
   *
   * @param of beside which class it lies, unless its name begins with a slash
   * @throws FileNotFoundException if it is not there
   */
  public static String resource(Class<?> of, String name) throws IOException {
    try (var in = of.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is missing in the program");
      }
      // Browsers read every line break as this one, and hash the text so.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }

  /** The script of the library that draws charts. */
  public static String chartScript() throws IOException {
    return ofLibrary("dist/uPlot.iife.min.js");
  }

  /** Its style. */
  public static String chartStyle() throws IOException {
    return ofLibrary("dist/uPlot.min.css");
  }

  /** Its licence. */
  public static String chartLicence() throws IOException {
    return ofLibrary("LICENSE");
  }

  private static String ofLibrary(String file) throws IOException {
    return resource(WebPage.class, LIBRARY + libraryVersion() + "/" + file);
  }

  private static String libraryVersion() throws IOException {
    var file = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    try (var in = WebPage.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file + " is missing in the program");
      }
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    }
  }

  /** A Content-Security-Policy: this script runs, this style is used, and nothing is loaded. */
  public static String policy(String script, String style) {
    return "default-src 'none'; script-src '%s'; style-src '%s'; img-src data:; base-uri 'none'; form-action 'none'"
        .formatted(hash(script), hash(style));
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

  /** A text as it stands between tags or within quotes, where nothing of it is markup. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
