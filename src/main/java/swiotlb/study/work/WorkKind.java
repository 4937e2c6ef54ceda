package swiotlb.study.work;

/**
 * A kind of work that processes elsewhere do. Implementations are found by {@link
 * java.util.ServiceLoader}, have a public constructor without parameters, and no state.
 */
public interface WorkKind {
  /** By which a job names it. */
  String name();

  /**
   * Makes ready for the work of a job.
   *
   * @param place where the files of the job are
   * @param description of the job, in a language of this kind
   * @throws swiotlb.input.InputException if that cannot be understood
   */
  Workbench open(JobPlace place, String description);
}
