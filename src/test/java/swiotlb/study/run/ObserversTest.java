package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;

class ObserversTest {
  private final List<String> heard = new ArrayList<>();

  /** Writes down all that it hears. */
  private final class Diary implements RunObserver {
    private final String name;

    Diary(String name) {
      this.name = name;
    }

    @Override
    public void runEnded(Measured run) {
      heard.add(name + " run");
    }

    @Override
    public void invariantBroken(String what) {
      heard.add(name + " " + what);
    }

    @Override
    public void failed(String path, Throwable cause) {
      heard.add(name + " " + path);
    }
  }

  private static final RunObserver FULL_DISK =
      RunObserver.ofRuns(
          run -> {
            throw new UncheckedIOException(
                "the results cannot be written", new IOException("full"));
          });

  private static ScenarioRun.Options plain() {
    return ScenarioRun.Options.plain();
  }

  @Test
  void eachHearsEverythingInTheirOrder() {
    var both = new Observers(List.of(new Diary("a"), new Diary("b")));
    both.invariantBroken("bad");
    both.failed("/area", new IllegalStateException());
    assertThat(heard).containsExactly("a bad", "b bad", "a /area", "b /area");
  }

  @Test
  void countersAreSampledIfAnyoneHearsThem() {
    var samples = RunObserver.ofSamples(sample -> {});
    assertThat(new Observers(List.of(new Diary("a"))).hearsSamples()).isFalse();
    assertThat(new Observers(List.of(new Diary("a"), samples)).hearsSamples()).isTrue();
  }

  @Test
  void whoIsClosedHearsNothing() {
    var closed = new Observers(List.of(new Diary("a")));
    closed.close();
    closed.invariantBroken("bad");
    assertThat(heard).isEmpty();
  }

  @Test
  void everyRunIsHeardWhenItEnds() {
    var scenario =
        Simulations.scenario("first-growth", "runs", "3", "devices.sata0.jobs.load.count", "10");
    var runs = new ArrayList<Long>();
    var ending =
        ScenarioRun.run(
            scenario,
            plain(),
            List.of(RunObserver.ofRuns(run -> runs.add(run.get(RunFigures.MAPS))), new Diary("a")));
    assertThat(ending.isGood()).isTrue();
    assertThat(runs).containsExactly(40L, 40L, 40L);
    assertThat(heard).containsExactly("a run", "a run", "a run");
  }

  @Test
  void nothingKeepsARunThatHasEnded() {
    var scenario =
        Simulations.scenario("first-growth", "runs", "9", "devices.sata0.jobs.load.count", "10");
    var runs = new ArrayList<WeakReference<Measured>>();
    ScenarioRun.run(
        scenario, plain(), List.of(RunObserver.ofRuns(run -> runs.add(new WeakReference<>(run)))));
    System.gc();
    assertThat(runs).hasSize(9).allMatch(run -> run.get() == null);
  }

  @Test
  void whatAnObserverCannotDoEndsTheSimulation() {
    var scenario =
        Simulations.scenario("first-growth", "runs", "3", "devices.sata0.jobs.load.count", "10");
    assertThatThrownBy(
            () -> ScenarioRun.run(scenario, plain(), List.of(FULL_DISK, new Diary("after it"))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("the results cannot be written");
    assertThat(heard).isEmpty();
  }
}
