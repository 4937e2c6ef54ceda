package swiotlb.study.conform.against;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.conform.against.OtherKernel.GOLDEN;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A golden trace in which a text, where it comes first, is another. */
record AlteredTrace(String name, String from, String to) {

  private String golden() throws IOException {
    return Files.readString(GOLDEN.resolve(name + ".jsonl"));
  }

  /** The line that is another, from 1. */
  long line() throws IOException {
    var text = golden();
    return 1 + text.substring(0, text.indexOf(from)).chars().filter(c -> c == '\n').count();
  }

  /** What is found in it. */
  Findings findings(Path folder) throws IOException {
    var text = golden();
    assertThat(text.contains(from)).as("%s has %s", name, from).isTrue();
    var file = folder.resolve("altered.jsonl");
    Files.writeString(file, text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));
    return Findings.of(List.of(GoldenTrace.read(file)));
  }
}
