package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import swiotlb.input.ScenarioException;

/** Scenarios that a test writes, each the file {@code s.conf} of a folder. */
record ScenarioText(Path folder) {

  /** A file with this text. */
  Path file(String text) {
    try {
      return Files.writeString(folder.resolve("s.conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A scenario that must be good. */
  Scenario read(String text) {
    return new ScenarioReader().read(file(text), Map.of());
  }

  /** The only device of a scenario that must be good. */
  Scenario.Device device(String text) {
    var devices = read(text).devices();
    assertThat(devices).hasSize(1);
    return devices.get(0);
  }

  /** The settings of a scenario that must be good. */
  List<Setting> settings(String text) {
    var reader = new ScenarioReader();
    reader.read(file(text), Map.of());
    return reader.resolved();
  }

  /** What is wrong with a scenario that must be refused. */
  List<String> problems(String text) {
    var file = file(text);
    var e =
        catchThrowableOfType(
            ScenarioException.class, () -> new ScenarioReader().read(file, Map.of()));
    assertThat(e).as("the scenario should have been refused").isNotNull();
    return e.problems().stream().map(p -> p.replace(file.toString(), "s.conf")).toList();
  }
}
