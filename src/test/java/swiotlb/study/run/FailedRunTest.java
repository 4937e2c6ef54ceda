package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.InternalActorRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.scenario.Scenario;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** A part that fails ends the simulation, which says what did it. */
class FailedRunTest {

  /** Lets a test meddle when an actor is about to handle a message. */
  private static final class Meddler implements MessageSink {
    private final BiConsumer<Object, Long> meddling;
    private boolean done;

    Meddler(BiConsumer<Object, Long> meddling) {
      this.meddling = meddling;
    }

    @Override
    public synchronized void delivered(Sent sent, long at) {
      if (!done && sent.message() instanceof MapClient.Mapped mapped && !mapped.isTransient()) {
        done = true;
        meddling.accept(sent.message(), at);
      }
    }

    @Override
    public void undelivered(Sent sent) {}
  }

  /** Unmaps a buffer that nobody has. */
  private static void poison(Object message, long at) {
    var mapped = (MapClient.Mapped) message;
    var nobody = akka.actor.testkit.typed.javadsl.TestInbox.<MapClient.Reply>create().getRef();
    mapped.area().tell(new Area.Unmap(4711, mapped.slot() + 1, nobody));
  }

  private static ScenarioRun.Outcome poisoned(Scenario scenario) {
    var options = ScenarioRun.Options.plain().withSink(new Meddler(FailedRunTest::poison));
    return ScenarioRun.run(scenario, options);
  }

  @Test
  void anAreaThatThrowsEndsTheSimulationWithTheMessageThatDidIt() {
    var outcome = poisoned(Simulations.scenario("first-growth"));
    assertThat(outcome.ending().isGood()).isFalse();
    assertThat(outcome.runs()).isEmpty();
    assertThat(outcome.ending().failure().actor()).startsWith("/user/allocator/").contains("area-");
    assertThat(outcome.ending().failure().message()).startsWith("Area.Unmap{\"mapping\":4711,");
    assertThat(outcome.ending().failure().what()).contains("no buffer begins at slot");
    assertThat(outcome.ending().failure().timeNs()).isPositive();
  }

  @Test
  void theReportOfAFailureIsTheSameEachTime() {
    assertThat(poisoned(Simulations.scenario("first-growth")).ending().failure())
        .isEqualTo(poisoned(Simulations.scenario("first-growth")).ending().failure());
  }

  @Test
  void onRealThreadsTooAFailureEndsTheSimulation() {
    var outcome = poisoned(Simulations.scenario("first-growth", "mode", "concurrent"));
    assertThat(outcome.ending().failure().actor()).contains("area-");
    assertThat(outcome.ending().failure().what()).contains("no buffer begins at slot");
  }

  @Test
  void aSimulationThatGoesSilentSaysWhatEachActorDidLast() {
    var plain = ScenarioRun.Options.plain();
    var losesAMessage =
        new Meddler(
            (message, at) -> {
              throw new AssertionError("this message is lost");
            });
    var options =
        new ScenarioRun.Options(
            plain.scheduleSeed(),
            false,
            losesAMessage,
            () -> false,
            f -> {},
            Duration.ofSeconds(1));
    var scenario = Simulations.scenario("first-growth", "mode", "concurrent");
    assertThat(ScenarioRun.run(scenario, options).ending().failure().what())
        .startsWith("went silent before it ended; the last message of each actor:")
        .contains("/user/device-sata0: ");
  }

  /** An observer that fails where no observer may: the guardian asks it and fails with it. */
  private static final RunObserver SPOILER =
      new RunObserver() {
        @Override
        public boolean hearsSamples() {
          throw new IllegalStateException("spoilt");
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "concurrent"})
  void aGuardianThatFailsIsNoGoodRun(String mode) {
    var scenario = Simulations.scenario("first-growth", "mode", mode);
    var ending = ScenarioRun.run(scenario, ScenarioRun.Options.plain(), List.of(SPOILER));
    assertThat(ending.isGood()).isFalse();
    assertThat(ending.failure().actor()).isEqualTo("/user");
    assertThat(ending.failure().what())
        .startsWith("the simulation itself failed, which is a fault of the simulator, not of")
        .contains("java.lang.IllegalStateException: spoilt\n  at ")
        .contains("hearsSamples");
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "concurrent"})
  void aSimulationThatEndsBeforeItsLastRunIsNoGoodRun(String mode) {
    var stopper =
        new Meddler(
            (message, at) -> guardianOf((MapClient.Mapped) message).tell(new Simulation.Stop()));
    var outcome =
        ScenarioRun.run(
            Simulations.scenario("first-growth", "mode", mode, "runs", "3"),
            ScenarioRun.Options.plain().withSink(stopper));
    assertThat(outcome.runs()).hasSize(1);
    assertThat(outcome.ending().isGood()).isFalse();
    assertThat(outcome.ending().failure().what())
        .isEqualTo(
            "ended after 1 of 3 runs, although nobody told it to,"
                + " which is a fault of the simulator, not of the scenario");
  }

  /** Above area, pool and allocator. */
  private static ActorRef<Simulation.Command> guardianOf(MapClient.Mapped mapped) {
    var area = (InternalActorRef) Adapter.toClassic(mapped.area());
    return Adapter.toTyped(area.getParent().getParent().getParent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "concurrent"})
  void aSimulationThatWasToldToEndMayEndBeforeItsLastRun(String mode) {
    var plain = ScenarioRun.Options.plain();
    var interrupted =
        new ScenarioRun.Options(
            plain.scheduleSeed(), false, null, () -> true, f -> {}, plain.silence());
    var scenario = Simulations.scenario("load-spike", "mode", mode, "runs", "3");
    var ending = ScenarioRun.run(scenario, interrupted).ending();
    assertThat(ending.failure()).isNull();
  }

  @Test
  void aMessageThatNobodyTakesFailsTheRun() {
    var options =
        ScenarioRun.Options.plain()
            .withSink(
                new Meddler(
                    (message, at) ->
                        ((MapClient.Mapped) message)
                            .area()
                            .unsafeUpcast()
                            .tell("nobody understands this")));
    var outcome = ScenarioRun.run(Simulations.scenario("first-growth"), options);
    assertThat(outcome.ending().isGood()).isFalse();
  }
}
