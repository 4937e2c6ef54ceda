package swiotlb.trace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  private static final TraceMessage REQUEST =
      new TraceMessage(
          7,
          5,
          30_000,
          34_460,
          TraceMessage.UNKNOWN,
          0,
          "/device-eth0",
          "/allocator/pool-0/area-3",
          64,
          "Area.MapRequest",
          Fields.NONE);

  @ParameterizedTest
  @CsvSource({
    "/device-eth0, true",
    "/allocator/pool-0/area-3, true",
    "/allocator/pool-0/*, true",
    "/allocator/*, false",
    "/allocator/**, true",
    "/allocator/pool-?/area-?, true",
    "area-3, true",
    "pool-0/*, true",
    "device-*, true",
    "area-, false",
    "**, true",
    "/allocator/pool.0/area-3, false",
    "/cpu-*, false"
  })
  void actorsAreChosenByGlob(String glob, boolean expected) {
    var selection =
        new Selection(OptionalLong.empty(), List.of(new Glob(glob)), List.of(), 0, Long.MAX_VALUE);
    assertThat(selection.test(REQUEST)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Area.MapRequest, true",
    "MapRequest, true",
    "Area.*, true",
    "*Request, true",
    "Map, false",
    "Area, false",
    "area.*, false"
  })
  void typesAreChosenByGlob(String glob, boolean expected) {
    var selection =
        new Selection(OptionalLong.empty(), List.of(), List.of(new Glob(glob)), 0, Long.MAX_VALUE);
    assertThat(selection.test(REQUEST)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"34460, 34460, true", "34461, 99999, false", "0, 34459, false"})
  void bothEndsOfATimeBelongToIt(long fromNs, long toNs, boolean expected) {
    var selection = new Selection(OptionalLong.empty(), List.of(), List.of(), fromNs, toNs);
    assertThat(selection.test(REQUEST)).isEqualTo(expected);
  }

  @Test
  void allConditionsMustBeMet() {
    var types = List.of(new Glob("Mapped"), new Glob("MapRequest"));
    assertThat(new Selection(OptionalLong.of(64), List.of(), types, 0, 40_000).test(REQUEST))
        .isTrue();
    assertThat(new Selection(OptionalLong.of(65), List.of(), types, 0, 40_000).test(REQUEST))
        .isFalse();
  }

  @Test
  void saysInWordsWhatItChooses() {
    assertThat(Selection.ALL.toString()).isEmpty();
    assertThat(
            new Selection(
                OptionalLong.of(64),
                List.of(new Glob("area-3")),
                List.of(new Glob("Mapped"), new Glob("Unmap*")),
                34_000,
                1_200_000))
        .hasToString("mapping 64, actor **/area-3, type Mapped or Unmap*, from 34 us, to 1.2 ms");
  }

  @ParameterizedTest
  @CsvSource({
    "34us, 34000",
    "1.2 ms, 1200000",
    "34460, 34460",
    "2s, 2000000000",
    "0.5us, 500",
    "7 ns, 7"
  })
  void timesAreReadExactly(String text, long ns) {
    assertThat(TimeText.ns(text)).isEqualTo(ns);
  }

  @ParameterizedTest
  @CsvSource({"soon", "-3us", "1.0000001us", "99999999999s", "3 min", "1e3"})
  void textsThatAreNoTimesAreRefused(String text) {
    assertThatThrownBy(() -> TimeText.ns(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("write");
  }

  @Property
  void aTimeIsReadAsItWasWritten(@ForAll @LongRange(min = 0) long ns) {
    assertThat(TimeText.ns(TimeText.of(ns))).isEqualTo(ns);
  }
}
