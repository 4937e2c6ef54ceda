package swiotlb.study.work;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.nio.charset.StandardCharsets;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/**
 * Records as JSON, by their components alone, for pieces of work and what comes of them. Numbers
 * are read back as they were, those that are none among them.
 */
public final class PlainJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private PlainJson() {}

  /** A record as text. */
  public static String text(Object given) {
    try {
      return JSON.writeValueAsString(given);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON can be made of " + given.getClass(), e);
    }
  }

  /** The same in UTF-8. */
  public static byte[] bytes(Object given) {
    return text(given).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What a text says.
   *
   * @throws InputException if it says nothing of this kind
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      var read = JSON.readValue(text, type);
      if (read != null) {
        return read;
      }
    } catch (JsonProcessingException e) {
      // Told below: the library's words name classes.
    }
    throw new InputException(
        "work", "is no %s: %s".formatted(type.getSimpleName(), Text.cut(text, 100)));
  }

  /** The same of bytes in UTF-8. */
  public static <T> T read(byte[] bytes, Class<T> type) {
    return read(new String(bytes, StandardCharsets.UTF_8), type);
  }
}
