package swiotlb.input;

import java.util.List;

/** Everything that is wrong with a scenario, a line each, with file, line and remedy. */
public final class ScenarioException extends InputException {
  private final List<String> problems;

  public ScenarioException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem. */
  public List<String> problems() {
    return problems;
  }
}
