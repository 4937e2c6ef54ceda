package swiotlb.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.cli.live.Door.Answer;

/** Who is let in to a live page. */
class DoorTest {
  private static final int PORT = 4711;
  private static final String HOST = "127.0.0.1:4711";
  private static final List<String> OURS = List.of("http://" + HOST);

  private final Door door = new Door(PORT, "abc");

  private Answer get(String path) {
    return get(path, HOST);
  }

  private Answer get(String path, String... hosts) {
    return door.answer(new Door.Asked("GET", path, List.of(hosts), List.of(), null));
  }

  private Answer post(String path, List<String> origins, String site) {
    return door.answer(new Door.Asked("POST", path, List.of(HOST), origins, site));
  }

  @Test
  void whoKnowsTheAddressReads() {
    assertThat(get("/abc/")).isEqualTo(Answer.IN);
    assertThat(get("/abc/state")).isEqualTo(Answer.IN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/abc", "/abd/", "/ab/", "/abcd/", "//abc/", "/state", "/ABC/state", "*"})
  void whoDoesNotKnowItSeesNothing(String path) {
    assertThat(get(path)).isEqualTo(Answer.NOTHING_HERE);
  }

  @Test
  void thereIsNothingElse() {
    assertThat(get("/abc/live.js")).isEqualTo(Answer.NOTHING_HERE);
    assertThat(get("/abc/../abc/state")).isEqualTo(Answer.NOTHING_HERE);
    assertThat(post("/abc/stop", OURS, null)).isEqualTo(Answer.NOTHING_HERE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4711", "[::1]:4711", "127.0.0.1:4711"})
  void namesOfThisMachineAreOurs(String host) {
    assertThat(get("/abc/", host)).isEqualTo(Answer.IN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example:4711", "127.0.0.1", "127.0.0.1:80", "", "localhost:4711.x"})
  void aNameThatWasMadeToMeanThisMachineIsNot(String host) {
    assertThat(get("/abc/", host)).isEqualTo(Answer.NOT_FROM_THERE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "[::1]", "127.0.0.1", "127.0.0.1:80"})
  void browsersLeaveThePortOfHttpOut(String host) {
    var ofHttp = new Door(80, "abc");
    var origins = List.of("http://" + host);
    assertThat(ofHttp.answer(new Door.Asked("POST", "/abc/go", List.of(host), origins, null)))
        .isEqualTo(Answer.IN);
  }

  @Test
  void itIsOneName() {
    assertThat(get("/abc/", new String[0])).isEqualTo(Answer.NOT_FROM_THERE);
    assertThat(get("/abc/", HOST, "evil.example")).isEqualTo(Answer.NOT_FROM_THERE);
  }

  @Test
  void ourPageSetsThePace() {
    for (var what : List.of("pause", "go", "step", "speed")) {
      assertThat(post("/abc/" + what, OURS, null)).isEqualTo(Answer.IN);
      assertThat(post("/abc/" + what, OURS, "same-origin")).isEqualTo(Answer.IN);
    }
  }

  @Test
  void noOtherPageDoes() {
    assertThat(post("/abc/pause", List.of(), null)).isEqualTo(Answer.NOT_FROM_THERE);
    assertThat(post("/abc/pause", List.of("null"), null)).isEqualTo(Answer.NOT_FROM_THERE);
    assertThat(post("/abc/pause", List.of("http://evil.example"), null))
        .isEqualTo(Answer.NOT_FROM_THERE);
    assertThat(post("/abc/pause", List.of("http://localhost:4711"), null))
        .as("another name is another origin")
        .isEqualTo(Answer.NOT_FROM_THERE);
    assertThat(post("/abc/pause", OURS, "cross-site")).isEqualTo(Answer.NOT_FROM_THERE);
  }

  @Test
  void readingChangesNothingAndPostingReadsNothing() {
    assertThat(get("/abc/pause")).isEqualTo(Answer.NOT_SO);
    assertThat(post("/abc/state", OURS, null)).isEqualTo(Answer.NOT_SO);
    assertThat(door.answer(new Door.Asked("PUT", "/abc/", List.of(HOST), List.of(), null)))
        .isEqualTo(Answer.NOT_SO);
  }

  @Test
  void noTwoDoorsHaveTheSameAddress() {
    assertThat(new Door(PORT).root()).hasSizeGreaterThan(22).isNotEqualTo(new Door(PORT).root());
  }
}
