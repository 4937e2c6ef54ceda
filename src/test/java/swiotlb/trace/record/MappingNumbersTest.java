package swiotlb.trace.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MappingNumbersTest {
  private static final long OF_CAUSE = 99;

  private record Request(long mapping, int cpu) {}

  private record MapRequest(int stop, Request request) {}

  private record Unmap(int slot, long mapping) {}

  private record Retry(long request) {}

  private record Text(String mapping) {}

  @Test
  void aMessageThatNamesAMappingIsAboutIt() {
    assertThat(MappingNumbers.of(new Unmap(4, 7), OF_CAUSE)).isEqualTo(7);
  }

  @Test
  void aMessageWithARequestIsAboutItsMapping() {
    assertThat(MappingNumbers.of(new MapRequest(0, new Request(8, 1)), OF_CAUSE)).isEqualTo(8);
  }

  @Test
  void anyOtherMessageIsAboutWhatItsCauseIsAbout() {
    assertThat(MappingNumbers.of(new Retry(5), OF_CAUSE)).isEqualTo(OF_CAUSE);
    assertThat(MappingNumbers.of(new Text("7"), OF_CAUSE)).isEqualTo(OF_CAUSE);
    assertThat(MappingNumbers.of("no record", OF_CAUSE)).isEqualTo(OF_CAUSE);
  }
}
