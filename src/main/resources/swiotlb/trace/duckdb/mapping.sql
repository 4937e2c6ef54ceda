WITH told AS (
  SELECT m.seq, m.mapping, m.sent_ns, m.at_ns, m.from_actor, m.to_actor, t.name AS type, m.fields
  FROM message AS m
  JOIN type AS t ON t.id = m.type
  WHERE m.mapping IS NOT NULL
    AND t.name IN ('Area.MapRequest', 'MapClient.Mapped', 'MapClient.MapFailed', 'Area.Unmap',
                   'MapClient.Unmapped', 'Device.TransferDone')
),
first_request AS (
  SELECT mapping, min(seq) AS seq FROM told WHERE type = 'Area.MapRequest' GROUP BY mapping
),
requested AS (
  SELECT m.mapping, m.sent_ns, m.to_actor,
    json_transform(m.fields, '{"request": {"cpu": "INTEGER", "interrupt": "BOOLEAN", "client": "VARCHAR", "demand": {"originalAddress": "UBIGINT", "sizeBytes": "BIGINT", "slots": "INTEGER"}}}').request AS r
  FROM first_request JOIN message AS m USING (seq)
),
mapped AS (
  SELECT mapping, at_ns, from_actor,
    json_transform(fields, '{"pool": "INTEGER", "slot": "INTEGER", "cost": {"areas": "INTEGER", "lockWaitNs": "BIGINT", "searchNs": "BIGINT", "waitNs": "BIGINT", "transientNs": "BIGINT"}}') AS f
  FROM told WHERE type = 'MapClient.Mapped' AND at_ns IS NOT NULL
),
failed AS (
  SELECT mapping, count(*) AS failures, max(at_ns) AS at_ns,
    json_transform(arg_max(fields, seq), '{"reason": "VARCHAR", "usedSlots": "BIGINT", "totalSlots": "BIGINT", "largestFreeRun": "INTEGER", "cost": {"areas": "INTEGER", "lockWaitNs": "BIGINT", "searchNs": "BIGINT", "waitNs": "BIGINT", "transientNs": "BIGINT"}}') AS f
  FROM told WHERE type = 'MapClient.MapFailed' AND at_ns IS NOT NULL GROUP BY mapping
),
transferred AS (
  SELECT mapping,
    arg_max(at_ns - TRY_CAST(fields->>'$.beganNs' AS BIGINT), seq) AS transfer_ns
  FROM told WHERE type = 'Device.TransferDone' AND at_ns IS NOT NULL GROUP BY mapping
),
unmap AS (
  SELECT mapping, sent_ns,
    json_transform(fields, '{"copyInNs": "BIGINT", "lookUpNs": "BIGINT", "copyBackNs": "BIGINT"}') AS f
  FROM told WHERE type = 'Area.Unmap'
),
unmapped AS (
  SELECT mapping, at_ns,
    json_transform(fields, '{"releaseNs": "BIGINT", "left": {"lockWaitNs": "BIGINT"}}') AS f
  FROM told WHERE type = 'MapClient.Unmapped' AND at_ns IS NOT NULL
)
SELECT
  q.mapping AS mapping,
  regexp_extract(asked.path, '^/[^/]+') AS allocator,
  q.r.client AS device,
  q.r.cpu AS cpu,
  q.r.interrupt AS interrupt,
  q.r.demand.originalAddress AS address,
  q.r.demand.sizeBytes AS size_bytes,
  q.r.demand.slots AS slots,
  q.sent_ns AS requested_ns,
  m.at_ns AS mapped_ns,
  b.sent_ns AS unmap_ns,
  u.at_ns AS unmapped_ns,
  CASE
    WHEN u.mapping IS NOT NULL THEN 'unmapped'
    WHEN m.mapping IS NOT NULL THEN 'mapped'
    WHEN e.mapping IS NOT NULL THEN 'failed'
    ELSE 'waiting'
  END AS outcome,
  coalesce(e.failures, 0) AS failures,
  e.f.reason AS reason,
  e.f.largestFreeRun AS largest_free_run,
  m.f.pool AS pool,
  held.path AS area,
  m.f.slot AS slot,
  coalesce(m.f.cost.areas, e.f.cost.areas) AS areas_searched,
  coalesce(m.f.cost.lockWaitNs, e.f.cost.lockWaitNs) AS lock_wait_ns,
  coalesce(m.f.cost.searchNs, e.f.cost.searchNs) AS search_ns,
  coalesce(m.f.cost.waitNs, e.f.cost.waitNs) AS growth_wait_ns,
  coalesce(m.f.cost.transientNs, e.f.cost.transientNs) AS transient_ns,
  b.f.copyInNs AS copy_in_ns,
  t.transfer_ns AS transfer_ns,
  b.f.lookUpNs AS look_up_ns,
  b.f.copyBackNs AS copy_back_ns,
  u.f.left.lockWaitNs AS release_lock_wait_ns,
  u.f.releaseNs AS release_ns,
  coalesce(m.at_ns, e.at_ns) - q.sent_ns AS map_ns,
  u.at_ns - m.at_ns AS held_ns
FROM requested AS q
JOIN actor AS asked ON asked.id = q.to_actor
LEFT JOIN mapped AS m ON m.mapping = q.mapping
LEFT JOIN actor AS held ON held.id = m.from_actor
LEFT JOIN failed AS e ON e.mapping = q.mapping
LEFT JOIN transferred AS t ON t.mapping = q.mapping
LEFT JOIN unmap AS b ON b.mapping = q.mapping
LEFT JOIN unmapped AS u ON u.mapping = q.mapping
ORDER BY q.sent_ns, q.mapping
