package swiotlb.study.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.figures.Ending;

/** A run as a line. */
class ResultLineTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaLocation.of("classpath:swiotlb/report/sweep-line.schema.json"));

  private static final ResultLine.Common COMMON =
      new ResultLine.Common(
          "small",
          "1.0",
          new Replication(
              new Point(3, List.of(0L), Map.of("cpus", "2")),
              1,
              42,
              "id",
              "cpus: is wrong\nand more",
              "0123456789abcdef0123456789abcdef"));

  private static final Ending GOOD = new Ending(false, List.of(), null);

  private static List<String> complaints(ResultLine line) {
    return SCHEMA.validate(line.text(), InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static String figuresOf(Path folder) {
    var sweep = SmallSweep.in(folder).varying("cpus=1").replicated(1);
    sweep.run();
    var line = ResultLine.read(sweep.lines().get(0)).orElseThrow();
    assertThat(complaints(line)).isEmpty();
    return line.figures().toString();
  }

  @Test
  void aRunThatIsDoneIsAsTheSchemaSays(@TempDir Path folder) {
    var lines = ResultLine.of(COMMON, List.of(figuresOf(folder)), GOOD);
    assertThat(lines).singleElement().satisfies(line -> assertThat(complaints(line)).isEmpty());
    assertThat(lines.get(0).outcome()).isEqualTo(ResultLine.Outcome.DONE);
    assertThat(lines.get(0).reason()).isEmpty();
  }

  @Test
  void aLineWithItsNodeIsAsTheSchemaSaysToo(@TempDir Path folder) {
    var line = ResultLine.of(COMMON, List.of(figuresOf(folder)), GOOD).get(0);
    var told = NodeFile.with(line.text(), "box \"1\"");
    assertThat(SCHEMA.validate(told, InputFormat.JSON)).isEmpty();
    assertThat(SCHEMA.validate(told.replace("\"node\":", "\"nod\":"), InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void aFailureFollowsTheRunsThatEnded(@TempDir Path folder) {
    var failure = new Ending.Failure("/user/x", 17, "Map(…)", "no more");
    var figures = figuresOf(folder);
    var lines =
        ResultLine.of(COMMON, List.of(figures, figures), new Ending(false, List.of(), failure));
    assertThat(lines)
        .extracting(ResultLine::outcome)
        .extracting(Enum::name)
        .containsExactly("DONE", "DONE", "FAILED");
    assertThat(lines).extracting(ResultLine::run).containsExactly(1, 2, 3);
    assertThat(lines).extracting(ResultLine::runs).containsOnly(3);
    assertThat(lines).allSatisfy(line -> assertThat(complaints(line)).isEmpty());
    assertThat(lines.get(2).reason()).isEqualTo("no more");
    assertThat(lines.get(2).json().path("failure").path("actor").asText()).isEqualTo("/user/x");
  }

  @Test
  void aBrokenInvariantIsToldWithTheLastRun(@TempDir Path folder) {
    var broken = new Ending(false, List.of("run 1: two owners", "run 1: used is 3"), null);
    var lines = ResultLine.of(COMMON, List.of(figuresOf(folder)), broken);
    assertThat(lines.get(0).outcome()).isEqualTo(ResultLine.Outcome.BROKEN);
    assertThat(lines.get(0).reason()).isEqualTo("run 1: two owners; run 1: used is 3");
    assertThat(complaints(lines.get(0))).isEmpty();
    assertThat(OutcomeKind.of(lines.get(0))).isEqualTo("an invariant breaks");
  }

  @Test
  void aPointThatIsRefusedHasItsReasonAndNoFigures() {
    var line = ResultLine.refused(COMMON).get(0);
    assertThat(line.reason()).isEqualTo("cpus: is wrong\nand more");
    assertThat(line.text()).doesNotContain("\n");
    assertThat(line.figures().isObject()).isFalse();
    assertThat(complaints(line)).isEmpty();
  }

  @Test
  void whatTheProgramItselfFailedOfIsAResultToo() {
    var line = ResultLine.crashed(COMMON, new IllegalStateException("so")).get(0);
    assertThat(line.outcome()).isEqualTo(ResultLine.Outcome.FAILED);
    assertThat(line.reason()).contains("so");
    assertThat(complaints(line)).isEmpty();
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    var line = ResultLine.refused(COMMON).get(0);
    assertThat(ResultLine.read(line.text())).contains(line);
  }

  // The checker itself.

  @Test
  void theSchemaRefusesAnotherLine() {
    var line = ResultLine.refused(COMMON).get(0);
    var text =
        line.text().replace("\"refused\"", "\"odd\"").replace("\"seed\":42", "\"seed\":\"x\"");
    assertThat(complaints(new ResultLine(line.json(), text))).hasSize(2);
    var figures = line.text().replace("\"figures\":null", "\"figures\":{\"maps\":1}");
    assertThat(complaints(new ResultLine(line.json(), figures))).isNotEmpty();
  }
}
