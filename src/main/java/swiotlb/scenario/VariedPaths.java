package swiotlb.scenario;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/**
 * The settings that {@code --vary} gives in turn, each laid over those before it and over those of
 * {@code --set}. One that hides another would be a figure under a name that counts for nothing, so
 * it is refused, under whatever names they are written.
 */
public final class VariedPaths {
  private static final int SHOWN = 60;

  private final Map<List<String>, String> fixed = new LinkedHashMap<>();
  private final Map<List<String>, String> varied = new LinkedHashMap<>();

  /**
   * None varies yet.
   *
   * @param overrides those of {@code --set}
   */
  public VariedPaths(Map<String, String> overrides) {
    overrides.forEach((path, value) -> fixed.put(elements(path, value), path));
  }

  /**
   * One more.
   *
   * @param value one of those that it takes
   * @throws InputException if it hides another, or is hidden
   */
  public void add(String path, String value) {
    var elements = elements(path, value);
    for (var other : fixed.entrySet()) {
      if (hides(elements, other.getKey())) {
        throw wrong(
            path,
            elements.equals(other.getKey())
                ? "has a value by another option, such as --set"
                    + named(other.getValue(), path)
                    + ", too"
                : "replaces what --set " + shown(other.getValue()) + " sets",
            "; leave one of them out");
      }
    }
    for (var other : varied.entrySet()) {
      if (elements.equals(other.getKey())) {
        throw other.getValue().equals(path)
            ? wrong(path, "is given twice", "; write all its values behind one =")
            : wrong(
                path,
                "is the same setting as --vary " + shown(other.getValue()),
                "; leave one of them out");
      }
      if (hides(elements, other.getKey())) {
        throw wrong(
            path, "replaces what --vary " + shown(other.getValue()) + " sets", "; write it first");
      }
    }
    varied.put(elements, path);
  }

  private static String named(String other, String path) {
    return other.equals(path) ? "" : " " + shown(other);
  }

  private static boolean hides(List<String> later, List<String> earlier) {
    return later.size() <= earlier.size() && earlier.subList(0, later.size()).equals(later);
  }

  private static List<String> elements(String path, String value) {
    try {
      return ConfigUtil.splitPath(Overrides.path(path, value));
    } catch (ConfigException e) {
      return List.of(path); // What is wrong with it is told where it is laid over a scenario.
    }
  }

  private static InputException wrong(String path, String what, String remedy) {
    return new InputException("--vary " + shown(path), what + remedy);
  }

  private static String shown(String path) {
    return Text.cut(path, SHOWN);
  }
}
