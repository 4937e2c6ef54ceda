package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;

/** Where a process is reached, as people write it. */
class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, 7, 127.0.0.1:7",
    "127.0.0.1:0, 127.0.0.1, 0, 127.0.0.1:0",
    "big-box.example:25520, big-box.example, 25520, big-box.example:25520",
    "[::1], ::1, 7, [::1]:7",
    "[fe80::1]:65535, fe80::1, 65535, [fe80::1]:65535"
  })
  void itIsReadAndWritten(String text, String host, int port, String written) {
    var endpoint = Endpoint.parse("--join", text, 7);
    assertThat(endpoint).isEqualTo(new Endpoint(host, port)).hasToString(written);
    assertThat(Endpoint.parse("--join", written, 1)).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":7",
        "host:",
        "host:-1",
        "host:65536",
        "host:123456",
        "::1",
        "[::1",
        "[]:7",
        "a b",
        "a@b",
        "a/b",
        "host:7:7",
        "host\n:7",
        "akka://x@host:7"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Endpoint.parse("--join", text, 7))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--join ")
        .hasMessageEndingWith("is none of HOST, HOST:PORT, [ADDRESS]:PORT");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.9.9.9, true",
    "localhost, true",
    "::1, true",
    "0.0.0.0, false",
    "::, false",
    "192.0.2.1, false",
    "2001:db8::1, false"
  })
  void loopbackIsWhatOnlyThisMachineReaches(String host, boolean isLoopback) {
    assertThat(new Endpoint(host, 1).isLoopback()).isEqualTo(isLoopback);
  }

  @Test
  void aHostThatIsNotKnownIsTold() {
    assertThatThrownBy(() -> new Endpoint("no-such-host.invalid", 1).isLoopback())
        .isInstanceOf(InputException.class)
        .hasMessage("no-such-host.invalid: is no host that is known here; write its address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void whatOthersReachNeedsKeys(String host) {
    var bind = new Endpoint(host, 0);
    assertThatThrownBy(() -> new ClusterSettings(bind, Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--bind " + bind)
        .hasMessageContaining("node keys DIR");
  }

  @Test
  void whereMembersShareProcessorsTheyAreWaitedForLonger() {
    var pause = "akka.cluster.failure-detector.acceptable-heartbeat-pause";
    for (var patience : List.of(1, 13)) {
      var settings = new ClusterSettings(Endpoint.LOOPBACK, Optional.empty(), patience);
      assertThat(settings.config("node").getDuration(pause))
          .isEqualTo(Duration.ofSeconds(5L * patience));
    }
    var processors = Runtime.getRuntime().availableProcessors();
    assertThat(ClusterSettings.patienceFor(1)).isEqualTo(1);
    assertThat(ClusterSettings.patienceFor(processors)).isEqualTo(1);
    assertThat(ClusterSettings.patienceFor(10 * processors)).isEqualTo(5);
    assertThat(ClusterSettings.patienceFor(1_000_000)).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 61})
  void patienceHasBounds(int patience) {
    assertThatThrownBy(() -> new ClusterSettings(Endpoint.LOOPBACK, Optional.empty(), patience))
        .isInstanceOf(InputException.class)
        .hasMessage("--patience " + patience + ": can be 1 to 60");
  }

  @Test
  void bracketsOfAnAddressAreWrittenOnce() {
    for (var host : List.of("::1", "[::1]")) {
      var place = new Endpoint(host, 7);
      assertThat(place.host()).isEqualTo("::1");
      assertThat(place.writtenHost()).isEqualTo("[::1]");
      assertThat(Endpoint.parse("--join", place.toString(), 0)).isEqualTo(place);
    }
    assertThat(new Endpoint("box", 7).writtenHost()).isEqualTo("box");
  }
}
