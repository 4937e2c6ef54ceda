package swiotlb.study.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/**
 * Where a process is reached.
 *
 * @param host a name or an address, without brackets
 * @param port 0 to 65535; 0: any that is free
 */
public record Endpoint(String host, int port) {
  /** Where a coordinator listens, if nothing else is said. */
  public static final int USUAL_PORT = 25520;

  /** On this machine alone, at any port. */
  public static final Endpoint LOOPBACK = new Endpoint("127.0.0.1", 0);

  private static final Pattern WRITTEN =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?");

  /** As others write it, with the brackets of an address of version 6 or without. */
  public Endpoint {
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
  }

  /**
   * As {@code HOST}, {@code HOST:PORT} or {@code [ADDRESS]:PORT}.
   *
   * @param option in which it stands
   * @param port where none is written
   * @throws InputException if it is none
   */
  public static Endpoint parse(String option, String text, int port) {
    var written = WRITTEN.matcher(text);
    if (!written.matches()
        || (written.group(3) != null && Integer.parseInt(written.group(3)) > 65_535)) {
      throw new InputException(
          option + " " + Text.cut(text, 60), "is none of HOST, HOST:PORT, [ADDRESS]:PORT");
    }
    return new Endpoint(
        written.group(1) == null ? written.group(2) : written.group(1),
        written.group(3) == null ? port : Integer.parseInt(written.group(3)));
  }

  /**
   * Whether only this machine reaches it.
   *
   * @throws InputException if the host is not known
   */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new InputException(host, "is no host that is known here; write its address");
    }
  }

  /** The host, as options have it: an address of version 6 in brackets. */
  public String writtenHost() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  @Override
  public String toString() {
    return writtenHost() + ":" + port;
  }
}
