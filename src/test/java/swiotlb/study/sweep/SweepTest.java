package swiotlb.study.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.input.ScenarioException;

/** Sweeps as a whole: what is run, what comes of it, and going on. */
class SweepTest {
  @TempDir Path folder;

  private SmallSweep small() {
    return SmallSweep.in(folder);
  }

  @Test
  void everyReplicationOfEveryPointHasALine() {
    var result = small().run();
    assertThat(small().lines()).hasSize(4 * 2 * 2);
    assertThat(result.tally().points()).hasSize(8).allMatch(point -> point.runs().size() == 2);
    assertThat(result.tally().runs()).allMatch(Tally.Run::isDone);
  }

  @Test
  void linesAndTableAgree() {
    small().run();
    assertThat(small().rows()).isEqualTo(small().lines());
  }

  @Test
  void aReplicationHasTheSameSeedAtEveryPoint() {
    var points = small().run().tally().points();
    var seeds =
        points.stream().map(p -> p.runs().stream().map(Tally.Run::seed).toList()).distinct();
    assertThat(seeds).singleElement().satisfies(two -> assertThat(two).doesNotHaveDuplicates());
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid", "lhs:12", "diverse:20"})
  void resultsDoNotDependOnThreads(String sample) throws IOException {
    var axes = new String[] {"devices.disk.jobs.load.depth=1..40", "cpus=1,2"};
    var one = in("one").varying(axes).sampled(sample).replicated(1);
    one.run(one.plan(), false, 1, () -> false);
    var three = in("three").varying(axes).sampled(sample).replicated(1);
    three.run(three.plan(), false, 3, () -> false);
    assertThat(three.lines()).isEqualTo(one.lines()).isNotEmpty();
  }

  private SmallSweep in(String name) throws IOException {
    return SmallSweep.in(Files.createDirectories(folder.resolve(name)));
  }

  @Test
  void severalRunsOnAMachineHaveALineEach() {
    var sweep = small().varying("runs=3").replicated(2);
    sweep.run();
    assertThat(sweep.lines()).hasSize(6).allMatch(line -> line.contains("\"runs\":3"));
    assertThat(sweep.lines().stream().map(line -> line.replaceAll(".*\"run\":(\\d).*", "$1")))
        .containsExactlyInAnyOrder("1", "2", "3", "1", "2", "3");
  }

  @Test
  void whatIsThereIsNotRunAgain() {
    small().run();
    var before = small().lines();
    var again = small().resume();
    assertThat(again.found()).isEqualTo(16);
    assertThat(small().lines()).isEqualTo(before);
    assertThat(again.tally().runs()).hasSize(16);
  }

  @Test
  void aSweepThatIsInterruptedGoesOnWhereItWas() throws IOException {
    var whole = in("whole");
    whole.run();
    var polls = new AtomicInteger();
    var cut = small().run(small().plan(), false, 1, () -> polls.incrementAndGet() > 20);
    assertThat(cut.interrupted()).isTrue();
    assertThat(small().lines()).hasSizeLessThan(16);
    var rest = small().resume();
    assertThat(rest.interrupted()).isFalse();
    assertThat(small().lines()).isEqualTo(whole.lines());
    assertThat(small().rows()).isEqualTo(whole.lines());
  }

  @Test
  void aDiverseSweepThatWasInterruptedTakesTheSamePoints() throws IOException {
    var axes = "devices.disk.jobs.load.depth=1..200";
    var whole = in("whole").varying(axes).sampled("diverse:30").replicated(1);
    whole.run();
    var cut = small().varying(axes).sampled("diverse:30").replicated(1);
    var polls = new AtomicInteger();
    cut.run(cut.plan(), false, 1, () -> polls.incrementAndGet() > 30);
    assertThat(cut.lines()).hasSizeLessThan(30);
    cut.resume();
    assertThat(cut.lines()).isEqualTo(whole.lines());
  }

  @Test
  void onePointOfManyThatIsRefusedIsAResult() {
    var sweep = small().varying("devices.disk.jobs.load.block=4KiB,3000PiB,8KiB").replicated(1);
    var tally = sweep.run().tally();
    assertThat(tally.runs())
        .extracting(Tally.Run::outcome)
        .containsExactly("done", "refused", "done");
    assertThat(tally.points().get(1).runs().get(0).reason())
        .contains("devices.disk.jobs.load.block")
        .contains("3000PiB");
  }

  @Test
  void aScenarioThatIsRefusedEverywhereIsNotRun() {
    var sweep = small().varying("devices.disk.jobs.load.dept=1,2");
    assertThatThrownBy(sweep::run)
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("unknown setting devices.disk.jobs.load.dept")
        .hasMessageContaining("is depth meant?");
    assertThat(sweep.files().out()).doesNotExist();
  }

  @Test
  void realTimeIsRefusedSinceItsResultsDiffer() {
    assertThatThrownBy(() -> small().varying("mode=concurrent").run())
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("virtual");
  }

  @Test
  void withoutResumeNothingIsOverwritten() {
    small().run();
    var before = small().lines();
    assertThatThrownBy(() -> small().run())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--resume");
    assertThat(small().lines()).isEqualTo(before);
  }

  @Test
  void filesOfSomethingElseAreNotOverwritten() throws IOException {
    var files = small().files();
    Files.createDirectories(files.out());
    Files.writeString(files.lines(), "mine\n");
    assertThatThrownBy(() -> small().resume()).hasMessageContaining("without the plan of a sweep");
    assertThat(files.lines()).hasContent("mine");
  }

  @Test
  void resumingWhereNothingWasBegunBegins() {
    assertThat(small().resume().found()).isZero();
    assertThat(small().lines()).hasSize(16);
  }

  @Test
  void anotherTextOfTheScenarioIsRefused() {
    small().run();
    assertThatThrownBy(() -> small().saying(small().text().replace("50 us", "51 us")).resume())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("another text of the scenario");
  }

  @Test
  void anotherCommentOfTheScenarioIsNot() {
    small().run();
    assertThat(small().saying("# A comment.\n" + small().text()).resume().found()).isEqualTo(16);
  }

  @Test
  void anotherIncludedFileIsRefused() throws IOException {
    var including = small().saying("include \"part.conf\"\n" + small().text());
    Files.writeString(folder.resolve("part.conf"), "memory = 1 GiB\n");
    including.run();
    Files.writeString(folder.resolve("part.conf"), "memory = 2 GiB\n");
    assertThatThrownBy(including::resume).hasMessageContaining("another text of the scenario");
  }

  @Test
  void anotherPlanIsRefusedInWords() {
    small().run();
    assertThatThrownBy(() -> small().replicated(3).resume())
        .hasMessageContaining("--replications 2, not 3");
    assertThatThrownBy(() -> small().varying("cpus=1").resume())
        .hasMessageContaining("was begun with --vary");
    assertThatThrownBy(() -> small().sampled("lhs:3").resume())
        .hasMessageContaining("--sample grid, not lhs:3");
    var plan = small().plan();
    var other =
        new SweepPlan(
            plan.scenario(),
            Map.of(),
            plan.vary(),
            plan.sample(),
            plan.replications(),
            plan.seed(),
            "1.1");
    assertThatThrownBy(() -> small().run(other, true, 1, () -> false))
        .hasMessageContaining("version 1.0 of the program, this is 1.1");
    var seeded =
        new SweepPlan(
            plan.scenario(), Map.of(), plan.vary(), plan.sample(), 2, OptionalLong.of(6), "1.0");
    assertThatThrownBy(() -> small().run(seeded, true, 1, () -> false))
        .hasMessageContaining("seed 5, not 6");
  }

  @Test
  void axesThatSayTheSameAreRefused() {
    assertThatThrownBy(() -> small().varying("cpus=1", "cpus=2").run())
        .hasMessageContaining("--vary cpus: is given twice");
    assertThatThrownBy(() -> small().varying("seed=1..3").run())
        .hasMessageContaining("--replications");
  }

  @Test
  void hostileTextsOfPathsAndValuesStayTexts() {
    var paths = List.of("about", "devices.disk.jobs.load.depth");
    var evil = "x\\\"; DROP TABLE result; --' \u001b[31m\u202e${cpus} $(id) <script>";
    var sweep = small().varying("about=\"" + evil + "\",b", paths.get(1) + "=1,2").replicated(1);
    var tally = sweep.run().tally();
    assertThat(tally.runs()).hasSize(4).allMatch(Tally.Run::isDone);
    assertThat(tally.points().get(0).settings().get("about")).isEqualTo(evil.replace("\\\"", "\""));
    assertThat(sweep.rows()).isEqualTo(sweep.lines());
    assertThatThrownBy(() -> in("other").varying("a\"b;DROP=1,2").run())
        .isInstanceOf(InputException.class);
  }

  @Test
  void columnsOfFiguresAndSettingsDoNotCollide() {
    var sweep = small().varying("runs=1,2", "cpus=1,2").replicated(1);
    sweep.run();
    assertThat(sweep.rows()).isEqualTo(sweep.lines());
  }

  @Test
  void keysAreNeverTheSame() {
    small().run();
    var keys = small().lines().stream().map(line -> line.substring(0, 50)).toList();
    assertThat(keys).doesNotHaveDuplicates();
  }
}
