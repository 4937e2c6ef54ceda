package swiotlb.study.work;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a lot of work has in common.
 *
 * @param kind the {@link WorkKind}
 * @param description in a language of that kind; short
 * @param files that go with it
 * @param shared a folder that is read where it is, on every machine at the same place
 */
public record Job(String kind, String description, JobFiles files, Optional<Path> shared) {
  /** One that needs nothing but the files that go with it. */
  public Job(String kind, String description, JobFiles files) {
    this(kind, description, files, Optional.empty());
  }
}
