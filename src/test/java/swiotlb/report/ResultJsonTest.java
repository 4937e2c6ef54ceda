package swiotlb.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.figures.AreaFigures;
import swiotlb.figures.Catalogue;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Ending;
import swiotlb.figures.EvidenceFigures;
import swiotlb.figures.Figure;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.KernelLine;
import swiotlb.figures.MapTime;
import swiotlb.figures.Measured;
import swiotlb.figures.RestrictedFigures;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.figures.ThrottleFigures;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;

class ResultJsonTest {
  private static final Ending WELL = new Ending(false, List.of(), null);
  private static final Origin ORIGIN =
      new Origin(
          "0.1.0",
          "swiotlb=2048,force",
          List.of("software IO TLB: area num 8."),
          Map.of("cpus", "8"),
          List.of(new Origin.Setting("cpus", "8", "--set cpus")));

  private static String text(Head head, Ending ending, Measured... runs) {
    var out = new ByteArrayOutputStream();
    var json = new ResultJson(out, head, ORIGIN);
    List.of(runs).forEach(json::add);
    json.end(ending);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode json(Measured... runs) throws JsonProcessingException {
    return new ObjectMapper().readTree(text(Results.HEAD, WELL, runs));
  }

  private static List<String> complaints(JsonNode document) {
    return ResultSchema.complaints(document.toString());
  }

  private static Measured eventful() {
    return Results.run(
        Map.of("no-free-run", 4L),
        List.of(new GrowthStep(17, GrowthStep.Event.PUBLISHED, 512, 4)),
        List.of(Results.restricted("wifi0", 256, 1, 200)),
        List.of(new KernelLine(5, "swiotlb buffer is full \u001b[31m\"")),
        9);
  }

  @Test
  void resultsAreAsTheSchemaSays() throws JsonProcessingException {
    assertThat(complaints(json(Results.quiet(), eventful()))).isEmpty();
  }

  @Test
  void noRunsAreAsTheSchemaSays() throws JsonProcessingException {
    assertThat(complaints(json())).isEmpty();
  }

  @Test
  void resultsOfARunAreAsTheSchemaSays() throws JsonProcessingException {
    var scenario = scenario(Map.of("devices.sata0.jobs.load.count", "40"));
    var outcome = ScenarioRun.run(scenario, ScenarioRun.Options.plain());
    assertThat(complaints(json(outcome.runs().toArray(Measured[]::new)))).isEmpty();
  }

  private static Scenario scenario(Map<String, String> overrides) {
    return new ScenarioReader().read(Path.of("simulations/first-growth.conf"), overrides);
  }

  @Test
  void whatADesignAddsStandsOnlyWhereItWasChosen() throws JsonProcessingException {
    var throttled =
        scenario(
            Map.of(
                "design.exhaustion", "throttle",
                "devices.sata0.jobs.load.context", "process",
                "devices.sata0.jobs.load.count", "100"));
    var outcome = ScenarioRun.run(throttled, ScenarioRun.Options.plain());
    var document = json(outcome.runs().toArray(Measured[]::new));
    assertThat(complaints(document)).isEmpty();
    assertThat(document.at("/runs/0/throttle/high_throttle_count").asLong()).isPositive();
    assertThat(json(Results.quiet()).at("/runs/0").has("throttle")).isFalse();
  }

  @Test
  void realThreadsAreSaidToDependOnTiming() throws JsonProcessingException {
    var document = new ObjectMapper().readTree(text(Results.REAL, WELL, Results.quiet()));
    assertThat(complaints(document)).isEmpty();
    assertThat(document.get("mode").asText()).isEqualTo("concurrent");
    assertThat(document.get("depends_on_timing").asBoolean()).isTrue();
  }

  @Test
  void whatTheResultsCameOfStandsWithThem() throws JsonProcessingException {
    var document = json(Results.quiet());
    assertThat(document.get("kernel").asText()).isEqualTo("swiotlb=2048,force");
    assertThat(document.get("overrides")).hasToString("{\"cpus\":\"8\"}");
    assertThat(document.at("/settings/cpus"))
        .hasToString("{\"value\":\"8\",\"origin\":\"--set cpus\"}");
  }

  @Test
  void aRunIsWrittenWhenItHasEnded() {
    var out = new ByteArrayOutputStream();
    var json = new ResultJson(out, Results.HEAD, ORIGIN);
    for (var i = 0; i < 100; i++) {
      json.add(Results.quiet());
    }
    assertThat(out.size())
        .isGreaterThan(90 * text(Results.HEAD, WELL, Results.quiet()).length() / 2);
  }

  /** The catalogue against the schema, which is written by hand. */
  static Stream<Arguments> scopes() {
    return Stream.of(
        Arguments.of("run", RunFigures.ALL),
        Arguments.of("device", DeviceFigures.ALL),
        Arguments.of("area", AreaFigures.ALL),
        Arguments.of("shared", SharedMemoryFigures.ALL),
        Arguments.of("time", MapTime.ALL),
        Arguments.of("throttle", ThrottleFigures.ALL),
        Arguments.of("run/properties/restricted/items", RestrictedFigures.ALL),
        Arguments.of("run/properties/failure_evidence/additionalProperties", EvidenceFigures.ALL));
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void theSchemaHasALineForEachFigure(String definition, Catalogue scope) throws IOException {
    var schema =
        new ObjectMapper().readTree(ResultJson.class.getResourceAsStream("result.schema.json"));
    var lines = schema.at("/$defs/" + definition + "/properties").fieldNames();
    assertThat(scope.figures().stream().map(Figure::key))
        .containsExactlyInAnyOrderElementsOf(() -> lines);
  }

  @Test
  void memoryThatIsNotSharedIsNull() throws JsonProcessingException {
    var document = json(Results.quiet().with(RunFigures.SHARED_MEMORY, Optional.empty()));
    assertThat(complaints(document)).isEmpty();
    assertThat(document.at("/runs/0/shared_memory").isNull()).isTrue();
  }

  @Test
  void resultsOfARunInEncryptedMemoryAreAsTheSchemaSays() throws JsonProcessingException {
    var scenario =
        scenario(Map.of("devices.sata0.jobs.load.count", "40", "encryption.kind", "sev-snp"));
    var outcome = ScenarioRun.run(scenario, ScenarioRun.Options.plain());
    assertThat(complaints(json(outcome.runs().toArray(Measured[]::new)))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonOfFailureIsKnownToTheSchema(FailureReason reason) throws JsonProcessingException {
    var run = Results.run(Map.of(reason.id(), 1L), List.of(), List.of(), List.of(), 0);
    assertThat(complaints(json(run))).isEmpty();
  }

  static Stream<Consumer<ObjectNode>> mistakes() {
    return Stream.of(
        document -> document.remove("seed"),
        document -> document.put("extra", 1),
        document -> document.remove("settings"),
        document -> document.withObject("/settings/cpus").remove("origin"),
        document -> document.put("mode", "real"),
        document -> firstRun(document).put("maps", -1),
        document -> firstRun(document).put("maps", 1.5),
        document -> firstRun(document).remove("io_tlb_used"),
        document -> firstRun(document).putObject("failures").put("bad luck", 1),
        document -> firstRun(document).remove("devices"),
        document -> firstRun(document).remove("areas"),
        document -> firstRun(document).remove("shared_memory"),
        document -> firstRun(document).put("buddyinfo", 1),
        document -> ((ObjectNode) firstRun(document).get("map_time_ns")).put("asleep", 1),
        document -> ((ObjectNode) firstRun(document).at("/devices/0")).remove("leaked_slots"),
        document -> ((ObjectNode) firstRun(document).at("/areas/0")).put("lock_wait_ns", -1),
        document -> ((ObjectNode) firstRun(document).get("shared_memory")).put("lost", 1),
        document -> firstRun(document).putArray("growth").addObject().put("event", "shrunk"));
  }

  private static ObjectNode firstRun(ObjectNode document) {
    return (ObjectNode) document.get("runs").get(0);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void theSchemaRejectsAWrongDocument(Consumer<ObjectNode> mistake) throws JsonProcessingException {
    var document = (ObjectNode) json(Results.quiet());
    mistake.accept(document);
    assertThat(complaints(document)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/scenario,first-growth",
    "/seed,1",
    "/mode,virtual",
    "/version,0.1.0",
    "/runs/0/io_tlb_nslabs,512",
    "/runs/0/io_tlb_used_hiwater,300",
    "/runs/0/failures/no-free-run,4",
    "/runs/0/transient_maps,7",
    "/runs/0/direct_maps,3",
    "/runs/0/bandwidth_mib_s,128.0",
    "/runs/0/map_latency_ns/p999,1500",
    "/runs/0/virtual_ns,500000000",
    "/runs/0/deliveries,4321",
    "/runs/0/growth/0/slots,512",
    "/runs/0/restricted/0/device,wifi0",
    "/runs/0/log/0/time_ns,5",
    "/runs/0/map_time_ns/cpu_wait,1000",
    "/runs/0/map_time_ns/lock_wait,2000",
    "/runs/0/map_time_ns/search,3000",
    "/runs/0/map_time_ns/growth_wait,0",
    "/runs/0/map_time_ns/transient,500",
    "/runs/0/map_time_ns/copy_in,10000",
    "/runs/0/map_time_ns/copy_back,3500",
    "/runs/0/devices/0/device,disk",
    "/runs/0/devices/0/failed_maps,20",
    "/runs/0/devices/0/throughput_mib_s,128.04",
    "/runs/0/devices/0/iops,1980.0",
    "/runs/0/devices/0/map_latency_ns/p99,1500",
    "/runs/0/devices/0/most_in_flight,32",
    "/runs/0/devices/0/average_slots,64.0",
    "/runs/0/devices/0/most_slots,128",
    "/runs/0/devices/0/leaked_slots,2",
    "/runs/0/devices/0/lifetime_ns/p50,1500",
    "/runs/0/devices/0/map_time_ns/search,3000",
    "/runs/0/areas/0/lock_acquisitions,1000",
    "/runs/0/areas/0/lock_contended,250",
    "/runs/0/areas/0/lock_wait_ns,70000",
    "/runs/0/areas/1/area,1",
    "/runs/0/shared_memory/shared_bytes,1048576",
    "/runs/0/shared_memory/calls,3",
    "/runs/0/shared_memory/refusals,1",
    "/runs/0/shared_memory/spent_ns,4000000",
    "/runs/0/shared_memory/leaked_pages,2",
    "/runs/0/shared_memory/coherent_bytes,524288",
    "/runs/0/shared_memory/coherent_hiwater_bytes,8192",
    "/runs/0/shared_memory/coherent_refused,5",
    "/runs/0/shared_memory/coherent_expansions,6",
    "/runs/0/buddyinfo,'Node 0, zone    DMA32      1      2'"
  })
  void everyFigureStandsInItsPlace(String pointer, String value) throws JsonProcessingException {
    assertThat(json(eventful()).at(pointer).asText()).isEqualTo(value);
  }

  @Test
  void aFailedSimulationSaysWhatFailed() throws JsonProcessingException {
    var failure = new Ending.Failure("/user/allocator", 5, "Area.Unmap{}", "no buffer");
    var text =
        text(Results.HEAD, new Ending(true, List.of("run 1: a slot has two owners"), failure));
    var document = new ObjectMapper().readTree(text);
    assertThat(complaints(document)).isEmpty();
    assertThat(document.at("/failure/what").asText()).isEqualTo("no buffer");
    assertThat(document.at("/broken_invariants/0").asText()).contains("two owners");
    assertThat(document.at("/interrupted").asBoolean()).isTrue();
  }

  @Test
  void theDocumentEndsInALineBreak() {
    assertThat(text(Results.HEAD, WELL)).endsWith("}\n");
  }
}
