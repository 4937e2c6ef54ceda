package swiotlb.trace.show.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ColumnProperties {
  @Property
  void everyNumberComesBack(@ForAll long[] numbers) throws IOException {
    var column = new Column();
    for (var number : numbers) {
      column.add(number);
    }
    var pack = new Pack();
    pack.add("numbers", column);
    var out = new ByteArrayOutputStream();
    pack.writeTo(out);
    var page =
        "<script id=\"data\" type=\"text/plain\">"
            + out.toString(StandardCharsets.US_ASCII)
            + "</script>";
    assertThat(Unpacked.of(page).numbers("numbers")).isEqualTo(numbers);
  }
}
