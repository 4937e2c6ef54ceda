package swiotlb.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import swiotlb.study.measure.PublishedKernel;
import swiotlb.study.measure.PublishedMeasuring;
import swiotlb.study.measure.PublishedTable;
import swiotlb.study.measure.PublishedTest;
import swiotlb.study.measure.RepeatedTest;
import swiotlb.study.measure.WarmUpRule;
import swiotlb.study.work.Crews;

/** What is said of the published tables where not all went as it should. */
class PublishedTextTest {
  private static final String FOLDER = "src/test/resources/published/x86-vm-";
  private static final List<PublishedTest> TESTS =
      PublishedTest.read(
          List.of(Path.of(FOLDER + "small.conf"), Path.of(FOLDER + "4way.conf")), Map.of());

  /** Interrupted as soon as so much of the work is done. */
  private static PublishedMeasuring.Result interrupted(double after) {
    var order =
        new PublishedMeasuring.Order(
            TESTS, Map.of(), OptionalInt.of(3), 10, new WarmUpRule.First(0), 0.95, false, 1);
    var isInterrupted = new AtomicBoolean();
    return PublishedMeasuring.run(
        order,
        Crews.threads(1),
        isInterrupted::get,
        done -> {
          if (done > after) {
            isInterrupted.set(true);
          }
        });
  }

  private static String text(PublishedMeasuring.Result result) {
    var text = new StringWriter();
    PublishedText.print(result, new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void testsThatWereInterruptedAreLeftOutWithAWord() {
    var result = interrupted(0.5);
    assertThat(result.tests()).hasSize(1);
    assertThat(text(result)).contains("1 of 2 tests are done, the others are left out");
    assertThat(MeasureJson.ofPublished(result, "1").get("interrupted").asBoolean()).isTrue();
    assertThat(text(interrupted(0))).startsWith("interrupted before the first test");
    assertThat(text(interrupted(2))).doesNotContain("interrupted");
  }

  @Test
  void whatCameToNothingIsNoNumber() {
    var published =
        PublishedTable.read().cell("x86-vm", "small", PublishedKernel.GROWING).orElseThrow();
    var cell =
        new RepeatedTest.Cell(
            PublishedKernel.GROWING,
            Optional.of(published),
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Optional.empty(),
            OptionalDouble.empty(),
            Double.NaN,
            List.of());
    assertThat(cell.z()).isEmpty();
    var outcome = interrupted(0.5).tests().get(0).outcome();
    var test = new RepeatedTest(TESTS.get(0), List.of(cell), outcome);
    assertThat(PublishedText.row(test, cell)).doesNotContain("NaN", "0 bytes").contains(Shown.NONE);
    var result = new PublishedMeasuring.Result(List.of(test), 1);
    assertThat(text(result)).contains("0 of 0 published", "1 more could not be compared");
    assertThat(
            MeasureJson.ofPublished(result, "1").get("cells").get(0).get("memory_bytes").isNull())
        .isTrue();
  }
}
