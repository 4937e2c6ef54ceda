package swiotlb.study.conform.against;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A golden trace with one word changed touches the rule that the word is about. */
class RuleTest {
  @TempDir private Path folder;

  /** A trace in which the first text of these is another. */
  private record Mutant(Rule rule, String trace, String from, String to) {}

  private static Stream<Mutant> mutants() {
    return Stream.of(
        new Mutant(Rule.BOOT, "boot-sizing", "\"defaultAreas\":8", "\"defaultAreas\":4"),
        new Mutant(Rule.LARGEST_MAPPING, "cpus-4", "\"maxMapping\":262144", "\"maxMapping\":4096"),
        new Mutant(Rule.NO_POOL, "boot-no-memory", "\"no-memory\"", "\"no-slot\""),
        new Mutant(Rule.TOO_LARGE, "over-256k", "\"too-big\"", "\"no-slot\""),
        new Mutant(
            Rule.BUFFER_SIZE, "cpus-4", "\"slot\":130,\"slots\":4", "\"slot\":130,\"slots\":5"),
        new Mutant(
            Rule.OFFSET,
            "cpus-4",
            "\"slot\":128,\"slots\":1,\"offset\":0",
            "\"slot\":128,\"slots\":1,\"offset\":512"),
        new Mutant(
            Rule.AREA_ORDER, "cpus-4", "\"area\":1,\"slot\":128,", "\"area\":2,\"slot\":300,"),
        new Mutant(
            Rule.REACH,
            "limit-dma",
            "{\"error\":\"full\",\"why\":\"not-capable\",\"transient\":false}",
            "{\"pool\":0,\"area\":0,\"slot\":44,\"slots\":5}"),
        new Mutant(Rule.SEARCH_START, "index-wrap", "\"index\":[252]", "\"index\":[7]"),
        new Mutant(
            Rule.ALIGNMENT, "fuzz-all", "\"slot\":258,\"slots\":4", "\"slot\":380,\"slots\":4"),
        new Mutant(
            Rule.SEGMENT_BOUNDARY,
            "seg-boundary",
            "\"slot\":0,\"slots\":3",
            "\"slot\":504,\"slots\":3"),
        new Mutant(
            Rule.SLOT_SET, "seg-boundary", "\"slot\":0,\"slots\":3", "\"slot\":126,\"slots\":3"),
        new Mutant(
            Rule.IN_USE,
            "transient-burst",
            "\"slot\":128,\"slots\":128",
            "\"slot\":0,\"slots\":128"),
        new Mutant(Rule.SCAN, "cpus-4", "\"slot\":130,\"slots\":4", "\"slot\":140,\"slots\":4"),
        new Mutant(
            Rule.GROWTH_WORK, "transient-burst", "\"work\":\"queued\"", "\"work\":\"already\""),
        new Mutant(
            Rule.TRANSIENT,
            "transient-burst",
            "\"nslabs\":65,\"slot\":0",
            "\"nslabs\":80,\"slot\":0"),
        new Mutant(
            Rule.TRANSIENT_PAGES,
            "transient-burst",
            "\"order\":6,\"zone\":\"dma32\"",
            "\"order\":6,\"zone\":\"normal\""),
        new Mutant(Rule.TRANSIENT_RELEASE, "transient-rcu", "\"freed\":", "\"freed\":1"),
        new Mutant(
            Rule.GROWTH_SIZE,
            "grow-areas",
            "\"nslabs\":2048,\"areas\":16,\"areaNslabs\":128},\"pages\"",
            "\"nslabs\":4096,\"areas\":16,\"areaNslabs\":256},\"pages\""),
        new Mutant(
            Rule.GROWTH_AREAS,
            "grow-areas",
            "\"areas\":16,\"areaNslabs\":128},\"pages\"",
            "\"areas\":8,\"areaNslabs\":256},\"pages\""),
        new Mutant(
            Rule.GROWTH_PAGES,
            "grow-areas",
            "\"order\":10,\"zone\":\"dma32\",\"at\":\"0x10400000\"",
            "\"order\":10,\"zone\":\"normal\",\"at\":\"0x10400000\""),
        new Mutant(Rule.UNMAP, "transient-burst", ",\"transient\":true}", "}"),
        new Mutant(Rule.AREA_USE, "cpus-4", "\"area\":1,\"slot\":128,", "\"area\":2,\"slot\":128,"),
        new Mutant(Rule.HIWATER, "max-256k", "\"hiwater\":1024", "\"hiwater\":1023"),
        new Mutant(Rule.COUNTERS, "max-256k", "\"used\":762", "\"used\":761"));
  }

  @Test
  void everyRuleHasOne() {
    assertThat(mutants()).extracting(Mutant::rule).containsExactly(Rule.values());
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isNamedWhereTheTraceWasChanged(Mutant mutant) throws IOException {
    var altered = new AlteredTrace(mutant.trace(), mutant.from(), mutant.to());
    var differences = altered.findings(folder).judgements().get(0).differences();
    assertThat(differences).first().extracting(Difference::line).isEqualTo(altered.line());
    assertThat(differences).first().extracting(Difference::rule).isEqualTo(mutant.rule());
  }
}
