package swiotlb.workload.machine;

import java.util.List;
import java.util.regex.Pattern;

/** {@code /proc/meminfo}. */
final class MemoryInfo implements Format {
  private static final Pattern TOTAL = Pattern.compile("^MemTotal:\\s+(\\d{1,13}) kB\\s*$");
  private static final Pattern BEGINNING = Pattern.compile("MemTotal:");

  @Override
  public String name() {
    return "/proc/meminfo";
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.hasLine(BEGINNING);
  }

  @Override
  public List<Fact> read(MachineText text) {
    var lines = text.lines();
    for (var i = 0; i < lines.size(); i++) {
      var total = TOTAL.matcher(lines.get(i));
      if (total.find()) {
        var bytes = text.memory(i + 1L, "MemTotal", Long.parseLong(total.group(1)), 1024);
        return List.of(new Fact.Memory(bytes, Fact.Exactness.WITHOUT_KEPT));
      }
    }
    throw text.wrong("has no whole line such as: MemTotal:       16315228 kB; copy it again");
  }
}
