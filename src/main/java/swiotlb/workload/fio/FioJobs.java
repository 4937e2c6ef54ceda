package swiotlb.workload.fio;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import swiotlb.input.InputException;
import swiotlb.workload.block.ByteLines;

/**
 * The jobs of a job file, as fio 3.33 reads it.
 *
 * @param files that it consists of, with those that it includes
 * @param remarks what was left out or assumed of the file as a whole
 */
public record FioJobs(List<Path> files, List<FioJob> jobs, List<String> remarks) {

  /** A kernel's trace may begin with a number in brackets, but has something behind it. */
  private static final Pattern BEGINNING =
      Pattern.compile("\\[[^\\]]+\\]\\s*(?:[;#].*)?|include\\s.*");

  /** Immutable from the start. */
  public FioJobs {
    files = List.copyOf(files);
    jobs = List.copyOf(jobs);
    remarks = List.copyOf(remarks);
  }

  /** Whether a line of a job file says nothing; kernels and others begin theirs alike. */
  public static boolean isComment(ByteLines line) {
    var text = line.rest().strip();
    return text.startsWith("#") || text.startsWith(";");
  }

  /** Whether a line is the first of a job file that says something: a section or a file. */
  public static boolean isBegunBy(ByteLines line) {
    var text = line.rest().strip();
    return BEGINNING.matcher(text).matches();
  }

  /**
   * Reads a file.
   *
   * @param section the only one whose job counts; empty: those of all
   * @throws InputException if fio would refuse it, or a job asks for what is not simulated
   */
  public static FioJobs read(Path file, String section, Variables variables) {
    var whole = JobFile.read(file, variables);
    var all = whole.sections();
    var chosen = all.stream().filter(s -> section.isEmpty() || s.name().equals(section)).toList();
    if (chosen.isEmpty()) {
      throw new InputException(
          file.toString(),
          "has no job "
              + section
              + "; its jobs are "
              + all.stream().map(JobFile.Section::name).collect(Collectors.joining(", ")));
    }
    var jobs = new ArrayList<FioJob>();
    var remarks = new ArrayList<String>();
    for (var one : chosen) {
      requireTogether(one, chosen.get(0));
      new FioJobReader(one)
          .read()
          .ifPresentOrElse(
              jobs::add,
              () -> remarks.add("job " + one.name() + " is left out: trims move no data"));
    }
    remarks.addAll(FioOptions.remarks(chosen));
    if (jobs.isEmpty()) {
      throw new InputException(file.toString(), "has no job that reads or writes");
    }
    return new FioJobs(whole.files(), jobs, remarks);
  }

  /** All jobs begin together here. */
  private static void requireTogether(JobFile.Section one, JobFile.Section first) {
    var wall = one.options().get("stonewall");
    if (!one.equals(first) && wall != null && !"0".equals(wall.value())) {
      throw wall.wrong(
          "lets job %s wait for those before it, which is not simulated; choose one of them with from-section"
              .formatted(one.name()));
    }
  }
}
