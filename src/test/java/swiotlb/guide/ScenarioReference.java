package swiotlb.guide;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The page that lists what a scenario can say, made of {@code reference.conf}: each setting with
 * its default and its comment, in the order of the file.
 */
final class ScenarioReference {
  /** What the parts of the file are called on the page. */
  private static final Map<String, String> TITLES =
      Map.of(
          "scenario", "A scenario",
          "device", "A device: devices.NAME",
          "job", "A job of a device: devices.NAME.jobs.NAME",
          "platform", "A platform: conf/platforms/NAME.conf",
          "encryption", "An encryption: conf/encryption/NAME.conf");

  /**
   * One setting.
   *
   * @param path below its part of the file
   * @param value its default
   * @param comment lines above it
   */
  record Setting(String path, ConfigValue value, List<String> comment) {
    /** Whether it has settings of its own and no default. */
    boolean isGroup() {
      return value instanceof ConfigObject group && !group.isEmpty();
    }

    private String shownDefault() {
      if (isGroup()) {
        return "";
      }
      var value = this.value.unwrapped();
      return Markdown.code(
          value instanceof String text && !text.isEmpty()
              ? text
              : this.value.render(ConfigRenderOptions.concise()));
    }
  }

  private final ConfigObject root;

  private ScenarioReference(ConfigObject root) {
    this.root = root;
  }

  /** Of a file like {@code reference.conf}. */
  static ScenarioReference read(Path file) {
    return new ScenarioReference(
        ConfigFactory.parseFile(file.toFile()).getConfig("swiotlb").root());
  }

  /** The page. */
  String page() {
    var page = new StringBuilder(2048);
    page.append(
        """
        # What a scenario can say

        Every setting with its default, made of `src/main/resources/reference.conf`. A scenario sets what
        differs; `--set KEY=VALUE` on the command line goes before it. Sizes are written as `64 KiB`,
        `2 GiB` or `4096` (bytes); times as `10 ms`, `5 us` or `200 ns`. `./swiotlb-sim validate FILE`
        shows what was understood, and where each value came from.

        """);
    for (var part : parts()) {
      page.append("## ").append(TITLES.getOrDefault(part, part)).append("\n\n");
      page.append(Markdown.head("setting", "default", "what it says"));
      settings(part).forEach(setting -> page.append(row(setting)));
      page.append('\n');
    }
    return page.toString();
  }

  /** The parts of the file that have settings, in its order. */
  List<String> parts() {
    return ordered(root).stream()
        .filter(entry -> entry.getValue() instanceof ConfigObject)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Settings that no comment explains, neither their own nor that of a group around them. */
  List<String> unexplained() {
    return parts().stream()
        .flatMap(part -> settings(part).stream())
        .filter(setting -> setting.comment.isEmpty() && !setting.path.contains("."))
        .map(
            setting ->
                setting.value.origin().description()
                    + ": "
                    + setting.path
                    + " has no comment above it; say in a sentence what it sets")
        .toList();
  }

  /** The settings of one part. */
  List<Setting> settings(String part) {
    var settings = new ArrayList<Setting>();
    collect("", (ConfigObject) root.get(part), settings);
    return List.copyOf(settings);
  }

  private static void collect(String prefix, ConfigObject group, List<Setting> into) {
    List<String> last = List.of();
    for (var entry : ordered(group)) {
      var value = entry.getValue();
      var own = value.origin().comments();
      var setting = new Setting(prefix + entry.getKey(), value, own.isEmpty() ? last : own);
      into.add(setting);
      if (setting.isGroup()) {
        collect(setting.path + ".", (ConfigObject) value, into);
      }
      last = setting.comment;
    }
  }

  private static List<Map.Entry<String, ConfigValue>> ordered(ConfigObject group) {
    return group.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .toList();
  }

  private static String row(Setting setting) {
    return Markdown.row(
        List.of(Markdown.code(setting.path), setting.shownDefault(), lines(setting.comment)));
  }

  /** Lines that go on with a sentence are joined; an indented one is shown as it is. */
  private static String lines(List<String> comment) {
    var text = new StringBuilder();
    for (var line : comment) {
      var isIndented = line.startsWith("   ");
      if (!text.isEmpty()) {
        text.append(isIndented || text.charAt(text.length() - 1) == '.' ? "<br/>" : " ");
      }
      text.append(isIndented ? Markdown.code(line.strip()) : Markdown.text(line.strip()));
    }
    return text.toString();
  }
}
