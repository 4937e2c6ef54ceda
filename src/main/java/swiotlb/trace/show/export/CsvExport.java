package swiotlb.trace.show.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import swiotlb.trace.life.Interval;
import swiotlb.trace.store.TraceMessage;

/**
 * A table as of RFC 4180, but lines end with LF: a head, and a row for each message in the order of
 * the trace. Columns, empty where nothing is known: {@code id}; {@code cause}, 0 if there is none;
 * {@code sent_ns} and {@code at_ns}, nanoseconds from the start; {@code handled_ns}, with the real
 * clock only; {@code queued}, messages that waited before it; {@code from}; {@code to}; {@code
 * mapping}; {@code type}; {@code fields}, a JSON object.
 */
final class CsvExport implements TraceExport {
  private static final CsvSchema COLUMNS =
      CsvSchema.builder()
          .addNumberColumn("id")
          .addNumberColumn("cause")
          .addNumberColumn("sent_ns")
          .addNumberColumn("at_ns")
          .addNumberColumn("handled_ns")
          .addNumberColumn("queued")
          .addColumn("from")
          .addColumn("to")
          .addNumberColumn("mapping")
          .addColumn("type")
          .addColumn("fields")
          .setUseHeader(true)
          .setLineSeparator("\n")
          .build();

  private final CsvGenerator csv;

  CsvExport(OutputStream out) throws IOException {
    csv = new CsvFactory().createGenerator(out);
    csv.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    csv.enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING);
    csv.setSchema(COLUMNS);
  }

  @Override
  public void write(TraceMessage message, List<Interval> intervals) throws IOException {
    csv.writeStartObject();
    csv.writeNumberField("id", message.id());
    csv.writeNumberField("cause", message.cause());
    csv.writeNumberField("sent_ns", message.sentNs());
    known("at_ns", message.atNs());
    known("handled_ns", message.handledNs());
    known("queued", message.queued());
    csv.writeStringField("from", message.from());
    csv.writeStringField("to", message.to());
    known("mapping", message.mapping());
    csv.writeStringField("type", message.type());
    csv.writeStringField("fields", message.fields().json());
    csv.writeEndObject();
  }

  private void known(String column, long value) throws IOException {
    if (value != TraceMessage.UNKNOWN) {
      csv.writeNumberField(column, value);
    }
  }

  @Override
  public boolean writesIntervals() {
    return false;
  }

  @Override
  public void finish() throws IOException {
    csv.close();
  }
}
