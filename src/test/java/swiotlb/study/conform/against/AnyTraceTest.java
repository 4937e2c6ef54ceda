package swiotlb.study.conform.against;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.conform.against.OtherKernel.GOLDEN;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import swiotlb.workload.golden.GoldenAnswer.Outcome;

class AnyTraceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Provide
  Arbitrary<GoldenTrace> traces() {
    return Arbitraries.of(
            "transient-burst",
            "grow-small-default",
            "area-fallback",
            "max-256k",
            "rcu-no-fit",
            "restricted-static",
            "transient-rcu",
            "freeze-pending")
        .map(name -> GoldenTrace.read(GOLDEN.resolve(name + ".jsonl")));
  }

  @Property(tries = 40)
  void noPartOfATraceDiffers(
      @ForAll("traces") GoldenTrace trace, @ForAll @IntRange(max = 10_000) int cut)
      throws IOException {
    var lines = trace.texts().subList(0, 1 + cut % trace.texts().size());
    var findings = findings(trace.headerText(), lines);
    assertThat(findings.byRule()).isEmpty();
    assertThat(findings.notJudged()).isZero();
  }

  /** Whatever one place becomes, it is found, and its case is a trace with the same difference. */
  @Property(tries = 40)
  void anyOtherPlaceIsFoundAndMadeSmall(
      @ForAll("traces") GoldenTrace trace,
      @ForAll @IntRange(max = 10_000) int which,
      @ForAll @IntRange(min = 1, max = 300) int slots)
      throws IOException {
    var mapped =
        IntStream.range(0, trace.operations().size())
            .filter(i -> trace.operations().get(i).expected().outcome() instanceof Outcome.Mapped)
            .boxed()
            .toList();
    var at = mapped.get(which % mapped.size());
    var lines = new ArrayList<>(trace.texts());
    var line = (ObjectNode) JSON.readTree(lines.get(at));
    var result = (ObjectNode) line.get("result");
    result.put("slot", result.get("slot").asInt() + slots);
    lines.set(at, JSON.writeValueAsString(line));

    var findings = findings(trace.headerText(), lines);
    assertThat(findings.judgements().get(0).differences().get(0).index()).isEqualTo(at);
    SmallestCases.of(findings).values().forEach(AnyTraceTest::requireSame);
  }

  private static void requireSame(SmallCase small) {
    var judged = judged(small);
    var last = judged.differences().get(judged.differences().size() - 1);
    assertThat(last.index()).isEqualTo(small.kept().size() - 1);
    assertThat(last.readings()).contains(small.difference().reading());
    assertThat(last.recorded()).isEqualTo(small.difference().recorded());
    assertThat(last.got()).isEqualTo(small.difference().got());
    assertThat(judged.differences()).hasSize(small.earlier() + 1);
  }

  /** Read back from its text, so that it keeps to the rules of the format. */
  private static Judgement judged(SmallCase small) {
    try {
      var file = Files.createTempFile("small", ".jsonl");
      try {
        Files.writeString(file, small.text());
        return Judge.judge(GoldenTrace.read(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Findings findings(String header, List<String> lines) throws IOException {
    Path file = Files.createTempFile("trace", ".jsonl");
    try {
      Files.writeString(file, header + "\n" + String.join("\n", lines) + "\n");
      return Findings.of(List.of(GoldenTrace.read(file)));
    } finally {
      Files.delete(file);
    }
  }
}
