package swiotlb.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import swiotlb.input.InputException;

/** The server of a live page, as a browser and as others see it. */
class LiveServerTest {
  private final Board board = new Board();
  private final Pace pace = new Pace(false);
  private final LiveServer server = new LiveServer(0, LivePage.make(), board, pace);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void end() {
    server.close();
  }

  private HttpResponse<String> get(String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private int post(String what, String origin) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + what))
            .header("Origin", origin)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private String origin() {
    return server.address().substring(0, server.address().indexOf('/', 7));
  }

  @Test
  void isOnLoopbackAlone() {
    assertThat(URI.create(server.address()).getHost()).isIn("127.0.0.1", "[::1]");
  }

  @Test
  void thePageMayLoadNothingFromElsewhere() throws Exception {
    var page = get(server.address());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "sha256-");
    assertThat(page.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(page.body())
        .doesNotContain("{{")
        .doesNotContain("http://")
        .doesNotContain("https://");
  }

  @Test
  void withoutTheTokenThereIsNothing() throws Exception {
    var other = get(origin() + "/");
    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(other.body()).isEmpty();
    assertThat(get(origin() + "/" + "A".repeat(24) + "/state").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsTheNewestState() throws Exception {
    board.publish(to -> to.put("kind", "first"));
    assertThat(get(server.address() + "state?known=0").body()).contains("\"kind\":\"first\"");
  }

  @Test
  void whoSaysHalfOfWhatItWantsHoldsNobodyUp() throws Exception {
    board.publish(to -> to.put("kind", "first"));
    var address = URI.create(server.address());
    var halves = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 8; i++) {
        var half = new Socket(address.getHost(), address.getPort());
        halves.add(half);
        half.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
        half.getOutputStream().flush();
      }
      assertThat(get(server.address() + "state?known=0").body()).contains("\"kind\":\"first\"");
      assertThat(halves).allMatch(half -> !half.isClosed());
    } finally {
      for (var half : halves) {
        half.close();
      }
    }
  }

  @Test
  void ourPageSetsThePaceAndNobodyElse() throws Exception {
    assertThat(post("pause", "http://evil.example")).isEqualTo(403);
    assertThat(pace.isPaused()).isFalse();
    assertThat(post("pause", origin())).isEqualTo(204);
    assertThat(pace.isPaused()).isTrue();
    assertThat(post("speed?per-second=100", origin())).isEqualTo(204);
    assertThat(pace.perSecond()).isEqualTo(100);
    assertThat(post("speed?per-second=9999999", origin())).isEqualTo(400);
    assertThat(post("speed", origin())).isEqualTo(400);
    assertThat(pace.perSecond()).isEqualTo(100);
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    var taken = URI.create(server.address()).getPort();
    assertThatThrownBy(() -> new LiveServer(taken, LivePage.make(), board, null))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--live " + taken);
  }
}
