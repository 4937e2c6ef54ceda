package swiotlb.cli.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in: those who know the address, which cannot be guessed, and came by it themselves. A
 * page from elsewhere in the same browser does not know it; if its name was made to mean this
 * machine, the name is still not ours; and what it posts says where it is from.
 */
final class Door {
  /** What anybody is answered who is not let in. */
  enum Answer {
    IN(200),
    NOT_SO(405),
    NOT_FROM_THERE(403),
    NOTHING_HERE(404);

    private final int status;

    Answer(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /**
   * What is asked.
   *
   * @param path as it was written
   * @param hosts all values of the header Host
   * @param origins all values of the header Origin
   * @param site value of the header Sec-Fetch-Site, which newer browsers send
   */
  record Asked(
      String method,
      @Nullable String path,
      List<String> hosts,
      List<String> origins,
      @Nullable String site) {}

  private static final int TOKEN_BYTES = 18;

  /** Browsers leave it out. */
  private static final int PORT_OF_HTTP = 80;

  private static final Set<String> READ = Set.of("", "state");
  private static final Set<String> WRITTEN = Set.of("pause", "go", "step", "speed");

  private final String token;
  private final Set<String> hosts;

  /** A door at a port, whose address nobody knows yet. */
  Door(int port) {
    this(port, newToken());
  }

  Door(int port, String token) {
    this.token = token;
    this.hosts =
        Stream.of("127.0.0.1", "localhost", "[::1]")
            .flatMap(
                name ->
                    port == PORT_OF_HTTP
                        ? Stream.of(name, name + ":" + port)
                        : Stream.of(name + ":" + port))
            .collect(Collectors.toUnmodifiableSet());
  }

  private static String newToken() {
    var bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The beginning of all paths. */
  String root() {
    return "/" + token + "/";
  }

  /** Whether somebody is let in. */
  Answer answer(Asked asked) {
    if (asked.hosts.size() != 1 || !hosts.contains(asked.hosts.get(0))) {
      return Answer.NOT_FROM_THERE;
    }
    var what = within(asked.path);
    if (what == null) {
      return Answer.NOTHING_HERE;
    }
    var isWritten = WRITTEN.contains(what);
    if (!isWritten && !READ.contains(what)) {
      return Answer.NOTHING_HERE;
    }
    if (!asked.method.equals(isWritten ? "POST" : "GET")) {
      return Answer.NOT_SO;
    }
    return isWritten && !isFromOurs(asked) ? Answer.NOT_FROM_THERE : Answer.IN;
  }

  private static boolean isFromOurs(Asked asked) {
    return asked.origins.equals(List.of("http://" + asked.hosts.get(0)))
        && (asked.site == null || asked.site.equals("same-origin"));
  }

  /** What stands behind the token; null if that is not there. The time says nothing of how near. */
  @Nullable String within(@Nullable String path) {
    if (path == null) {
      return null;
    }
    var end = path.indexOf('/', 1);
    var told = end < 0 ? "" : path.substring(0, end + 1);
    return MessageDigest.isEqual(bytes(root()), bytes(told)) ? path.substring(end + 1) : null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
