package swiotlb.workload.fio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The options that fio 3.33 knows: those that say what a device is asked to do, those that would
 * say it in a way that is not simulated, and all others.
 */
final class FioOptions {
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("blocksize", "bs"),
          Map.entry("blocksize_range", "bsrange"),
          Map.entry("blocksize_unaligned", "bs_unaligned"),
          Map.entry("blockalign", "ba"),
          Map.entry("readwrite", "rw"),
          Map.entry("io_limit", "io_size"),
          Map.entry("fill_fs", "fill_device"),
          Map.entry("nr_files", "nrfiles"),
          Map.entry("ratemin", "rate_min"),
          Map.entry("timeout", "runtime"),
          Map.entry("iomem", "mem"),
          Map.entry("mem_align", "iomem_align"),
          Map.entry("iodepth_batch_submit", "iodepth_batch"),
          Map.entry("iodepth_batch_complete", "iodepth_batch_complete_min"),
          Map.entry("wait_for_previous", "stonewall"));

  /** What {@link FioJobReader} reads. */
  private static final Set<String> READ =
      words(
          """
          bs bsrange bssplit cpus_allowed cpus_allowed_policy cpumask direct buffered filesize
          io_size ioengine iodepth loops name number_ios numjobs ramp_time rate rate_iops runtime
          rw rwmixread rwmixwrite size stonewall thinktime thinktime_blocks time_based norandommap
          bs_unaligned filename nrfiles offset offset_increment
          """);

  /** Those of them that say something without a value. */
  private static final Set<String> ALONE = words("bs_unaligned norandommap stonewall time_based");

  /** What would change which requests come, or when, with the value at which it does not. */
  private static final Map<String, String> NOT_SIMULATED =
      pairs(
          """
          startdelay=0 thinktime_iotime=0 rate_process=linear latency_target=0 io_submit_mode=inline
          iodepth_batch_complete_min=1 serialize_overlap=0 flow=0 zonemode=none verify=0
          pre_read=0 fill_device=0 steadystate= read_iolog= create_only=0 profile= wait_for=
          trim_percentage=0 kb_base=1024 exitall=0 unlink_each_loop=0 merge_blktrace_file=
          iodepth_low= iodepth_batch=1 zonesize=0 verify_only=0 verify_backlog=0 experimental_verify=0
          trim_backlog=0 cmd_type=nvme exit_what=group iomem_align=
          """);

  private static final Set<String> WITHOUT_EFFECT =
      words(
          """
          allow_file_create allow_mounted_write allrandrepeat atomic ba block_error_percentiles
          buffer_compress_chunk buffer_compress_percentage buffer_pattern bwavgtime
          cgroup cgroup_nodelete cgroup_weight clat_percentiles clocksource cmdprio
          cmdprio_bssplit cmdprio_class cmdprio_percentage continue_on_error create_fsync
          create_on_open create_serialize dedupe_global dedupe_mode dedupe_percentage
          dedupe_working_set_percentage description directory disable_bw_measurement disable_clat
          disable_lat disable_slat disk_util do_verify error_dump exec_postrun exec_prerun
          exitall_on_error fadvise_hint fallocate file_append file_service_type
          filename_format fixedbufs flow_id flow_sleep force_async gid group_reporting gtod_cpu
          gtod_reduce hugepage-size ignore_error ignore_zone_limits invalidate
          iodepth_batch_complete_max iopsavgtime ioscheduler job_max_open_zones lat_percentiles
          latency_percentile latency_run latency_window lockfile lockmem log_alternate_epoch
          log_alternate_epoch_clock_id log_avg_msec log_compression log_compression_cpus
          log_entries log_hist_coarseness log_hist_msec log_max_value log_offset log_prio
          log_store_compressed log_unix_epoch max_latency max_open_zones mem merge_blktrace_iters
          merge_blktrace_scalars new_group nice nonvectored nowait numa_cpu_nodes
          numa_mem_policy offset_align opendir openfiles overwrite
          per_job_logs percentage_random percentile_list prio prioclass random_distribution
          random_generator randrepeat randseed rate_cycle rate_ignore_thinktime rate_iops_min
          rate_min read_beyond_wp read_iolog_chunked refill_buffers registerfiles replay_align
          replay_no_stall replay_redirect replay_scale replay_skip replay_time_scale rw_sequencer
          scramble_buffers significant_figures slat_percentiles sqthread_poll_cpu stats
          steadystate_duration steadystate_ramp_time sync thinktime_blocks_type thinktime_spin
          thread trim_backlog_batch trim_verify_zero uid uncached unified_rw_reporting
          unique_filename unit_base unlink userspace_reap verify_async verify_backlog_batch
          verify_dump verify_fatal verify_interval verify_offset verify_pattern verify_state_load
          verify_state_save write_barrier write_bw_log write_hint write_hist_log write_iolog
          write_iops_log write_lat_log zero_buffers zone_reset_frequency zone_reset_threshold
          zonecapacity zonerange zoneskip
          """);

  /** What makes fio wait for flushes, which move no data. */
  private static final Set<String> FLUSHES =
      words("fsync fdatasync sync_file_range end_fsync fsync_on_close");

  /** What makes fio or the kernel look for completions, instead of an interrupt. */
  private static final Set<String> POLLS = words("hipri hipri_percentage sqthread_poll");

  private FioOptions() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+", -1));
  }

  private static Map<String, String> pairs(String text) {
    var pairs = new TreeMap<String, String>();
    for (var pair : text.strip().split("\\s+", -1)) {
      var equals = pair.indexOf('=');
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return pairs;
  }

  /** The name of an option by one of its names; empty if fio has none such. */
  static Optional<String> named(String written) {
    var name = ALIASES.getOrDefault(written, written);
    return Stream.of(READ, NOT_SIMULATED.keySet(), WITHOUT_EFFECT, FLUSHES, POLLS)
            .anyMatch(names -> names.contains(name))
        ? Optional.of(name)
        : Optional.empty();
  }

  /** Whether fio drops a job for want of an option's value. */
  static boolean lacksValue(JobFile.Option option) {
    return option.value().isEmpty()
        && READ.contains(option.name())
        && !ALONE.contains(option.name());
  }

  /** Whether an option would change the requests in a way that is not simulated. */
  static boolean isNotSimulated(JobFile.Option option) {
    var without = NOT_SIMULATED.get(option.name());
    return without != null && !without.equals(option.value());
  }

  /** What is said of options that are not read, each once. */
  static List<String> remarks(List<JobFile.Section> sections) {
    var remarks = new ArrayList<String>();
    remark(sections, WITHOUT_EFFECT, "these options change nothing here: ", remarks);
    remark(
        sections,
        FLUSHES,
        "flushes are left out, which move no data, and nothing waits for them: ",
        remarks);
    remark(sections, POLLS, "completions come by interrupt here, and are not polled: ", remarks);
    var devices = new TreeSet<String>();
    sections.forEach(section -> devices.addAll(FioCount.files(section.options().get("filename"))));
    devices.removeIf(file -> !file.startsWith("/dev/"));
    if (devices.size() > 1) {
      remarks.add(
          "what is for several devices is all of this one here: " + String.join(", ", devices));
    }
    return remarks;
  }

  private static void remark(
      List<JobFile.Section> sections, Set<String> names, String words, List<String> remarks) {
    var given = new TreeSet<String>();
    sections.forEach(section -> given.addAll(section.options().keySet()));
    given.retainAll(names);
    if (!given.isEmpty()) {
      remarks.add(words + String.join(", ", given));
    }
  }
}
