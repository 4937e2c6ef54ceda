package swiotlb.cli.terminal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Commands write files in one way, so that what had a name stays until there is something better.
 */
class WrittenFilesTest {
  private static final Set<String> WRITING =
      Set.of("newOutputStream", "newBufferedWriter", "newByteChannel", "write", "writeString");

  private static final JavaClasses COMMANDS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("swiotlb.cli");

  @Test
  void onlyWholeFilesAndGrowingOnesAreWritten() {
    assertThat(offences(WholeFile.class, Cli.class).hasViolation()).isFalse();
  }

  // The checker itself.

  @Test
  void aClassThatOpensFilesItselfIsFound() {
    assertThat(offences(WholeFile.class).getFailureReport().getDetails())
        .hasSize(1)
        .allMatch(offence -> offence.contains("Cli.growing"));
  }

  private static EvaluationResult offences(Class<?>... writers) {
    var others =
        DescribedPredicate.describe(
            "are no writers",
            (JavaClass c) -> List.of(writers).stream().noneMatch(c::isEquivalentTo));
    var writes =
        DescribedPredicate.describe(
            "writes a file",
            (JavaMethodCall call) ->
                call.getTargetOwner().isEquivalentTo(Files.class)
                    && WRITING.contains(call.getName()));
    return noClasses().that(others).should().callMethodWhere(writes).evaluate(COMMANDS);
  }
}
