package swiotlb.guide;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AbstractBehavior;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that are made of the code say all that the code says. */
class GuidesTest {
  private static final String REFERENCE = "src/main/resources/reference.conf";
  private static final Sources SOURCES = Sources.read(Path.of("src/main/java"));
  private static final Protocols PROTOCOLS = Protocols.of(SOURCES);

  @Test
  void everySettingStandsInTheReferenceOfScenarios() {
    var page = ScenarioReference.read(Path.of(REFERENCE)).page();
    var parts = ConfigFactory.parseFile(new File(REFERENCE)).getConfig("swiotlb");
    var settings =
        Stream.of("scenario", "device", "job", "platform", "encryption")
            .flatMap(part -> parts.getConfig(part).entrySet().stream())
            .map(setting -> "| `" + setting.getKey() + "` | `");
    assertThat(settings).isNotEmpty().allSatisfy(row -> assertThat(page).contains(row));
  }

  @Test
  void aSettingStandsWithItsDefaultAndItsComment() {
    assertThat(ScenarioReference.read(Path.of(REFERENCE)).page())
        .contains(
            "| `counters-interval` | `100 us` | With `--counters`: time between two samples, at least 1 us. |")
        .contains(
            "| `think-time` | `0 ns` | From the end of a request to the next one in its place. |");
  }

  @Test
  void everySettingIsExplained() {
    assertThat(ScenarioReference.read(Path.of(REFERENCE)).unexplained()).isEmpty();
  }

  @Test
  void aSettingThatNobodyExplainsIsFound(@TempDir Path folder) throws IOException {
    var file = folder.resolve("reference.conf");
    Files.writeString(
        file, "swiotlb.job {\n  # Explained.\n  known = 1\n}\nswiotlb.device { odd = 2 }\n");
    assertThat(ScenarioReference.read(file).unexplained())
        .singleElement()
        .asString()
        .contains("odd has no comment above it")
        .contains(": 5");
  }

  @Test
  void everyMessageOfEveryActorStandsOnThePageWithItsSentence() {
    var page = PROTOCOLS.page();
    assertThat(commands())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            message -> {
              var sentence = SOURCES.of(message).orElseThrow().sentence();
              if (Modifier.isPrivate(message.getModifiers())) {
                assertThat(page).contains("`" + message.getSimpleName() + "(");
              } else {
                assertThat(page).contains("| `" + message.getSimpleName() + "` | " + sentence);
              }
            });
  }

  @Test
  void everyMessageIsExplained() {
    assertThat(PROTOCOLS.unexplained()).isEmpty();
  }

  @Test
  void whatAMessageCarriesStandsBesideIt() {
    assertThat(PROTOCOLS.page())
        .contains("`long stop` of the search at which this area stands<br/>")
        .contains("`long address` within the bounce buffer<br/>");
  }

  /** Messages of all sealed interfaces with the name Command, of all actors there are. */
  private static Stream<Class<?>> commands() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("swiotlb")
            .stream()
            .filter(type -> type.isAssignableTo(AbstractBehavior.class))
            .map(JavaClass::reflect)
            .flatMap(actor -> Stream.of(actor.getDeclaredClasses()))
            .filter(type -> type.getSimpleName().equals("Command") && type.isSealed())
            .flatMap(GuidesTest::leaves);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(GuidesTest::leaves)
        : Stream.of(type);
  }

  // The checker itself.

  private sealed interface Command {}

  /** Something is said. */
  record Said(String what, ActorRef<Echoed> replyTo) implements Command {}

  record Muttered() implements Command {}

  @SuppressWarnings("UnusedNestedClass") // It is read, not used.
  private record ToMyself() implements Command {}

  record Echoed() {}

  @Test
  void aMessageThatNobodyExplainsIsFound() {
    var here = Protocols.of(Sources.read(Path.of("src/test/java/swiotlb/guide")));
    assertThat(here.unexplained())
        .hasSize(2)
        .allMatch(what -> what.startsWith("GuidesTest.java:"))
        .anyMatch(what -> what.contains("GuidesTest.Muttered has no Javadoc"))
        .anyMatch(what -> what.contains("GuidesTest.Echoed has no Javadoc"));
  }

  @Test
  void sourcesAreReadAsTheyAreWritten() {
    var said = Sources.read(Path.of("src/test/java/swiotlb/guide")).of(Said.class).orElseThrow();
    assertThat(said.sentence()).isEqualTo("Something is said.");
    assertThat(said.components().entrySet())
        .containsExactly(Map.entry("what", "String"), Map.entry("replyTo", "ActorRef<Echoed>"));
  }
}
