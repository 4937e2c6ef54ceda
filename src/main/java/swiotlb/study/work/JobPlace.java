package swiotlb.study.work;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What may be read for a job where its work is done.
 *
 * @param folder has the files that came with the job by their names, and nothing else
 * @param shared a folder of that machine whose files may be read, too, if there is one
 */
public record JobPlace(Path folder, Optional<Path> shared) {}
