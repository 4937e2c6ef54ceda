package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByTypeTest {
  private sealed interface Word {}

  private record Yes(int times) implements Word {}

  private record No() implements Word {}

  private record Perhaps() implements Word {}

  private final List<Word> heard = new ArrayList<>();

  private Behavior<Word> onWord(Word word) {
    heard.add(word);
    return Behaviors.same();
  }

  private final BehaviorTestKit<Word> kit =
      BehaviorTestKit.create(
          ByType.<Word>builder()
              .onMessage(Yes.class, this::onWord)
              .onMessage(No.class, no -> Behaviors.stopped())
              .build());

  @Test
  void aMessageGoesToTheHandlerOfItsType() {
    kit.run(new Yes(3));
    assertThat(heard).containsExactly(new Yes(3));
  }

  @Test
  void whatAHandlerAnswersIsWhatTheActorBecomes() {
    kit.run(new No());
    assertThat(kit.isAlive()).isFalse();
  }

  @Test
  void aMessageWithoutAHandlerIsUnhandled() {
    kit.run(new Perhaps());
    assertThat(Behavior.isUnhandled(kit.returnedBehavior())).isTrue();
    assertThat(heard).isEmpty();
  }

  @Test
  void aSignalGoesToTheFirstHandlerOfItsTypeOrOneAboveIt() {
    var stopped = new ArrayList<Signal>();
    var told =
        BehaviorTestKit.create(
            ByType.<Word>builder()
                .onSignal(PreRestart.class, signal -> Behaviors.stopped())
                .onSignal(
                    Signal.class,
                    signal -> {
                      stopped.add(signal);
                      return Behaviors.same();
                    })
                .build());
    told.signal(PostStop.instance());
    assertThat(stopped).containsExactly(PostStop.instance());
    assertThat(told.isAlive()).isTrue();
  }

  @Test
  void aHandlerOfATypeHandlesThoseBelowIt() {
    var all =
        BehaviorTestKit.create(
            ByType.<Word>builder()
                .onMessage(No.class, no -> Behaviors.stopped())
                .onMessage(Word.class, this::onWord)
                .build());
    all.run(new Yes(3));
    all.run(new Perhaps());
    assertThat(heard).containsExactly(new Yes(3), new Perhaps());
  }

  @Test
  void signalsWithoutAHandlerAreUnhandled() {
    kit.signal(PostStop.instance());
    assertThat(heard).isEmpty();
    assertThat(kit.isAlive()).isTrue();
  }
}
