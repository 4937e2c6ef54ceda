package swiotlb.trace.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A message as a trace shows it, for reports: its type and its fields. */
public final class MessageText {
  private MessageText() {}

  /** Type and fields, without anything that differs from run to run. */
  public static String of(Object message) {
    var fields = new MessageFields();
    var text = new JsonText();
    fields.write(message, text);
    var bytes = new ByteArrayOutputStream();
    try {
      text.drainTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return MessageFields.typeOf(message) + bytes.toString(StandardCharsets.UTF_8);
  }
}
