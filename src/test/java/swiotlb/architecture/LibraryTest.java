package swiotlb.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The library is what its page says: its signatures name no type beyond it, and the examples use
 * nothing else.
 */
class LibraryTest {
  private static final JavaClasses CODE = new ClassFileImporter().importPackages("swiotlb");

  /** Beside the package of the library: what its page names. */
  private static final Set<String> NAMED =
      Set.of(
          "swiotlb.time.ActorVisitor",
          "swiotlb.time.Choices",
          "swiotlb.time.GivenChoices",
          "swiotlb.time.RecordedChoices",
          "swiotlb.input.InputException",
          "swiotlb.input.ScenarioException");

  @Test
  void signaturesNameNothingThatIsInside() {
    assertThat(beyond(CODE.get("swiotlb.api.Simulator"), CODE.get("swiotlb.api.Trace"))).isEmpty();
  }

  @Test
  void everyPublicTypeIsReachedFromTheTwoThatOneBeginsWith() {
    var reached = reached(CODE.get("swiotlb.api.Simulator"), CODE.get("swiotlb.api.Trace"));
    assertThat(reached)
        .containsAll(
            CODE.stream()
                .filter(c -> c.getPackageName().equals("swiotlb.api"))
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .toList());
  }

  @Test
  void examplesUseTheLibraryAlone() {
    var examples =
        CODE.stream()
            .filter(c -> c.getPackageName().equals("swiotlb.examples"))
            .filter(c -> !c.getSimpleName().endsWith("Test"))
            .toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
    assertThat(examples.stream().flatMap(LibraryTest::usedBeyond)).isEmpty();
  }

  /** The jar with the classifier actors holds these packages: with them comes all they use. */
  @Test
  void thePartThatKnowsActorsAndNoBounceBuffersIsClosed() {
    var included = includedInActors();
    assertThat(included).contains("time", "trace/record", "trace/store", "trace/life");
    assertThat(CODE.stream().filter(c -> isIn(included, c)).flatMap(c -> usedOutside(included, c)))
        .isEmpty();
  }

  // The checkers themselves.

  @Test
  void aPartThatUsesSomethingOutsideIsFound() {
    var part = Set.of("study/run");
    assertThat(CODE.stream().filter(c -> isIn(part, c)).flatMap(c -> usedOutside(part, c)))
        .anyMatch(use -> use.contains("swiotlb.actor.pool"));
  }

  @Test
  void aSignatureThatNamesAnActorIsFound() {
    assertThat(beyond(CODE.get("swiotlb.time.Engine"))).anyMatch(type -> type.startsWith("akka."));
  }

  @Test
  void aUseOfWhatIsInsideIsFound() {
    assertThat(usedBeyond(CODE.get("swiotlb.cli.Main")))
        .anyMatch(use -> use.endsWith("uses swiotlb.study.measure.Metric"));
  }

  /** Folders of packages that the build puts into that jar. */
  private static Set<String> includedInActors() {
    try {
      return Pattern.compile("<include>swiotlb/(.*)/\\*\\*</include>")
          .matcher(Files.readString(Path.of("pom.xml")))
          .results()
          .map(include -> include.group(1))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isIn(Set<String> folders, JavaClass c) {
    var folder = c.getPackageName().replace('.', '/') + "/";
    return isOfMain(c) && folders.stream().anyMatch(f -> folder.startsWith("swiotlb/" + f + "/"));
  }

  private static boolean isOfMain(JavaClass c) {
    return c.getSource().stream()
        .noneMatch(source -> source.getUri().toString().contains("test-classes"));
  }

  private static Stream<String> usedOutside(Set<String> folders, JavaClass user) {
    return user.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(used -> used.getPackageName().startsWith("swiotlb."))
        .filter(used -> !isIn(folders, used))
        .map(used -> user.getName() + " uses " + used.getName());
  }

  private static Stream<String> usedBeyond(JavaClass user) {
    return user.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(Predicate.not(LibraryTest::isOfTheLibrary))
        .filter(used -> !used.getPackageName().equals(user.getPackageName()))
        .map(used -> user.getName() + " uses " + used.getName());
  }

  private static Stream<String> beyond(JavaClass... from) {
    return reached(from).stream().filter(name -> !isOfTheLibrary(name));
  }

  /** Types that public signatures name, and those that the public signatures of these name. */
  private static Set<String> reached(JavaClass... from) {
    var reached = new TreeSet<String>();
    var open = new ArrayDeque<JavaClass>();
    Stream.of(from).forEach(open::add);
    while (!open.isEmpty()) {
      var type = open.remove().getBaseComponentType();
      if (!isOfJava(type.getName())
          && reached.add(type.getName())
          && type.getName().contains("swiotlb.")) {
        type.getMembers().stream()
            .filter(LibraryTest::isPublic)
            .flatMap(member -> member.getAllInvolvedRawTypes().stream())
            .forEach(open::add);
        type.getRawSuperclass().ifPresent(open::add);
        open.addAll(type.getRawInterfaces());
        type.getMembers().stream()
            .filter(LibraryTest::isPublic)
            .flatMap(LibraryTest::thrown)
            .forEach(open::add);
      }
    }
    return reached;
  }

  private static Stream<JavaClass> thrown(JavaMember member) {
    return member instanceof JavaCodeUnit code ? code.getExceptionTypes().stream() : Stream.empty();
  }

  private static boolean isPublic(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isOfTheLibrary(JavaClass type) {
    return isOfTheLibrary(type.getName());
  }

  private static boolean isOfTheLibrary(String name) {
    var outer = name.indexOf('$') < 0 ? name : name.substring(0, name.indexOf('$'));
    return isOfJava(name)
        || outer.matches("swiotlb\\.(api|figures)\\.[A-Za-z]+")
        || NAMED.contains(outer);
  }

  private static boolean isOfJava(String name) {
    return name.startsWith("java.") || !name.contains(".");
  }
}
