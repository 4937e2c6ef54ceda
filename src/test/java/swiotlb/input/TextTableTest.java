package swiotlb.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.input.TextTable.Column;

class TextTableTest {
  private final List<String> lines = new ArrayList<>();

  @Test
  void wordsStandAtTheLeftAndNumbersAtTheRight() {
    var table = TextTable.fixed(lines::add, Column.left(6), Column.right(5).after(2));
    table.row("kind", "times");
    table.row("a", "7");
    assertThat(lines).containsExactly(" kind    times", " a           7");
  }

  @Test
  void columnsWithFixedWidthsArePrintedAtOnce() {
    TextTable.fixed(lines::add, Column.left(3).after(0)).row("a");
    assertThat(lines).containsExactly("a");
  }

  @Test
  void aWiderCellMovesWhatFollowsIt() {
    var table = TextTable.fixed(lines::add, Column.left(2).after(0), Column.right(3));
    table.row("abcd", "1");
    assertThat(lines).containsExactly("abcd   1");
  }

  @Test
  void theFirstRowsDecideHowWideColumnsAre() {
    var table = new TextTable(lines::add, 2, List.of(Column.left(0).after(0), Column.left(0)));
    table.row("a", "x");
    table.row("abc", "x");
    assertThat(lines).isEmpty();
    table.row("abcde", "x");
    assertThat(lines).containsExactly("a   x", "abc x", "abcde x");
  }

  @Test
  void theEndDecidesWhereAllRowsDo() {
    var table = new TextTable(lines::add, TextTable.ALL_ROWS, List.of(Column.right(0).after(0)));
    table.row("a");
    table.row("abc");
    table.end();
    assertThat(lines).containsExactly("  a", "abc");
  }

  @Test
  void aColumnThatTurnsOutToHoldNumbersStandsAtTheRight() {
    var table = new TextTable(lines::add, TextTable.ALL_ROWS, List.of(Column.left(0).after(0)));
    table.row("name");
    table.row("1");
    table.alignRight(0);
    table.end();
    assertThat(lines).containsExactly("name", "   1");
  }

  @Test
  void whatTakesTwoCharactersOfJavaIsOneWide() {
    var table =
        new TextTable(
            lines::add, TextTable.ALL_ROWS, List.of(Column.left(0).after(0), Column.left(0)));
    table.row("\uD83D\uDE00", "x");
    table.row("ab", "x");
    table.end();
    assertThat(lines).containsExactly("\uD83D\uDE00  x", "ab x");
  }

  @Test
  void emptyCellsAtTheEndLeaveNoBlanks() {
    var table = TextTable.fixed(lines::add, Column.left(3).after(0), Column.left(9));
    table.row("a", "");
    table.row("b");
    assertThat(lines).containsExactly("a", "b");
  }

  @Test
  void moreCellsThanColumnsAreRefused() {
    var table = TextTable.fixed(lines::add, Column.left(3));
    assertThatThrownBy(() -> table.row("a", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 cells in a table of 1 columns");
  }
}
