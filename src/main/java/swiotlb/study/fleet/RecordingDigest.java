package swiotlb.study.fleet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import swiotlb.workload.ftrace.Recording;

/** What stands for a recording's mappings, however its file was packed. */
final class RecordingDigest {
  private static final int BYTES = 16;

  private RecordingDigest() {}

  /** 32 hexadecimal digits. */
  static String of(Recording recording) {
    var digest = sha256();
    for (var mapping : recording.mappings()) {
      digest.update(mapping.device().getBytes(StandardCharsets.UTF_8));
      digest.update(
          ByteBuffer.allocate(6 * Long.BYTES)
              .putLong(mapping.cpu())
              .putLong(mapping.originalAddress())
              .putLong(mapping.sizeBytes())
              .putLong(mapping.address())
              .putLong(mapping.requestNs())
              .putLong(mapping.releaseNs())
              .flip());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
