package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MeasuredTest {
  private final Catalogue disk = new Catalogue("disk");
  private final Figure<Long> reads = disk.declare("reads", Unit.COUNT, "reads");
  private final Figure<String> name = disk.declare("name", Unit.NONE, "");

  private Measured measured() {
    return disk.measure().put(name, "sda").put(reads, 3L).build();
  }

  @Test
  void whatWasMeasuredCanBeHad() {
    assertThat(measured().get(reads)).isEqualTo(3);
    assertThat(measured().get(name)).isEqualTo("sda");
  }

  @Test
  void aFigureThatNobodyMeasuredIsNamed() {
    assertThatThrownBy(() -> disk.measure().put(name, "sda").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nobody measured [disk.reads]");
  }

  @Test
  void aFigureThatIsMeasuredTwiceIsRefused() {
    assertThatThrownBy(() -> disk.measure().put(reads, 1L).put(reads, 2L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("disk.reads is measured twice");
  }

  @Test
  void aFigureOfAnotherScopeIsRefused() {
    var other = new Catalogue("tape").like(reads);
    assertThatThrownBy(() -> disk.measure().put(other, 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tape.reads is no figure of a disk");
    assertThatThrownBy(() -> measured().get(other)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherValueLeavesTheFirstMeasurementAlone() {
    var first = measured();
    assertThat(first.with(reads, 4L).get(reads)).isEqualTo(4);
    assertThat(first.get(reads)).isEqualTo(3);
  }

  @Test
  void itsTextHasEveryFigure() {
    assertThat(measured()).hasToString("disk{reads=3, name=sda}");
  }
}
