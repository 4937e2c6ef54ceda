package swiotlb.trace.show.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvExportTest {
  @TempDir private Path folder;

  private static List<Map<String, String>> rows(String text) {
    try {
      return new CsvMapper()
          .readerForMapOf(String.class)
          .with(CsvSchema.emptySchema().withHeader())
          .<Map<String, String>>readValues(text)
          .readAll();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyMessageIsARow() {
    var file = Examples.spike(folder);
    var rows = rows(Examples.text(file, ExportFormat.CSV));
    var messages = Examples.messages(file);
    assertThat(rows).hasSameSizeAs(messages);
    for (var i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i))
          .containsEntry("id", Long.toString(messages.get(i).id()))
          .containsEntry("at_ns", Long.toString(messages.get(i).atNs()))
          .containsEntry("fields", messages.get(i).fields().json());
    }
  }

  @Test
  void whatIsNotKnownIsEmptyAndQuotesAreDoubled() {
    var text =
        Examples.text(
            Examples.virtual(
                folder, Examples.line(1, 4, null, "/a,b", "/c", 0, null, "T", "{\"x\":\"y\"}")),
            ExportFormat.CSV);
    assertThat(text.split("\n"))
        .containsExactly(
            "id,cause,sent_ns,at_ns,handled_ns,queued,from,to,mapping,type,fields",
            "1,0,4,,,0,\"/a,b\",/c,,T,\"{\"\"x\"\":\"\"y\"\"}\"");
  }
}
