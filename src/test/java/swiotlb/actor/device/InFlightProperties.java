package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import swiotlb.workload.Context;

/** Requests in flight against a sorted map of the library. */
class InFlightProperties {
  private static final class Numbered extends CpuTurns.Work {
    private final long number;

    Numbered(long number) {
      this.number = number;
    }

    @Override
    long id() {
      return number;
    }

    @Override
    Context context() {
      return Context.PROCESS;
    }

    @Override
    void granted() {
      throw new AssertionError("nothing runs here");
    }

    @Override
    void interrupted() {
      throw new AssertionError("nothing runs here");
    }

    @Override
    void resumed(long endNs) {
      throw new AssertionError("nothing runs here");
    }
  }

  private InFlight<Numbered> inFlight;
  private TreeMap<Long, Numbered> model;

  /** Numbers rise by steps, and requests end in any order: some live long, most do not. */
  @Property(tries = 200)
  void eachIsFoundByItsNumberAndNoOther(
      @ForAll @Size(max = 400) List<@IntRange(min = -8, max = 40) Integer> steps) {
    inFlight = new InFlight<>();
    model = new TreeMap<>();
    var number = 0L;
    for (var step : steps) {
      if (step > 0) {
        number += step;
        begin(number);
      } else if (!model.isEmpty()) {
        end(new ArrayList<>(model.keySet()).get(-step % model.size()));
      }
      assertThat(inFlight.size()).isEqualTo(model.size());
      assertThat(inFlight.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(inFlight.find(number + 1)).isNull();
    }
    model.forEach((of, request) -> assertThat(inFlight.find(of)).isSameAs(request));
    assertThat(inFlight.all()).containsExactlyElementsOf(model.values());
  }

  private void begin(long number) {
    var request = new Numbered(number);
    inFlight.add(request);
    model.put(number, request);
  }

  private void end(long number) {
    inFlight.remove(model.remove(number));
    assertThat(inFlight.find(number)).isNull();
  }
}
