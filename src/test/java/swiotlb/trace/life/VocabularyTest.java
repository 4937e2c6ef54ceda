package swiotlb.trace.life;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What readers of traces call things is what the actors call them. */
class VocabularyTest {
  private static final Path JAVA = Path.of("src/main/java/swiotlb/trace");
  private static final Path RESOURCES = Path.of("src/main/resources/swiotlb/trace");
  private static final String VOCABULARY = "Vocabulary.java";

  private static final Pattern TYPE = Pattern.compile("(['\"])([A-Z]\\w*\\.[A-Z]\\w*)\\1");
  private static final Pattern JAVA_FIELD =
      Pattern.compile("\\b(?:number|text|at|has|object)\\(\"(?!\\w+\\.sql)([\\w.]+)\"\\)");
  private static final Pattern JAVA_WORD = Pattern.compile("\"([A-Z]{2,}(?:_[A-Z]+)*)\"");
  private static final Pattern SQL_SHAPE = Pattern.compile("json_transform\\([^']*'([^']*)'");
  private static final Pattern SQL_FIELD = Pattern.compile("->>'{1,2}\\$\\.([\\w.]+)'");
  private static final Pattern SCRIPT_FIELD = Pattern.compile("\\.fields\\(\\w+\\)\\.([\\w.]+)");

  // The vocabulary and the actors.

  static Stream<String> types() {
    return constants(Vocabulary.Message.class).map(VocabularyTest::text);
  }

  static Stream<Field> fields() {
    return constants(Vocabulary.Field.class);
  }

  @ParameterizedTest
  @MethodSource("types")
  void aMessageIsARecordOfAnActor(String type) {
    assertThat(Protocols.flaw(type)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aFieldIsAComponentOfItsMessages(Field field) {
    assertThat(flaws(text(field), field.getAnnotation(Vocabulary.In.class).value())).isEmpty();
  }

  @Test
  void nothingIsDeclaredTwice() {
    assertThat(types()).doesNotHaveDuplicates();
    assertThat(fields().map(VocabularyTest::text)).doesNotHaveDuplicates();
  }

  @Test
  void bothWaysOfLeavingAnAreaSayTheSame() {
    assertThat(Vocabulary.Left.values())
        .allSatisfy(
            left -> {
              assertThat(left.area()).isEqualTo(left.field() + ".area");
              assertThat(left.usedSlots()).isEqualTo(left.field() + ".usedSlots");
              assertThat(left.lockWaitNs()).isEqualTo(left.field() + ".lockWaitNs");
            });
  }

  // The vocabulary and those who read traces.

  @Test
  void noClassSpellsATypeItself() {
    assertThat(sources().flatMap(source -> found(TYPE, 2, source))).isEmpty();
  }

  @Test
  void noClassThatMayKnowTheVocabularySpellsAFieldItself() {
    assertThat(
            sources()
                .filter(source -> !source.startsWith(JAVA.resolve("store")))
                .flatMap(source -> found(JAVA_FIELD, 1, source)))
        .isEmpty();
  }

  @Test
  void theStoreReadsFieldsOfTheVocabulary() {
    assertThat(
            sources()
                .filter(source -> source.startsWith(JAVA.resolve("store")))
                .flatMap(source -> found(JAVA_FIELD, 1, source)))
        .isNotEmpty()
        .isSubsetOf(paths());
  }

  @Test
  void wordsThatAreUnderstoodAreConstantsOfTheActors() {
    var constants =
        Stream.of(
                constantsOf(Vocabulary.Message.MAP_FAILED, Vocabulary.Field.REASON),
                constantsOf(Vocabulary.Message.MAP_REQUEST, Vocabulary.Field.REFUSED_REASON),
                constantsOf(Vocabulary.Message.GROWTH_NOTED, Vocabulary.Field.STEP_EVENT))
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    assertThat(
            sources()
                .filter(
                    source ->
                        source.startsWith(JAVA.resolve("life"))
                            || source.startsWith(JAVA.resolve("show/diagram")))
                .flatMap(source -> found(JAVA_WORD, 1, source)))
        .isNotEmpty()
        .isSubsetOf(constants);
  }

  @Test
  void questionsInSqlUseTheVocabulary() {
    var texts = resources(".sql").map(VocabularyTest::read).toList();
    assertThat(texts.stream().flatMap(text -> found(TYPE, 2, text)))
        .isNotEmpty()
        .isSubsetOf(types().toList());
    assertThat(texts.stream().flatMap(VocabularyTest::sqlFields)).isNotEmpty().isSubsetOf(paths());
  }

  @Test
  void scriptsOfThePageUseTheVocabulary() {
    var texts = resources(".js").map(VocabularyTest::read).toList();
    assertThat(texts.stream().flatMap(text -> found(TYPE, 2, text)))
        .isNotEmpty()
        .isSubsetOf(types().toList());
    assertThat(texts.stream().flatMap(text -> found(SCRIPT_FIELD, 1, text)))
        .isNotEmpty()
        .isSubsetOf(paths());
  }

  // The checkers themselves.

  @Test
  void aMessageThatNobodySendsIsFound() {
    assertThat(Protocols.flaw("Area.MapReqest"))
        .contains("Area.MapReqest: 0 records have this name, not one");
  }

  @Test
  void aFieldThatAMessageDoesNotHaveIsFound() {
    assertThat(flaws("request.demand.slot", "Area.MapRequest", "Allocator.Exhausted"))
        .containsExactly(
            "Area.MapRequest has no field request.demand.slot",
            "Allocator.Exhausted has no field request.demand.slot");
    assertThat(flaws("reason.name", "MapClient.MapFailed"))
        .containsExactly("MapClient.MapFailed has no field reason.name");
  }

  @Test
  void literalsInTextsAreFound() {
    assertThat(found(TYPE, 2, "WHERE t.name IN ('A.B', 'Area.Nmap') AND m.type = \"C.D\""))
        .containsExactly("A.B", "Area.Nmap", "C.D");
    assertThat(sqlFields("json_transform(f, '{\"a\": {\"b\": \"INTEGER\"}, \"c\": \"X\"}')"))
        .containsExactly("a.b", "c");
    assertThat(sqlFields("fields->>'$.reason' IS NULL AND fields->>''$.request.cpu''"))
        .containsExactly("reason", "request.cpu");
    assertThat(found(SCRIPT_FIELD, 1, "life.transient = messages.fields(i).pool === -1"))
        .containsExactly("pool");
    assertThat(found(JAVA_FIELD, 1, "fields().number(\"left.area\")")).containsExactly("left.area");
  }

  private static List<String> flaws(String path, String... types) {
    return Arrays.stream(types)
        .map(type -> Protocols.flaw(type, path))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Set<String> constantsOf(String type, String path) {
    return Arrays.stream(Protocols.typeAt(type, path).orElseThrow().getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name())
        .collect(Collectors.toSet());
  }

  private static Set<String> paths() {
    return fields().map(VocabularyTest::text).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Field> constants(Class<?> of) {
    return Arrays.stream(of.getDeclaredFields()).filter(f -> f.getType() == String.class);
  }

  private static String text(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> sqlFields(String text) {
    var leaves = new ArrayList<String>();
    found(SQL_SHAPE, 1, text).forEach(shape -> leaves(json(shape), "", leaves));
    return Stream.concat(leaves.stream(), found(SQL_FIELD, 1, text));
  }

  private static void leaves(JsonNode shape, String path, List<String> to) {
    if (shape.isObject()) {
      shape
          .properties()
          .forEach(
              field ->
                  leaves(
                      field.getValue(),
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      to));
    } else {
      to.add(path);
    }
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Stream<Path> sources() {
    return under(JAVA).filter(file -> !file.endsWith(VOCABULARY));
  }

  private static Stream<Path> resources(String ending) {
    return under(RESOURCES).filter(file -> file.toString().endsWith(ending));
  }

  private static Stream<Path> under(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> found(Pattern pattern, int group, Path source) {
    return read(source)
        .lines()
        .filter(line -> !line.strip().startsWith("*"))
        .flatMap(line -> found(pattern, group, line));
  }

  private static Stream<String> found(Pattern pattern, int group, String text) {
    return pattern.matcher(text).results().map(result -> result.group(group));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
