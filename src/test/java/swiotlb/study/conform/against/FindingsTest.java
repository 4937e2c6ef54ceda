package swiotlb.study.conform.against;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.conform.against.OtherKernel.GOLDEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.study.conform.golden.DirectPlayer;
import swiotlb.study.conform.golden.GoldenCheck;
import swiotlb.workload.golden.GoldenOp;

class FindingsTest {
  private static final List<String> SOME =
      List.of(
          "fuzz-all", "cpus-4", "grow-several", "transient-burst", "nvme-min-align", "index-wrap");

  @TempDir private Path folder;

  private static List<GoldenTrace> golden() throws IOException {
    try (var files = Files.list(GOLDEN)) {
      return files.sorted().map(GoldenTrace::read).toList();
    }
  }

  private Findings recorded(OtherKernel kernel, List<String> names) {
    return Findings.of(
        names.stream().map(name -> GoldenTrace.read(kernel.record(name, folder))).toList());
  }

  /** The first difference that was found, made small, and judged by the other command. */
  private SmallCase smallest(Findings findings, Rule rule) {
    var smallest = SmallestCases.of(findings).get(rule);
    assertThat(smallest).isNotNull();
    var file = write(smallest);
    assertThat(smallest.earlier()).isZero();
    var checked = GoldenCheck.check(file, DirectPlayer::new);
    assertThat(checked.operations() - checked.equal()).isEqualTo(1);
    assertThat(checked.first().line()).isEqualTo(smallest.kept().size() + 1L);
    var again = Findings.of(List.of(GoldenTrace.read(file)));
    assertThat(again.judgements().get(0).trace().remarks()).isEmpty();
    assertThat(again.judgements().get(0).differences().get(0).readings())
        .contains(smallest.difference().reading());
    return smallest;
  }

  private Path write(SmallCase small) {
    try {
      return Files.writeString(folder.resolve("small.jsonl"), small.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Findings altered(String name, String from, String to) throws IOException {
    return new AlteredTrace(name, from, to).findings(folder);
  }

  @Test
  void tracesOfTheSameKernelDoNotDiffer() throws IOException {
    var findings = Findings.of(golden());
    assertThat(findings.byRule()).isEmpty();
    assertThat(findings.allEqual()).isTrue();
    assertThat(findings.operations()).isEqualTo(44_610);
    assertThat(findings.judgements()).allMatch(j -> j.equal() == j.operations());
  }

  @Test
  void aKernelThatDecidesAlikeRecordsTheSame() {
    assertThat(recorded(OtherKernel.same(), SOME).allEqual()).isTrue();
  }

  @Test
  void oneDecisionThatChangedIsOneDifference() throws IOException {
    var findings = altered("fuzz-all", "\"slot\":258,\"slots\":4", "\"slot\":380,\"slots\":4");
    assertThat(findings.byRule().get(Rule.ALIGNMENT)).hasSize(1);
    assertThat(findings.sayings(Rule.ALIGNMENT))
        .containsOnlyKeys("a buffer does not begin at a multiple of what is asked for");
    assertThat(smallest(findings, Rule.ALIGNMENT).kept()).hasSize(1);
  }

  @Test
  void aKernelWhoseSearchBeginsAtTheStartOfTheAreaIsRecognised() {
    var findings = recorded(OtherKernel.withoutHints(), SOME);
    assertThat(findings.byRule().keySet()).containsExactly(Rule.SEARCH_START);
    assertThat(findings.sayings(Rule.SEARCH_START)).containsOnlyKeys(PlaceReadings.FROM_AREA_START);
    assertThat(smallest(findings, Rule.SEARCH_START).kept()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void aKernelThatLooksAtFewerBitsOfMinAlignMaskIsRecognised() {
    var findings = recorded(OtherKernel.withMinAlignMask(4095, 2047), List.of("nvme-min-align"));
    assertThat(findings.byRule()).containsKey(Rule.ALIGNMENT);
    assertThat(findings.sayings(Rule.ALIGNMENT))
        .containsKey("a buffer does not agree with the original in bits of min_align_mask");
    assertThat(smallest(findings, Rule.ALIGNMENT).kept()).hasSizeLessThan(6);
  }

  @Test
  void aKernelThatGrowsInOtherStepsIsRecognised() {
    var findings =
        recorded(
            OtherKernel.with(slots -> slots / 2, areas -> areas),
            List.of("grow-several", "transient-burst"));
    assertThat(findings.byRule().keySet()).containsExactly(Rule.GROWTH_SIZE);
    assertThat(findings.sayings(Rule.GROWTH_SIZE))
        .containsOnlyKeys("a dynamic pool is smaller than the specification's");
    var small = smallest(findings, Rule.GROWTH_SIZE);
    assertThat(small.kept().size()).isLessThan(12);
    assertThat(small.of().operations().get(small.kept().get(small.kept().size() - 1)))
        .isInstanceOf(GoldenOp.Grow.class);
  }

  @Test
  void aKernelThatSearchesTheNearestAreaOnlyIsRecognised() {
    var findings = recorded(OtherKernel.with(slots -> slots, areas -> 1), List.of("area-fallback"));
    assertThat(findings.sayings(Rule.AREA_ORDER))
        .containsKey("only the nearest area of each pool is searched");
    assertThat(smallest(findings, Rule.AREA_ORDER).kept().size()).isLessThan(40);
  }

  @Test
  void slotsThatAreGivenTwiceEndTheJudgement() throws IOException {
    var trace = GoldenTrace.read(GOLDEN.resolve("transient-burst.jsonl"));
    var twice =
        altered("transient-burst", "\"slot\":128,\"slots\":128", "\"slot\":0,\"slots\":128");
    assertThat(twice.byRule()).containsOnlyKeys(Rule.IN_USE);
    assertThat(twice.judgements().get(0).unfollowed()).contains("slots 0 to 127 of pool 0");
    assertThat(twice.notJudged()).isEqualTo(trace.operations().size() - 4);
    assertThat(twice.allEqual()).isFalse();
  }

  @Test
  void aTraceThatWasCutIsTold() throws IOException {
    var lines = Files.readAllLines(GOLDEN.resolve("cpus-4.jsonl")).subList(0, 7);
    var file = Files.writeString(folder.resolve("cut.jsonl"), String.join("\n", lines));
    assertThat(GoldenTrace.read(file).remarks())
        .hasSize(2)
        .allMatch(remark -> remark.contains("it was cut"));
  }
}
