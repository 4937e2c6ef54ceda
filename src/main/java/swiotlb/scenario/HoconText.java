package swiotlb.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import swiotlb.input.ScenarioException;
import swiotlb.input.Text;

/**
 * The text of a scenario with all that it includes, within limits. Names of included files count
 * from its folder. Not thread-safe; one for each scenario.
 */
final class HoconText {
  /** Of a scenario with all that it includes. */
  static final int MOST_BYTES = 4 << 20;

  private static final int DEEPEST_INCLUDE = 16;
  private static final int SHOWN = 200;

  private final Findings findings;
  private long bytes;
  private long settings;

  HoconText(Findings findings) {
    this.findings = findings;
  }

  /**
   * All that a stream holds.
   *
   * @param name by which errors name it
   * @throws ScenarioException if that is too much
   */
  static String read(String name, InputStream in) throws IOException {
    var read = in.readNBytes(MOST_BYTES + 1);
    if (read.length > MOST_BYTES) {
      throw tooLong(name);
    }
    return new String(read, StandardCharsets.UTF_8);
  }

  /**
   * Parses a text.
   *
   * @param name by which errors name it
   * @param folder from which the names of included files count
   * @throws ScenarioException if it is too long, too deep, or includes what cannot be read
   */
  Config parse(String name, Path folder, String text) {
    return parse(name, folder, text, 0);
  }

  private Config parse(String name, Path folder, String text, int depth) {
    bytes += text.length();
    if (bytes > MOST_BYTES) {
      throw tooLong(name);
    }
    var outline = HoconOutline.of(text);
    if (outline.tooDeep() > 0) {
      throw new ScenarioException(List.of(name + ":" + outline.tooDeep() + ": " + tooDeep()));
    }
    settings += outline.settings();
    if (settings > HoconOutline.MOST_SETTINGS) {
      throw new ScenarioException(
          List.of(
              name
                  + ": holds more than the "
                  + HoconOutline.MOST_SETTINGS
                  + " settings that a scenario can have; write fewer, for at most "
                  + Settings.MOST_PARTS
                  + " devices"));
    }
    return ConfigFactory.parseString(
        text,
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(name)
            .setIncluder(new Includes(name, folder, depth, outline.includes().iterator())));
  }

  static String tooDeep() {
    return "is nested too deeply; write at most "
        + HoconOutline.DEEPEST
        + " levels of { and [, names in a path, or ${…} that lead to others";
  }

  private static ScenarioException tooLong(String name) {
    return new ScenarioException(
        List.of(
            name
                + ": is longer than the 4 MiB that a scenario can have with all it includes;"
                + " write less, or several scenarios"));
  }

  /** What one text includes. */
  private final class Includes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private final String name;
    private final Path folder;
    private final int depth;
    private final Iterator<Integer> lines;

    Includes(String name, Path folder, int depth, Iterator<Integer> lines) {
      this.name = name;
      this.folder = folder;
      this.depth = depth;
      this.lines = lines;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      var place = place();
      return what.contains("://") ? refused(place, what) : file(place, context, what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      return file(place(), context, what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      return refused(place(), "url(" + what + ")");
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      return refused(place(), "classpath(" + what + ")");
    }

    private String place() {
      return lines.hasNext() ? name + ":" + lines.next() : name;
    }

    private ConfigObject refused(String place, String what) {
      throw new ScenarioException(
          List.of(
              place
                  + ": include "
                  + Text.cut(what, SHOWN)
                  + " is refused, since only files are included; put it beside the scenario and write"
                  + " include \"FILE.conf\""));
    }

    private ConfigObject file(String place, ConfigIncludeContext context, String what) {
      var found = found(what).or(() -> found(what + ".conf"));
      if (found.isPresent()) {
        return included(place, found.get());
      }
      var missing =
          place
              + ": include \""
              + Text.cut(what, SHOWN)
              + "\": there is no such file beside the scenario";
      if (!context.parseOptions().getAllowMissing()) {
        throw new ScenarioException(
            List.of(missing + ", and it is required; put it there, or correct its name"));
      }
      findings.missing.add(missing + "; nothing is included");
      return ConfigFactory.empty().root();
    }

    private Optional<Path> found(String what) {
      try {
        return Optional.of(Path.of(what))
            .filter(path -> !path.isAbsolute())
            .filter(path -> Files.isRegularFile(folder.resolve(path)));
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }

    private ConfigObject included(String place, Path relative) {
      var file = folder.resolve(relative);
      if (depth == DEEPEST_INCLUDE) {
        throw new ScenarioException(
            List.of(
                place
                    + ": a file includes itself, or more than "
                    + DEEPEST_INCLUDE
                    + " include one another; leave this include out"));
      }
      var shown = Path.of(name).resolveSibling(relative).toString();
      findings.reads(file);
      try (var in = Files.newInputStream(file)) {
        var parent = file.getParent();
        return parse(shown, parent == null ? folder : parent, read(shown, in), depth + 1).root();
      } catch (IOException e) {
        throw new ScenarioException(
            List.of(place + ": " + shown + " cannot be read; make it readable, or leave it out"));
      }
    }
  }
}
