package swiotlb.trace.show.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swiotlb.trace.store.Fields;

/**
 * Fields of messages, by shape. A shape is the JSON text with a mark in place of every number and
 * every text; messages of one type have few shapes. What stood at each mark is a column: integers
 * as they are, all else as numbers of words. Not thread-safe.
 */
final class FieldColumns {
  /** Stands in a shape for an integer whose differences a browser can hold exactly. */
  static final char INTEGER = '\u0001';

  /** Stands in a shape for any other text or number, which is a word as JSON. */
  static final char WORD = '\u0002';

  private static final long MOST_EXACT = 1L << 51;
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Integer> shapes = new LinkedHashMap<>();
  private final List<List<Column>> columns = new ArrayList<>();
  private final Words words = new Words();
  private final StringBuilder shape = new StringBuilder();
  private long[] values = new long[64];
  private int valueCount;

  /** Takes in the fields of the next message and returns the number of their shape. */
  int add(Fields fields) {
    shape.setLength(0);
    valueCount = 0;
    try (var json = JSON.createParser(fields.json())) {
      readAll(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var text = shape.toString();
    var number = shapes.get(text);
    if (number == null) {
      number = shapes.size();
      shapes.put(text, number);
      var ofShape = new ArrayList<Column>();
      for (var i = 0; i < valueCount; i++) {
        ofShape.add(new Column());
      }
      columns.add(ofShape);
    }
    var ofShape = columns.get(number);
    for (var i = 0; i < valueCount; i++) {
      ofShape.get(i).add(values[i]);
    }
    return number;
  }

  private void readAll(JsonParser json) throws IOException {
    for (var token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
        separate();
      }
      switch (token) {
        case FIELD_NAME -> shape.append(quoted(json.currentName())).append(':');
        case VALUE_NUMBER_INT -> number(json);
        case VALUE_NUMBER_FLOAT -> word(json.getText());
        case VALUE_STRING -> word(quoted(json.getText()));
        default -> shape.append(token.asString());
      }
    }
  }

  /** A comma where one belongs: between two members or elements. */
  private void separate() {
    if (!shape.isEmpty() && "{[:".indexOf(shape.charAt(shape.length() - 1)) < 0) {
      shape.append(',');
    }
  }

  private void number(JsonParser json) throws IOException {
    if (json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      var value = json.getLongValue();
      if (value > -MOST_EXACT && value < MOST_EXACT) {
        shape.append(INTEGER);
        value(value);
        return;
      }
    }
    word(json.getText());
  }

  private void word(String json) {
    shape.append(WORD);
    value(words.number(json));
  }

  private void value(long value) {
    if (valueCount == values.length) {
      values = Arrays.copyOf(values, valueCount * 2);
    }
    values[valueCount++] = value;
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  void writeTo(Pack pack) {
    var names = pack.head().putArray("shapes");
    shapes.keySet().forEach(names::add);
    words.writeTo(pack.head().putArray("words"));
    for (var i = 0; i < columns.size(); i++) {
      var ofShape = columns.get(i);
      for (var j = 0; j < ofShape.size(); j++) {
        pack.add("shape." + i + "." + j, ofShape.get(j));
      }
    }
  }
}
