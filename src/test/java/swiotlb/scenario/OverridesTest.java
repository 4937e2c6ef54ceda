package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.input.ScenarioException;

class OverridesTest {
  private static final String PLAIN =
      "devices.d { queue-depth = 3, jobs.load { count = 10, depth = 4, block = 4 KiB } }";

  private static final List<String> WRITTEN =
      List.of(
          """
          vars.disk { queue-depth = 3, jobs.load { count = 10, depth = 4, block = 4 KiB } }
          devices { d = ${vars.disk} }
          """,
          """
          vars.disk { queue-depth = 1, jobs.load { count = 10, depth = 2, block = 4 KiB } }
          devices { d = ${vars.disk} { queue-depth = 3, jobs.load.depth = 4 } }
          """,
          """
          vars.load { count = 10, depth = 1, block = 4 KiB }
          devices.d { queue-depth = 3, jobs { load = ${vars.load} { depth = 4 } } }
          """,
          """
          vars.jobs.load { count = 10, depth = 4 }
          devices.d { queue-depth = 3, jobs = {load.block = 4 KiB} ${vars.jobs} ${?vars.more} }
          """,
          """
          vars { one.queue-depth = 3, disk = ${vars.one} { jobs.load { count = 10, depth = 4 } } }
          vars.all { d = ${vars.disk} { jobs.load.block = 4 KiB } }
          devices = ${vars.all}
          """);

  private static final List<Map<String, String>> GIVEN =
      List.of(
          Map.of("devices.d.jobs.load.depth", "8"),
          Map.of("devices.d.queue-depth", "2"),
          Map.of("devices.d.jobs.load.depth", "8", "devices.d.queue-depth", "2", "seed", "5"),
          Map.of("devices.d.jobs.more.count", "7"),
          Map.of("devices.d.jobs.load", "{ count = 3 }"),
          Map.of("devices.d.jobs", "{ other { count = 3 } }"),
          Map.of("devices.d", "{ jobs.load { count = 3 } }"),
          Map.of("devices", "{ e.jobs.load { count = 3 } }"),
          Map.of("devices.d.jobs.load.block", "[{ bytes = 4 KiB }, { bytes = 64 KiB }]"),
          Map.of("devices.e.jobs.load.count", "7"));

  static Stream<Arguments> writtenAndGiven() {
    return WRITTEN.stream().flatMap(text -> GIVEN.stream().map(given -> Arguments.of(text, given)));
  }

  private static Scenario read(String text, Map<String, String> given) {
    return new ScenarioReader().read("mine", text, given);
  }

  @ParameterizedTest
  @MethodSource("writtenAndGiven")
  void aSettingLiesOverWhatNamesOtherSettingsAsOverWhatIsWrittenOut(
      String text, Map<String, String> given) {
    assertThat(read(text, Map.of()).devices()).isEqualTo(read(PLAIN, Map.of()).devices());
    assertThat(read(text, given).devices()).isEqualTo(read(PLAIN, given).devices());
    assertThat(read(text, given).seed()).isEqualTo(read(PLAIN, given).seed());
  }

  @Test
  void aVariableHasSettingsLaidOverItBeforeItIsNamed() {
    var text =
        "vars { one { jobs.load.count = 10 }, disk = ${vars.one} { queue-depth = 3 } }\n"
            + "devices { d = ${vars.disk}, e = ${vars.disk} { queue-depth = 1 } }";
    var devices = read(text, Map.of("vars.disk.jobs.load.depth", "9")).devices();
    assertThat(devices).extracting(device -> device.jobs().get(0).depth()).containsExactly(9, 9);
  }

  @Test
  void theSettingHasThePlaceOfItsOptionAndTheOthersHaveTheirs() {
    var reader = new ScenarioReader();
    reader.read("mine", WRITTEN.get(1), Map.of("devices.d.jobs.load.depth", "8"));
    assertThat(reader.resolved())
        .contains(
            new Setting("devices.d.jobs.load.depth", "8", "--set devices.d.jobs.load.depth"),
            new Setting("devices.d.jobs.load.count", "10", "mine:1"),
            new Setting("devices.d.queue-depth", "3", "mine:2"));
    assertThat(reader.resolved())
        .extracting(Setting::origin)
        .noneMatch(place -> place.startsWith("merge"));
  }

  @Test
  void whatIsNoSettingIsToldAsElsewhere() {
    for (var text : WRITTEN) {
      assertThatThrownBy(() -> read(text, Map.of("devices.d.jobs.load.dept", "8")))
          .isInstanceOf(ScenarioException.class)
          .hasMessageContaining(
              "--set devices.d.jobs.load.dept: unknown setting devices.d.jobs.load.dept; is depth"
                  + " meant?");
      assertThatThrownBy(() -> read(text, Map.of("devices.d.queue-depth", "many")))
          .hasMessageContaining(
              "--set devices.d.queue-depth: devices.d.queue-depth is many, not a whole");
    }
  }

  @Test
  void aSettingInBracesNamesVariables() {
    var given = Map.of("devices.d", "{ queue-depth = 2 } ${vars.one}");
    var read = read("vars.one.jobs.load.count = 6\ndevices {}", given);
    assertThat(read.devices().get(0).driver().queueDepth()).isEqualTo(2);
    assertThat(read.devices().get(0).jobs().get(0).count()).isEqualTo(6);
  }

  @Test
  void aGroupBehindAnotherValueReplacesItAndHasDefaults() {
    var text =
        """
        vars.one = 5
        devices.d = ${vars.one}
        devices.d.jobs.load = ${vars.one}
        devices.d.jobs.load { count = 10, depth = 4, block = 4 KiB }
        costs = 5
        costs { lock = 3 ns }""";
    var scenario = read(text, Map.of("devices.d.queue-depth", "3"));
    assertThat(scenario.devices()).isEqualTo(read(PLAIN, Map.of()).devices());
    assertThat(scenario.platform().lockNs()).isEqualTo(3);
    assertThat(scenario.platform().mapNs()).isEqualTo(read(PLAIN, Map.of()).platform().mapNs());
  }

  @Test
  void aSecondSettingBehindTheFirstIsRefused() {
    assertThatThrownBy(() -> read(PLAIN, Map.of("devices.d", "{ queue-depth = 2 }, seed = 5")))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(
            "--set devices.d={ queue-depth = 2 }, seed = 5: sets more than one setting; write a --set"
                + " for each");
  }
}
