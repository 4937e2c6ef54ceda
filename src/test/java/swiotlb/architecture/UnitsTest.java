package swiotlb.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Slots, pages and limits of memory are named: a bare number does not say which of them it is. */
class UnitsTest {
  private static final Pattern UNIT =
      Pattern.compile(
          "\\b(2047|2048|4095|4096|32768|262144|0xffff_?ffffL|3840L <<|16L << 20|1L << 46)(?!\\w)");
  private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\]|\\\\.)*\"");

  /** Code without comments and texts in which a unit stands outside of a constant. */
  private static List<String> bareUnits(Stream<String> lines) {
    return lines
        .map(line -> TEXT.matcher(line).replaceAll("\"\"").replaceFirst("//.*", "").strip())
        .filter(line -> !line.startsWith("*") && !line.startsWith("/*"))
        .filter(line -> !line.contains("static final"))
        .filter(line -> UNIT.matcher(line).find())
        .toList();
  }

  @Test
  void noUnitStandsOutsideOfAConstant() throws IOException {
    var bare = new ArrayList<String>();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        bareUnits(Files.readAllLines(file).stream()).forEach(line -> bare.add(file + ": " + line));
      }
    }
    assertThat(bare).isEmpty();
  }

  @Test
  void aBareUnitIsSeenAndOneInATextOrAConstantIsNot() {
    assertThat(
            bareUnits(
                Stream.of(
                    "pages * 4096",
                    "  private static final int PAGE_BYTES = 4096;",
                    "   * rounds up to 4096",
                    "say(\"at most 4096\"); // or 2048",
                    "limit == 0xffff_ffffL")))
        .containsExactly("pages * 4096", "limit == 0xffff_ffffL");
  }
}
