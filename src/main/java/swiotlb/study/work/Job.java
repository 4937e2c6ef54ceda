package swiotlb.study.work;

/**
 * What a lot of work has in common.
 *
 * @param kind the {@link WorkKind}
 * @param description in a language of that kind; short
 * @param files that are read for it
 */
public record Job(String kind, String description, JobFiles files) {}
