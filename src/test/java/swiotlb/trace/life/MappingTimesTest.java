package swiotlb.trace.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.trace.record.Recorded;
import swiotlb.trace.store.TraceMessage;

@Tag("slow")
class MappingTimesTest {
  private static List<MappingTimes.Time> times(List<TraceMessage> messages) {
    var found = new ArrayList<MappingTimes.Time>();
    var times = new MappingTimes(found::add);
    messages.forEach(times::read);
    times.end();
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load-spike",
        "first-growth",
        "restricted",
        "fragmented-host",
        "confidential-spike",
        "untrusted-device",
        "full-although-half-empty",
        "nic-refill"
      })
  void theTimeOfAMappingIsTheSumOfWhatItWentTo(String scenario) {
    assertThat(times(Recorded.messages(scenario)))
        .filteredOn(time -> time.failure().isEmpty())
        .isNotEmpty()
        .allSatisfy(
            time ->
                assertThat(
                        time.earlierNs()
                            + time.lockWaitNs()
                            + time.searchNs()
                            + time.poolWaitNs()
                            + time.transientNs()
                            + time.copyInNs())
                    .as(time.toString())
                    .isEqualTo(time.ns()));
  }

  @Test
  void whatWasTriedAgainCountsFromTheFirstTry() {
    assertThat(times(Recorded.messages("full-although-half-empty")))
        .filteredOn(time -> time.failure().isEmpty() && time.tries() > 1)
        .isNotEmpty()
        .allSatisfy(time -> assertThat(time.earlierNs()).isPositive());
  }
}
