package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
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
