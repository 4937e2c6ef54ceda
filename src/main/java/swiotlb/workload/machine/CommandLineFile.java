package swiotlb.workload.machine;

import java.util.List;
import java.util.regex.Pattern;

/** {@code /proc/cmdline}: one line of parameters. */
final class CommandLineFile implements Format {
  private static final Pattern PARAMETER =
      Pattern.compile("(?:^|\\s)\"?[A-Za-z][A-Za-z0-9_.-]{0,60}=\\S");
  private static final Pattern NAMED = Pattern.compile("cmdline(?:\\.txt)?");

  @Override
  public String name() {
    return "/proc/cmdline";
  }

  @Override
  public boolean recognises(MachineText text) {
    var line = text.text().strip();
    return line.lines().count() <= 1
        && (NAMED.matcher(text.name()).matches() || PARAMETER.matcher(line).find());
  }

  @Override
  public List<Fact> read(MachineText text) {
    return List.of(new Fact.CommandLine(text.text().strip()));
  }
}
