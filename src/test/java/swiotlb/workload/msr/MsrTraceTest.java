package swiotlb.workload.msr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.workload.block.BlockIo;
import swiotlb.workload.block.BlockIo.Kind;
import swiotlb.workload.block.CutText;
import swiotlb.workload.block.Ios;

/** Traces of Microsoft Research Cambridge. */
class MsrTraceTest {
  private static final String HEAD =
      "Timestamp,Hostname,DiskNumber,Type,Offset,Size,ResponseTime\n";
  private static final String TWO =
      """
      128166372003061629,usr,0,Read,7014609920,24576,41286
      128166372016382155,usr,0,Write,1317441536,8192,1963
      """;

  private static List<BlockIo> read(String text) {
    return Ios.of(text, MsrTrace::new);
  }

  @Test
  void timesCountFromTheFirstInUnitsOf100Nanoseconds() {
    assertThat(read(TWO))
        .containsExactly(
            new BlockIo(0, "usr,0", Kind.READ, 7_014_609_920L, 24_576, BlockIo.NO_CPU, ""),
            new BlockIo(
                1_332_052_600L, "usr,0", Kind.WRITE, 1_317_441_536L, 8192, BlockIo.NO_CPU, ""));
  }

  @Test
  void aHeadIsPassedOver() {
    assertThat(read(HEAD + TWO)).isEqualTo(read(TWO));
  }

  @Test
  void emptyLinesAndTheMarkOfATextArePassedOver() {
    var text = "\ufeff" + HEAD + "\n" + TWO.replace("\n", "\r\n\r\n");
    assertThat(read(text)).isEqualTo(read(TWO));
    assertThat(read("\n" + HEAD + TWO)).isEqualTo(read(TWO));
  }

  @Test
  void aHeadInTheMiddleIsTold() {
    assertThatThrownBy(() -> read(HEAD + TWO + HEAD)).hasMessageStartingWith("t:4: \"Timestamp");
  }

  @Test
  void aTimeThatCannotBeOfTheSameTraceIsTold() {
    assertThatThrownBy(() -> read("0,usr,0,Read,0,512,1\n" + TWO))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t:2: is more than a hundred years after the first line");
  }

  @Test
  void eachHostAndDiskIsADevice() {
    assertThat(read(TWO + "128166372016382155,web,2,read,0,512,1\n"))
        .extracting(BlockIo::device)
        .containsExactly("usr,0", "usr,0", "web,2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "128166372003061629,usr,0,Read,7014609920,24576",
        "128166372003061629,usr,0,Trim,7014609920,24576,41286",
        "x,usr,0,Read,7014609920,24576,41286",
        "128166372003061629,usr,0,Read,-1,24576,41286",
        "128166372003061629,usr,0,Read,0,24576,41286,9",
        "128166372003061629,usr,0,Read,0,99999999999,41286",
        "128166372003061629;usr;0;Read;0;999;41286",
      })
  void whatIsNoLineOfOneIsTold(String line) {
    assertThatThrownBy(() -> read(TWO + line + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t:3: \"")
        .hasMessageContaining("is no line of an MSR Cambridge trace");
  }

  @Test
  void aLastLineWithoutALineBreakIsReadAndSaid() {
    var stream = new MsrTrace(Ios.lines(TWO.strip()));
    assertThat(Ios.all(stream)).hasSize(2);
    assertThat(stream.remarks()).anyMatch(remark -> remark.contains("cut off there"));
  }

  @Property(tries = 150)
  void aCutIsToldUnlessNothingThatCountsIsMissing(@ForAll @IntRange(max = 105) int length) {
    CutText.mustHold(TWO, Math.min(length, TWO.length()), MsrTrace::new, false);
  }
}
