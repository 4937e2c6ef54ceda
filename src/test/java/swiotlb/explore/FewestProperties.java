package swiotlb.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

/** What is left of a list when all that can be left out is. */
class FewestProperties {
  @Property
  void whatIsNeededTogetherIsLeftAndNothingElse(
      @ForAll @Size(max = 60) @UniqueElements List<@IntRange(max = 1000) Integer> whole,
      @ForAll Set<@IntRange(max = 60) Integer> places) {
    var needed = places.stream().filter(i -> i < whole.size()).sorted().map(whole::get).toList();
    assertThat(Fewest.of(whole, some -> some.containsAll(needed))).isEqualTo(needed);
  }

  @Property
  void nothingOfWhatIsLeftCanBeLeftOut(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 50) Integer> whole,
      @ForAll @IntRange(min = 1, max = 100) int least) {
    if (sum(whole) < least) {
      return;
    }
    var left = Fewest.of(whole, some -> sum(some) >= least);
    assertThat(sum(left)).isGreaterThanOrEqualTo(least);
    for (var i = 0; i < left.size(); i++) {
      var less = new ArrayList<>(left);
      less.remove(i);
      assertThat(sum(less)).isLessThan(least);
    }
  }

  private static int sum(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).sum();
  }
}
