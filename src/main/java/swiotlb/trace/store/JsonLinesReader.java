package swiotlb.trace.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;

/**
 * Reads the canonical trace of {@link swiotlb.trace.record.JsonLinesTrace}, of this format and of
 * earlier ones. Memory is bounded by the longest line and, in a trace of real threads, by the
 * messages that are handled at a time.
 */
public final class JsonLinesReader implements TraceReader {
  private static final String FORMAT = "swiotlb-trace/";
  private static final String NO_TRACE = "; write one with: run SCENARIO --trace FILE.jsonl";
  private static final int REMEMBERED_NAMES = 8192;
  private static final int MOST_IN_HANDLING = 1 << 16;
  private static final ObjectMapper JSON =
      new ObjectMapper(JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build());

  private final String file;
  private final Lines lines;
  private final TraceHeader header;
  private final Map<String, String> paths = new HashMap<>();
  private final Map<String, String> types = new HashMap<>();

  /** In order; in real time, where the end of a handling stands in a line of its own. */
  private final Map<Long, TraceMessage> inHandling = new LinkedHashMap<>();

  private long read;
  private long omitted;
  private long written;
  private boolean hasEnd;
  private boolean isBroken;
  private boolean isOver;

  /**
   * Reads the first line.
   *
   * @param file by which errors name it
   * @throws InputException if it is no trace, or of a later format
   */
  public JsonLinesReader(String file, InputStream in) throws IOException {
    this.file = file;
    this.lines = new Lines(in);
    this.header = readHeader();
  }

  private TraceHeader readHeader() throws IOException {
    JsonNode first;
    try {
      first =
          lines.next()
              ? JSON.readTree(lines.bytes(), lines.start(), lines.end() - lines.start())
              : JSON.missingNode();
    } catch (JsonProcessingException | EOFException | ZipException e) {
      first = JSON.missingNode();
    } catch (IOException e) {
      throw new InputException(file, 1, "cannot be read: " + e.getMessage() + NO_TRACE);
    }
    var format = first == null ? "" : first.path("format").asText("");
    if (first == null || !format.startsWith(FORMAT)) {
      throw new InputException(
          file,
          "is no message trace: its first line does not say {\"format\":\""
              + FORMAT
              + TraceHeader.LATEST
              + "\"}"
              + NO_TRACE);
    }
    var version = version(format.substring(FORMAT.length()));
    if (version == 1) {
      return TraceHeader.OF_FORMAT_1;
    }
    return new TraceHeader(
        version,
        !"real".equals(first.path("clock").asText()),
        Optional.ofNullable(first.path("scenario").textValue()),
        number(first.path("seed")),
        number(first.path("scheduleSeed")),
        first.path("jitter").asBoolean(),
        Optional.ofNullable(first.path("selection").textValue()));
  }

  private static OptionalLong number(JsonNode node) {
    return node.isIntegralNumber() ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
  }

  private int version(String text) {
    var version = 0;
    try {
      version = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      // As an unknown one, below.
    }
    if (version < 1 || version > TraceHeader.LATEST) {
      throw new InputException(
          file,
          1,
          "its format is "
              + FORMAT
              + text
              + ", and this program reads 1 to "
              + TraceHeader.LATEST
              + "; read it with the version that wrote it, or a later one");
    }
    return version;
  }

  @Override
  public TraceHeader header() {
    return header;
  }

  @Override
  public @Nullable TraceMessage next() throws IOException {
    if (header.isVirtual()) {
      return nextWritten();
    }
    while (true) {
      var first = firstHandled();
      if (first != null) {
        return first;
      }
      var message = nextWritten();
      if (message == null) {
        return takeFirst();
      }
      inHandling.put(message.id(), message);
    }
  }

  private @Nullable TraceMessage firstHandled() {
    var first = inHandling.values().iterator();
    if (!first.hasNext()) {
      return null;
    }
    var message = first.next();
    var isOpen = message.isDelivered() && message.handledNs() == TraceMessage.UNKNOWN;
    return isOpen && inHandling.size() < MOST_IN_HANDLING ? null : takeFirst();
  }

  private @Nullable TraceMessage takeFirst() {
    var first = inHandling.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    var message = first.next().getValue();
    first.remove();
    return message;
  }

  /** The message of the next line that holds one, or null at the end. */
  private @Nullable TraceMessage nextWritten() throws IOException {
    while (hasNextLine()) {
      var message = message();
      if (message != null) {
        read++;
        return message;
      }
    }
    return null;
  }

  /** A compressed file that was cut ends with an error of the decompressor. */
  private boolean hasNextLine() throws IOException {
    try {
      return !isOver && lines.next();
    } catch (EOFException | ZipException e) {
      isBroken = true;
      isOver = true;
      return false;
    } catch (IOException e) {
      throw new InputException(file, lines.number() + 1, "cannot be read: " + e.getMessage());
    }
  }

  @Override
  public long omitted() {
    return omitted;
  }

  @Override
  public boolean isComplete() {
    return hasEnd || header.version() == 1;
  }

  @Override
  public Optional<String> flaw() {
    if (omitted > 0) {
      return Optional.of(
          file
              + ": ends after "
              + read
              + " messages, when it had reached the size it was limited to; "
              + omitted
              + " more were left out");
    }
    if (hasEnd) {
      return written == read
          ? Optional.empty()
          : Optional.of(
              file
                  + ": holds "
                  + read
                  + " messages and says at its end that there were "
                  + written
                  + (read < written ? "; lines of it are lost" : "; lines were put in"));
    }
    if (header.version() == 1 && !isBroken && !lines.hasRest()) {
      return Optional.empty();
    }
    return Optional.of(
        file
            + ": ends"
            + (isBroken || lines.hasRest() ? " in the middle of line " : " too early, with line ")
            + (lines.number() + (isBroken || lines.hasRest() ? 1 : 0))
            + ": the run was killed or still goes on, or the file was cut; what came before is"
            + " whole");
  }

  /** What a line says; null if it holds no message. */
  private @Nullable TraceMessage message() throws IOException {
    long id = TraceMessage.UNKNOWN;
    long cause = TraceMessage.UNKNOWN;
    long sent = TraceMessage.UNKNOWN;
    long at = TraceMessage.UNKNOWN;
    long mapping = TraceMessage.UNKNOWN;
    var hasAt = false;
    var queued = TraceMessage.UNKNOWN;
    @Nullable String from = null;
    @Nullable String to = null;
    @Nullable String type = null;
    @Nullable Fields fields = null;
    try (var json =
        JSON.getFactory().createParser(lines.bytes(), lines.start(), lines.end() - lines.start())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw unreadable("is no JSON object");
      }
      for (var key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        var token = json.nextToken();
        switch (key) {
          case "id" -> id = number(json, token);
          case "cause" -> cause = number(json, token);
          case "sent" -> sent = number(json, token);
          case "at" -> {
            hasAt = true;
            at = numberOrNull(json, token);
          }
          case "mapping" -> mapping = numberOrNull(json, token);
          case "queued" -> queued = Math.toIntExact(number(json, token));
          case "from" -> from = path(json.getText());
          case "to" -> to = path(json.getText());
          case "type" -> type = remembered(json.getText(), types);
          case "fields" -> fields = fields(json, token);
          case "handled" -> handled(id, number(json, token));
          case "end" -> {
            hasEnd = true;
            written = number(json, token);
          }
          case "omitted" -> omitted = number(json, token);
          default -> json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw unreadable("has something behind its JSON object");
      }
    } catch (JsonProcessingException e) {
      throw unreadable("cannot be read: " + e.getOriginalMessage());
    } catch (ArithmeticException e) {
      throw unreadable("has a number that is too large");
    }
    if (from == null || to == null || type == null || fields == null) {
      if (id == TraceMessage.UNKNOWN || (from == null && to == null && type == null)) {
        return null;
      }
      throw unreadable("lacks one of from, to, type and fields");
    }
    if (id <= 0 || cause < 0 || sent < 0 || !hasAt) {
      throw unreadable("lacks one of id, cause, sent and at, or has one that cannot be");
    }
    var ofCause = header.version() == 1 ? fields.mapping() : mapping;
    return new TraceMessage(
        id, cause, sent, at, TraceMessage.UNKNOWN, queued, from, to, ofCause, type, fields);
  }

  private long number(JsonParser json, @Nullable JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw unreadable("has a " + json.currentName() + " that is no integer");
    }
    return json.getLongValue();
  }

  private long numberOrNull(JsonParser json, @Nullable JsonToken token) throws IOException {
    return token == JsonToken.VALUE_NULL ? TraceMessage.UNKNOWN : number(json, token);
  }

  private Fields fields(JsonParser json, @Nullable JsonToken token) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      throw unreadable("has fields that are no JSON object");
    }
    var from = (int) json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    var to = (int) json.currentLocation().getByteOffset();
    return Fields.of(lines.bytes(), lines.start() + from, lines.start() + to);
  }

  private void handled(long id, long ns) {
    inHandling.computeIfPresent(id, (number, message) -> message.handledFor(ns));
  }

  private String path(String text) {
    var known = paths.get(text);
    if (known != null) {
      return known;
    }
    var flaw = ActorPath.flaw(text);
    if (flaw != null) {
      throw unreadable(flaw);
    }
    return remembered(text, paths);
  }

  private static String remembered(String text, Map<String, String> names) {
    var known = names.putIfAbsent(text, text);
    if (names.size() > REMEMBERED_NAMES) {
      names.clear();
    }
    return known == null ? text : known;
  }

  private InputException unreadable(String problem) {
    return new InputException(
        file,
        lines.number(),
        problem + "; a trace is written by: run SCENARIO --trace FILE.jsonl, and not edited");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
