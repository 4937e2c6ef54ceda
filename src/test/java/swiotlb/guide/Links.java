package swiotlb.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether what a page refers to is there: relative links, places within pages, and files of the
 * project by name.
 */
public final class Links {
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern MARKDOWN = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HTML = Pattern.compile("\\b(?:href|src|srcset)=\"([^\"]+)\"");
  private static final Pattern PLACE = Pattern.compile("\\b(?:id|name)=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+?)\\s*$");
  private static final Pattern FILE =
      Pattern.compile("(?<![\\w/.-])(?:src|conf|simulations)/[\\w./-]*\\w(?![\\w*{/<-])");

  private Links() {}

  /**
   * Ends with an error if a page of a built site links to what is not there.
   *
   * @param args the folder of the site
   */
  public static void main(String[] args) {
    var site = Path.of(args[0]);
    var broken = new ArrayList<String>();
    for (var page : filesBelow(site, ".html")) {
      if (!page.startsWith(site.resolve("apidocs"))) {
        broken.addAll(broken(page, Files::exists));
        broken.addAll(missingPlaces(page));
      }
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException(String.join("\n", broken));
    }
  }

  /**
   * Relative links of a Markdown or HTML page that lead nowhere.
   *
   * @param exists whether a target is there
   */
  static List<String> broken(Path page, Predicate<Path> exists) {
    return links(page)
        .filter(link -> !link.startsWith("#"))
        .filter(
            link -> !exists.test(page.resolveSibling(link.replaceFirst("[#?].*", "")).normalize()))
        .map(link -> page + " links to " + link + ", which is not there")
        .distinct()
        .toList();
  }

  /**
   * Links to a place within a page that is there and has no such place: no heading that is called
   * so on the web pages of the repository, in Markdown, and no element of that name in HTML.
   */
  static List<String> missingPlaces(Path page) {
    return links(page)
        .filter(link -> link.matches("[^#?]*(?:\\.md|\\.html)?#.+"))
        .filter(link -> !hasPlace(targetOf(page, link), link.substring(link.indexOf('#') + 1)))
        .map(link -> page + " links to " + link + ", where no such place is")
        .distinct()
        .toList();
  }

  private static Path targetOf(Path page, String link) {
    return link.startsWith("#")
        ? page
        : page.resolveSibling(link.replaceFirst("[#?].*", "")).normalize();
  }

  private static boolean hasPlace(Path target, String place) {
    if (!Files.exists(target)) {
      return true; // The other check tells.
    }
    var text = read(target);
    return PLACE.matcher(text).results().anyMatch(found -> found.group(1).equals(place))
        || (isMarkdown(target)
            && HEADING
                .matcher(FENCED.matcher(text).replaceAll(""))
                .results()
                .anyMatch(found -> slug(found.group(1)).equals(place)));
  }

  /** What a heading is called in a link to it. */
  private static String slug(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  private static boolean isMarkdown(Path page) {
    return page.toString().endsWith(".md");
  }

  /** Links that do not leave the site. */
  private static Stream<String> links(Path page) {
    var text = read(page);
    var found = new ArrayList<String>();
    if (isMarkdown(page)) {
      text = CODE.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("");
      MARKDOWN.matcher(text).results().forEach(link -> found.add(link.group(1)));
    }
    HTML.matcher(text).results().forEach(link -> found.add(link.group(1)));
    return found.stream().filter(link -> !link.matches("(?:[a-z][a-z0-9+.-]*:|//).*"));
  }

  /** Files of the project that a page names, anywhere in its text, and that are not there. */
  static List<String> missingFiles(Path page, Path project) {
    return FILE.matcher(read(page))
        .results()
        .map(found -> found.group())
        .filter(name -> !Files.exists(project.resolve(name)))
        .map(name -> page + " names " + name + ", which is not there")
        .distinct()
        .toList();
  }

  /** Files below a folder whose names end so, in order. */
  static List<Path> filesBelow(Path folder, String ending) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(page + " cannot be read", e);
    }
  }
}
