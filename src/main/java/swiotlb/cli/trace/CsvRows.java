package swiotlb.cli.trace;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Text;
import swiotlb.trace.store.open.TraceDatabase;

/**
 * An answer as CSV (RFC 4180, but lines end with LF), with a line of names; null is an empty cell.
 * Control characters are replaced, since a terminal may be what reads it.
 */
final class CsvRows implements TraceDatabase.Rows {
  private static final CsvMapper MAPPER =
      CsvMapper.csvBuilder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();

  private final SequenceWriter csv;

  CsvRows(PrintWriter out) throws IOException {
    csv = MAPPER.writer(MAPPER.schema().withLineSeparator("\n")).writeValues(out);
  }

  @Override
  public void columns(List<TraceDatabase.Column> columns) throws IOException {
    csv.write(columns.stream().map(column -> Text.printable(column.name())).toList());
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    var cells = new ArrayList<>();
    for (var value : values) {
      cells.add(value instanceof String text ? Text.printable(text) : value == null ? "" : value);
    }
    csv.write(cells);
  }

  @Override
  public void end() throws IOException {
    csv.flush();
  }
}
