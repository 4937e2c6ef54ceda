package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
  private final Catalogue disk = new Catalogue("disk");

  private Figure<Long> reads() {
    return disk.declare("reads", Unit.COUNT, "reads");
  }

  @Test
  void figuresStandInTheOrderInWhichTheyAreDeclared() {
    var reads = reads();
    var writes = disk.ahead(reads).<Long>declare("writes", Unit.COUNT, "writes");
    assertThat(disk.figures()).containsExactly(reads, writes);
  }

  @Test
  void aFigureThatIsDeclaredTwiceIsRefused() {
    reads();
    assertThatThrownBy(this::reads)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("disk.reads is declared twice; give it a key of its own");
  }

  @Test
  void aFigureThatIsDeclaredAfterSomebodyLookedIsRefused() {
    disk.figures();
    assertThatThrownBy(this::reads)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("declared too late");
  }

  @Test
  void aTableShowsFiguresBeforeOthersAndPartsBelowTheirWhole() {
    var reads = reads();
    var writes = disk.<Long>declare("writes", Unit.COUNT, "writes");
    var cached = disk.under(reads).<Long>declare("cached", Unit.COUNT, "cached");
    var size = disk.ahead(reads).<Long>declare("size", Unit.BYTES, "size");
    assertThat(disk.rows()).containsExactly(size, reads, cached, writes);
  }

  @Test
  void aTableShowsNothingWithoutALabel() {
    disk.declare("serial", Unit.NONE, "");
    assertThat(disk.rows()).isEmpty();
  }

  @Test
  void aFigureLikeAnotherHasItsWordsAndAScopeOfItsOwn() {
    var like = new Catalogue("tape").like(reads());
    assertThat(like).hasToString("tape.reads");
    assertThat(like.label()).isEqualTo("reads");
  }

  static Stream<Catalogue> catalogues() {
    return Stream.of(
        RunFigures.ALL,
        DeviceFigures.ALL,
        AreaFigures.ALL,
        RestrictedFigures.ALL,
        SharedMemoryFigures.ALL,
        EvidenceFigures.ALL,
        SampleFigures.ALL,
        MapTime.ALL);
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void everyFigureWithALabelIsARowOnce(Catalogue catalogue) {
    var labelled = catalogue.figures().stream().filter(f -> !f.label().isEmpty()).toList();
    assertThat(catalogue.rows()).containsExactlyInAnyOrderElementsOf(labelled);
  }

  /** Of a row and its parts: the parts are indented. */
  @ParameterizedTest
  @MethodSource("catalogues")
  void noTwoRowsHaveTheSameLabel(Catalogue catalogue) {
    var seen = new HashSet<String>();
    for (var figure : catalogue.rows()) {
      assertThat(seen.add((figure.whole() == null ? "" : "  ") + figure.label()))
          .as(figure.toString())
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void keysAreWordsForPrograms(Catalogue catalogue) {
    assertThat(catalogue.figures()).allMatch(figure -> figure.key().matches("[a-z][a-z0-9_]*"));
  }
}
