package swiotlb.workload.machine;

import java.util.List;
import java.util.regex.Pattern;

/** {@code /sys/devices/system/cpu/possible}, or the recorder's number of possible CPUs. */
final class CpuList implements Format {
  private static final Pattern LIST =
      Pattern.compile("\\d{1,5}(?:-\\d{1,5})?(?:,\\d{1,5}(?:-\\d{1,5})?)*");

  @Override
  public String name() {
    return "/sys/devices/system/cpu/possible";
  }

  @Override
  public boolean recognises(MachineText text) {
    return LIST.matcher(text.text().strip()).matches();
  }

  @Override
  public List<Fact> read(MachineText text) {
    var list = text.text().strip();
    var isCount = list.matches("[1-9]\\d*");
    var cpus = isCount ? Long.parseLong(list) : listed(text, list);
    return List.of(new Fact.Cpus(text.cpus(1, "the number of CPUs", cpus), false));
  }

  private static long listed(MachineText text, String list) {
    var cpus = 0L;
    for (var range : list.split(",", -1)) {
      var ends = range.split("-", 2);
      var first = Integer.parseInt(ends[0]);
      var last = Integer.parseInt(ends[ends.length - 1]);
      if (last < first) {
        throw text.wrong(1, "%s ends before it begins; copy it again".formatted(range));
      }
      cpus += last - first + 1;
    }
    return cpus;
  }
}
