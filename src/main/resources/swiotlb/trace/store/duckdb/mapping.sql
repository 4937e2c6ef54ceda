WITH tried AS (
  SELECT mapping,
    max(attempt) AS attempt,
    min(requested_ns) AS requested_ns,
    count(*) FILTER (outcome = 'failed') AS failures,
    arg_max(reason, attempt) FILTER (outcome = 'failed') AS reason,
    arg_max(largest_free_run, attempt) FILTER (outcome = 'failed') AS largest_free_run
  FROM attempt GROUP BY mapping
)
SELECT
  a.mapping,
  a.allocator, a.device, a.cpu, a.interrupt, a.address, a.size_bytes, a.slots,
  t.requested_ns,
  a.mapped_ns, a.unmap_ns, a.unmapped_ns, a.outcome,
  t.attempt AS attempts,
  t.failures, t.reason, t.largest_free_run,
  CASE WHEN a.mapped_ns IS NOT NULL THEN a.pool END AS pool,
  CASE WHEN a.mapped_ns IS NOT NULL THEN a.area END AS area,
  CASE WHEN a.mapped_ns IS NOT NULL THEN a.slot END AS slot,
  a.areas_searched, a.lock_wait_ns, a.search_ns, a.growth_wait_ns, a.transient_ns,
  a.copy_in_ns, a.transfer_ns, a.look_up_ns, a.copy_back_ns,
  a.release_lock_wait_ns, a.release_ns,
  a.requested_ns + a.map_ns - t.requested_ns AS map_ns,
  a.held_ns
FROM tried AS t
JOIN attempt AS a ON a.mapping = t.mapping AND a.attempt = t.attempt
ORDER BY t.requested_ns, a.mapping
