package swiotlb.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.time.Choices;

/** Choices are written down, and given again. */
class DeviationsTest {
  private record Actors(int size) implements Choices.Runnables {
    @Override
    public String path(int index) {
      return "/actor-" + index;
    }
  }

  private static final Deviations SOME =
      new Deviations(
          List.of(
              new Deviation(1, Kind.TURN, 2),
              new Deviation(2, Kind.LATE, 70),
              new Deviation(4, Kind.HAPPENS, 1)));

  /** Asks for two turns, a delay, whether something happens twice, and a turn. */
  private static List<Object> ask(Choices choices) {
    return List.of(
        choices.turn(new Actors(3)),
        choices.turn(new Actors(3)),
        choices.lateness(1000),
        choices.happens("memory is refused", 0.1),
        choices.happens("memory is refused", 0.1),
        choices.turn(new Actors(2)));
  }

  @Test
  void whatWasWrittenDownIsMadeAgain() {
    var again = new GivenDeviations(SOME);
    var made = new MadeChoices(again);
    assertThat(ask(made)).containsExactly(0, 2, 70L, false, true, 0);
    assertThat(made.count()).isEqualTo(6);
    assertThat(made.deviations()).isEqualTo(SOME);
    assertThat(again.misfits()).isZero();
    assertThat(again.left()).isZero();
  }

  @Test
  void whatDoesNotFitIsLeftOutAndCounted() {
    var other =
        new GivenDeviations(
            new Deviations(
                List.of(
                    new Deviation(0, Kind.TURN, 7),
                    new Deviation(2, Kind.TURN, 1),
                    new Deviation(9, Kind.TURN, 1))));
    assertThat(ask(other)).containsExactly(2, 0, 0L, false, false, 0);
    assertThat(other.misfits())
        .as("an actor that is not there, a turn that is a delay")
        .isEqualTo(2);
    assertThat(other.left()).as("a choice that was not come to").isEqualTo(1);
  }

  @Test
  void choicesAreToldInWords() {
    var told = new ToldChoices(new GivenDeviations(SOME));
    ask(told);
    assertThat(told.told())
        .containsExactly(
            "choice 1: the begin or end of /actor-0 is held back until nothing else can go",
            "choice 1: the begin or end of /actor-1 is held back until nothing else can go",
            "choice 2: a message comes after 1,070 ns, 70 ns late",
            "choice 4: memory is refused");
  }

  @Test
  void placesRise() {
    var twice = List.of(new Deviation(3, Kind.TURN, 1), new Deviation(3, Kind.LATE, 1));
    assertThatThrownBy(() -> new Deviations(twice)).hasMessageContaining("choice 3 comes twice");
    assertThat(Deviations.inOrder(twice).all()).containsExactly(new Deviation(3, Kind.LATE, 1));
    assertThatThrownBy(() -> new Deviation(0, Kind.TURN, 0)).hasMessageContaining("from 1");
  }
}
