package swiotlb.study.sweep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What stands for texts: equal if and only if they are, as far as anybody knows. */
final class Digest {
  private static final int BYTES = 16;

  private final MessageDigest digest;

  Digest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** One more text; where one ends and the next begins counts. */
  Digest add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One more, as bytes. */
  Digest add(byte[] bytes) {
    digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) ':');
    digest.update(bytes);
    return this;
  }

  /** Of all that was added; 32 hexadecimal digits. */
  String text() {
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
