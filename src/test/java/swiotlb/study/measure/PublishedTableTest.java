package swiotlb.study.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedTableTest {
  private static final PublishedTable TABLE = PublishedTable.read();

  @Test
  void itHasTwentyDifferencesOfTenTests() {
    assertThat(TABLE.cells()).hasSize(30);
    assertThat(TABLE.cells().stream().filter(cell -> cell.difference().isPresent())).hasSize(20);
  }

  @Test
  void numbersAreParts() {
    var cell = TABLE.cell("confidential-vm", "24way", PublishedKernel.GROWING).orElseThrow();
    assertThat(cell.variation()).isEqualTo(0.0408);
    assertThat(cell.difference().orElseThrow().difference()).isEqualTo(-0.059);
    assertThat(cell.difference().orElseThrow().variationOfBase()).isEqualTo(0.0319);
  }

  @Test
  void aBoundIsABound() {
    var cell = TABLE.cell("x86-vm", "4way", PublishedKernel.GROWING).orElseThrow();
    assertThat(cell.difference().orElseThrow().difference()).isZero();
    assertThat(cell.difference().orElseThrow().bound()).isEqualTo(0.001);
  }

  /** As many as somebody else counted of the published tables, who had other code. */
  @Test
  void aModelInWhichNothingCostsAnythingGetsFourteen() {
    var met =
        TABLE.cells().stream()
            .flatMap(cell -> cell.difference().stream())
            .filter(difference -> Math.abs(difference.z(0)) <= 2)
            .count();
    assertThat(met).isEqualTo(14);
  }

  @Test
  void aLineThatIsNoCellIsRefused() {
    assertThatThrownBy(() -> PublishedTable.of(List.of("head", "vm,small,base")))
        .hasMessageContaining("no cell");
    assertThatThrownBy(() -> PublishedTable.of(List.of("head", "vm,small,fast,1,")))
        .hasMessageContaining("no kernel");
    assertThatThrownBy(() -> PublishedTable.of(List.of("head", "vm,small,growing,1,2")))
        .hasMessageContaining("no base");
  }
}
