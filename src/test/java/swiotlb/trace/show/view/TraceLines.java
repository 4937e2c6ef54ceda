package swiotlb.trace.show.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import swiotlb.trace.store.Fields;
import swiotlb.trace.store.TraceMessage;

/** Messages and small traces, for tests. */
final class TraceLines {
  private static final String HEADER =
      "{\"format\":\"swiotlb-trace/2\",\"clock\":\"virtual\",\"scenario\":\"s\",\"seed\":1}\n";

  private TraceLines() {}

  static TraceMessage message(long id, long cause, String type, String fields) {
    return message(id, cause, id * 10, "/a", "/b", type, fields);
  }

  static TraceMessage message(
      long id, long cause, long atNs, String from, String to, String type, String fields) {
    return new TraceMessage(id, cause, 0, atNs, -1, 0, from, to, 7, type, new Fields(fields));
  }

  static String line(long id, long cause, String type, String fields) {
    return "{\"id\":%d,\"sent\":0,\"at\":%d,\"from\":\"/a\",\"to\":\"/b\",\"cause\":%d,\"mapping\":7,\"queued\":0,\"type\":\"%s\",\"fields\":%s}%n"
        .formatted(id, id * 10, cause, type, fields);
  }

  static Path file(Path folder, String name, String... lines) {
    try {
      var text = HEADER + String.join("", lines) + "{\"end\":" + lines.length + "}\n";
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
