package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.study.conform.against.Rule;

@Timeout(120)
class ConformCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir private Path folder;

  private Path theirs() throws IOException {
    return Files.createDirectories(folder.resolve("theirs"));
  }

  private Path copied(String name) throws IOException {
    return Files.copy(GOLDEN.resolve(name), theirs().resolve(name));
  }

  private Path altered(String name, String from, String to) throws IOException {
    var text = Files.readString(GOLDEN.resolve(name));
    assertThat(text).contains(from);
    return Files.writeString(theirs().resolve(name), text.replaceFirst(Pattern.quote(from), to));
  }

  private Path largerGrowth() throws IOException {
    return altered(
        "grow-several.jsonl",
        "\"start\":\"0x10200000\",\"nslabs\":1024,\"areas\":4,\"areaNslabs\":256",
        "\"start\":\"0x10200000\",\"nslabs\":2048,\"areas\":4,\"areaNslabs\":512");
  }

  private JsonNode json(Path file) throws IOException {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                ConformCommandTest.class.getResourceAsStream("/swiotlb/report/conform.schema.json"),
                InputFormat.JSON);
    assertThat(schema.validate(Files.readString(file), InputFormat.JSON)).isEmpty();
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void tracesThatAgreeAreSuccess() throws IOException {
    copied("cpus-4.jsonl");
    copied("boot-sizing.jsonl");
    var file = folder.resolve("result.json");
    var result = Invocation.of("conform", theirs(), "--json", file);
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("in 2 traces, 0 differ from the simulator");
    assertThat(json(file).path("alike").asBoolean()).isTrue();
  }

  @Test
  void aDifferenceIsNamedByItsRuleAndWrittenAsASmallCase() throws IOException {
    largerGrowth();
    var cases = folder.resolve("cases");
    var file = folder.resolve("result.json");
    var result = Invocation.of("conform", theirs(), "--out", cases, "--json", file);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .containsSubsequence(
            "growth-size: ",
            "section 2, how large a dynamic pool is",
            "a dynamic pool is larger than the specification's",
            "smallest case: ",
            cases.resolve("growth-size.jsonl").toString());
    var rules = json(file).path("rules");
    assertThat(rules).extracting(rule -> rule.path("rule").asText()).contains("growth-size");
    assertThat(rules)
        .allMatch(rule -> rule.at("/smallest/operations").asInt() <= 100)
        .allMatch(rule -> Files.exists(Path.of(rule.at("/smallest/file").asText())));
    var golden = Invocation.of("golden", "--direct", cases.resolve("growth-size.jsonl"));
    assertThat(golden.code()).isEqualTo(1);
    assertThat(golden.out()).contains("nslabs=2048", "nslabs=1024");
    var again = Invocation.of("conform", cases.resolve("growth-size.jsonl"));
    assertThat(again.out()).contains("growth-size: 1 in 1 trace");
  }

  @Test
  void casesOfAnEarlierComparisonDoNotStayBesideNewOnes() throws IOException {
    largerGrowth();
    var cases = folder.resolve("cases");
    Invocation.of("conform", theirs(), "--out", cases);
    assertThat(cases.resolve("growth-size.jsonl")).exists();
    Files.delete(theirs().resolve("grow-several.jsonl"));
    altered("over-256k.jsonl", "\"too-big\"", "\"no-slot\"");
    var result = Invocation.of("conform", theirs(), "--out", cases);
    assertThat(result.out()).contains("growth-size.jsonl: of an earlier comparison");
    assertThat(cases).isDirectoryContaining("glob:**/too-large.jsonl");
    assertThat(cases.resolve("growth-size.jsonl")).doesNotExist();
    var one = cases.resolve("too-large.jsonl");
    assertThat(Invocation.of("conform", one, "--out", cases).err())
        .contains("holds too-large.jsonl, which is compared");
    assertThat(one).exists();
  }

  /** Also a trace of that name which this command did not write. */
  @Test
  void aFolderThatHoldsOtherThingsIsRefused() throws IOException {
    copied("cpus-4.jsonl");
    var cases = Files.createDirectories(folder.resolve("cases"));
    var other = Files.copy(GOLDEN.resolve("cpus-4.jsonl"), cases.resolve("scan.jsonl"));
    var result = Invocation.of("conform", theirs(), "--out", cases);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("holds scan.jsonl, which is no smallest case");
    assertThat(other).hasSameTextualContentAs(GOLDEN.resolve("cpus-4.jsonl"));
  }

  @Test
  void anotherKernelsTracesTakeThePlaceOfTheSimulator() throws IOException {
    largerGrowth();
    copied("cpus-4.jsonl");
    var reference = Files.createDirectories(folder.resolve("reference"));
    Files.copy(GOLDEN.resolve("cpus-4.jsonl"), reference.resolve("cpus-4.jsonl"));
    Files.copy(GOLDEN.resolve("grow-several.jsonl"), reference.resolve("grow-several.jsonl"));
    var result = Invocation.of("conform", "--against", reference, theirs());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("growth-size: ", "differ from the other folder");
    assertThat(Invocation.of("conform", "--against", theirs(), theirs()).code()).isZero();
    var turned = Invocation.of("conform", "--against", theirs(), reference);
    assertThat(turned.out())
        .contains("in the other folder a dynamic pool is larger than the specification's");
  }

  /** What failed there is not unmapped there. */
  @Test
  void anUnmapOfWhatFailedElsewhereIsPassedOver() throws IOException {
    var lines =
        Files.readAllLines(GOLDEN.resolve("transient-burst.jsonl")).stream()
            .filter(line -> !line.startsWith("{\"op\":\"unmap\",\"id\":5,"))
            .map(
                line ->
                    line.startsWith("{\"op\":\"map\",\"id\":5,")
                        ? line.replaceFirst(
                            "\"result\":\\{[^}]*}",
                            "\"result\":{\"error\":\"full\",\"why\":\"no-slot\"}")
                        : line)
            .toList();
    var file = theirs().resolve("transient-burst.jsonl");
    Files.writeString(file, String.join("\n", lines) + "\n");
    for (var folders :
        new Path[][] {{GOLDEN, file}, {theirs(), GOLDEN.resolve(file.getFileName())}}) {
      var result = Invocation.of("conform", "--against", folders[0], folders[1]);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).contains("transient: 1 in 1 trace").doesNotContain("not compared");
    }
  }

  @Test
  void tracesOfOneFolderOnlyAreTold() throws IOException {
    copied("cpus-4.jsonl");
    copied("coalesce.jsonl");
    Files.writeString(theirs().resolve("notes.txt"), "none");
    var reference = Files.createDirectories(folder.resolve("reference"));
    Files.copy(GOLDEN.resolve("cpus-4.jsonl"), reference.resolve("cpus-4.jsonl"));
    Files.copy(GOLDEN.resolve("max-256k.jsonl"), reference.resolve("max-256k.jsonl"));
    var result = Invocation.of("conform", "--against", reference, theirs());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains(
            "coalesce.jsonl: the other folder has none of this name",
            "max-256k.jsonl: the other folder has none of this name",
            "notes.txt: no *.jsonl, not read");
  }

  @Test
  void whatOnlyTheOtherFolderHasAtItsEndIsToldEitherWay() throws IOException {
    var whole = copied("cpus-4.jsonl");
    var lines = Files.readAllLines(whole);
    var reference = Files.createDirectories(folder.resolve("reference"));
    Files.write(reference.resolve("cpus-4.jsonl"), lines.subList(0, lines.size() - 3));
    var longer = Invocation.of("conform", "--against", reference, theirs());
    assertThat(longer.out())
        .contains(
            "  3 operations are not compared: the trace of the other folder has other operations at its end")
        .contains(", 3 not compared");
    var shorter = Invocation.of("conform", "--against", theirs(), reference);
    assertThat(shorter.out())
        .contains("  3 operations of the other folder are not compared: the trace of the other")
        .contains(", 3 of the other folder not compared");
    assertThat(longer.code()).isEqualTo(1);
    assertThat(shorter.code()).isEqualTo(1);
  }

  @Test
  void requestsThatDifferAreNotCompared() throws IOException {
    altered("cpus-4.jsonl", "\"id\":7,\"cpu\":1", "\"id\":7,\"cpu\":2");
    var result = Invocation.of("conform", "--against", GOLDEN, theirs().resolve("cpus-4.jsonl"));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("line 10 of the other folder asks something else");
  }

  @Test
  void aTraceThatWasCutIsToldAndNoSuccess() throws IOException {
    var lines = Files.readAllLines(GOLDEN.resolve("cpus-4.jsonl")).subList(0, 7);
    Files.writeString(theirs().resolve("cut.jsonl"), String.join("\n", lines) + "\n");
    var result = Invocation.of("conform", theirs());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("it was cut", "0 differ");
  }

  @Test
  void badInputIsNamedWithItsLine() throws IOException {
    var empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(Invocation.of("conform", empty).err()).contains("holds no file *.jsonl");
    var unknown = altered("cpus-4.jsonl", "\"op\":\"areas\"", "\"op\":\"arenas\"");
    var result = Invocation.of("conform", theirs());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith(unknown + ":3: \"arenas\" is no operation");
    var twice = Invocation.of("conform", GOLDEN, theirs());
    assertThat(twice.code()).isEqualTo(2);
    assertThat(
            Invocation.of(
                    "conform",
                    GOLDEN.resolve("cpus-4.jsonl"),
                    "--out",
                    GOLDEN.resolve("cpus-4.jsonl"))
                .code())
        .isEqualTo(2);
  }

  @Test
  void whatComesFromTheFilesDoesNotReachTheTerminalAsItIs() throws IOException {
    var file = copied("transient-burst.jsonl");
    var hostile = theirs().resolve("\u001b[2J.jsonl");
    Files.writeString(
        hostile,
        Files.readString(file)
            .replace("\"d0\"", "\"d\\u001b[31m\\n0\"")
            .replaceFirst("\"slot\":128,", "\"slot\":0,"));
    var result = Invocation.of("conform", hostile);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("in-use").doesNotContain("\u001b");
  }

  @Test
  void theSchemaHasEveryRule() throws IOException {
    var schema =
        new ObjectMapper()
            .readTree(
                ConformCommandTest.class.getResourceAsStream(
                    "/swiotlb/report/conform.schema.json"));
    var words = schema.at("/$defs/rule/enum");
    assertThat(words)
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(Arrays.stream(Rule.values()).map(Rule::word).toList());
  }
}
