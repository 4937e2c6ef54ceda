package swiotlb.study.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever strangers send, the work goes on and comes to the same. */
@Timeout(400)
class StrangersTest {
  private static final int PIECES = 300;
  private static final int LONG_MS = 90_000;
  private static final int SHORT_MS = 2_000;

  private static final char[] PASSWORD = "of this test".toCharArray();

  /** How a peer begins that sends messages. */
  private static final byte[] GREETING = {'A', 'K', 'K', 'A', 1};

  @TempDir static Path folder;

  private static TlsKeys keys = new TlsKeys(Path.of(""), Path.of(""), Path.of(""));
  private static TlsKeys others = keys;

  @BeforeAll
  static void makeKeys() {
    keys = TlsKeys.make(folder.resolve("own"));
    others = TlsKeys.make(folder.resolve("others"));
  }

  private static ClusterSettings with(TlsKeys own) {
    return new ClusterSettings(Endpoint.LOOPBACK, Optional.of(own));
  }

  private static void worksOn(Gathered gathered) {
    var pieces =
        IntStream.range(0, PIECES).mapToObj(i -> new TestKind.Piece("take-time t" + i)).toList();
    var texts = gathered.crew.all(pieces).stream().map(bytes -> new String(bytes, UTF_8));
    assertThat(texts).isEqualTo(IntStream.range(0, PIECES).mapToObj(i -> "t" + i).toList());
    assertThat(gathered.crew.nodes().keySet()).containsExactly("box");
  }

  private static Socket connected(Gathered gathered) throws IOException {
    var place = gathered.crew.endpoint();
    return new Socket(place.host(), place.port());
  }

  private static void send(Gathered gathered, byte[] bytes) throws IOException {
    try (var socket = connected(gathered)) {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (java.net.SocketException e) {
      // Closed before all was sent, which is as well.
    }
  }

  /** Frames as a peer sends them, with whatever inside. */
  private static byte[] frames(int length, byte[] inside) {
    return ByteBuffer.allocate(GREETING.length + 4 + inside.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(GREETING)
        .putInt(length)
        .put(inside)
        .array();
  }

  private static byte[] garbage(int count) {
    var bytes = new byte[count];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static void strangersCome(Gathered gathered) throws IOException {
    send(gathered, new byte[0]);
    send(gathered, garbage(1 << 20));
    send(gathered, "GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(UTF_8));
    worksOn(gathered);
    send(gathered, frames(1000, garbage(1000)));
    send(gathered, frames(200_000, garbage(10)));
    worksOn(gathered);
  }

  @Test
  void withoutKeysTooStrangersChangeNothing() throws IOException {
    try (var gathered = new Gathered()) {
      gathered.node("box");
      try (var silent = connected(gathered)) {
        strangersCome(gathered);
        assertThat(silent.isConnected()).isTrue();
      }
      worksOn(gathered);
    }
  }

  @Test
  void whoHasNoCertificateOfTheAuthorityIsNobody() throws Exception {
    try (var gathered = new Gathered(TestKind.job(), with(keys));
        var silent = connected(gathered)) {
      gathered.node("box", with(keys), "digest", true);
      strangersCome(gathered);
      assertThat(isLetIn(gathered, null, LONG_MS)).isFalse();
      assertThat(isLetIn(gathered, others, LONG_MS)).isFalse();
      assertThat(isLetIn(gathered, keys, SHORT_MS)).as("the client of this test").isTrue();
      worksOn(gathered);
      var stranger = gathered.node("stranger", with(others), "digest", true);
      var plain = gathered.node("plain", Gathered.PLAIN, "digest", true);
      worksOn(gathered);
      worksOn(gathered);
      assertThat(stranger.isRunning()).isTrue();
      assertThat(plain.isRunning()).isTrue();
      assertThat(stranger.said).isEmpty();
      assertThat(silent.isConnected()).isTrue();
    }
  }

  /** Whether a connection stays open that shows a certificate, or none, and says hello. */
  private static boolean isLetIn(Gathered gathered, @Nullable TlsKeys shown, int patienceMs)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(managers(shown), trusting(keys).getTrustManagers(), null);
    var place = gathered.crew.endpoint();
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket(place.host(), place.port())) {
      socket.setSoTimeout(patienceMs);
      socket.startHandshake();
      socket.getOutputStream().write(GREETING);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static KeyManager @Nullable [] managers(@Nullable TlsKeys shown)
      throws IOException, GeneralSecurityException {
    if (shown == null) {
      return null;
    }
    var pem = Files.readString(shown.key()).replaceAll("-----.*?-----", "");
    var key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    var store = emptyStore();
    store.setKeyEntry("k", key, PASSWORD, new Certificate[] {certificate(shown.certificate())});
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManagerFactory trusting(TlsKeys whom)
      throws IOException, GeneralSecurityException {
    var store = emptyStore();
    store.setCertificateEntry("a", certificate(whom.authority()));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
