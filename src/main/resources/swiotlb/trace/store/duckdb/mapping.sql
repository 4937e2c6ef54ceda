WITH told AS (
  SELECT m.seq, m.mapping, m.sent_ns, m.at_ns, m.from_actor, m.to_actor, t.name AS type, m.fields
  FROM message AS m
  JOIN type AS t ON t.id = m.type
  WHERE m.mapping IS NOT NULL
    AND t.name IN ('Area.MapRequest', 'MapClient.Mapped', 'MapClient.MapFailed', 'Area.Unmap',
                   'MapClient.Unmapped', 'Device.TransferDone', 'Device.Retry')
),
first_request AS (
  SELECT mapping, min(seq) AS seq FROM told WHERE type = 'Area.MapRequest' GROUP BY mapping
),
unasked AS (
  SELECT mapping, seq, sent_ns, to_actor, fields
  FROM told
  ANTI JOIN (SELECT mapping FROM told WHERE type IN ('Area.MapRequest', 'MapClient.MapFailed')) AS asked_
    USING (mapping)
  WHERE type = 'Device.Retry' AND at_ns IS NOT NULL AND fields->>'$.reason' IS NOT NULL
    -- Of a trace recorded in part nobody knows whether somebody was asked.
    AND (SELECT selection FROM run) IS NULL
),
requested AS (
  SELECT mapping, sent_ns, to_actor, json_transform(fields, '{"request": {"cpu": "INTEGER", "interrupt": "BOOLEAN", "client": "VARCHAR", "demand": {"originalAddress": "UBIGINT", "sizeBytes": "BIGINT", "slots": "INTEGER"}}}').request AS r_
  FROM (
    SELECT m.mapping, m.sent_ns, m.to_actor, m.fields FROM first_request JOIN message AS m USING (seq)
    UNION ALL
    SELECT n.mapping, min(n.sent_ns), NULL,
      json_object('request', json_object('client', any_value(d.path)))::VARCHAR
    FROM unasked AS n JOIN actor AS d ON d.id = n.to_actor GROUP BY n.mapping
  )
),
mapped AS (
  SELECT mapping, at_ns, from_actor,
    json_transform(fields, '{"pool": "INTEGER", "slot": "INTEGER", "cost": {"areas": "INTEGER", "lockWaitNs": "BIGINT", "searchNs": "BIGINT", "waitNs": "BIGINT", "transientNs": "BIGINT"}}') AS f_
  FROM told WHERE type = 'MapClient.Mapped' AND at_ns IS NOT NULL
),
failed AS (
  SELECT mapping, count(*) AS failures, max(at_ns) AS at_ns,
    json_transform(arg_max(fields, seq), '{"reason": "VARCHAR", "usedSlots": "BIGINT", "totalSlots": "BIGINT", "largestFreeRun": "INTEGER", "cost": {"areas": "INTEGER", "lockWaitNs": "BIGINT", "searchNs": "BIGINT", "waitNs": "BIGINT", "transientNs": "BIGINT"}}') AS f_
  FROM (
    SELECT mapping, seq, at_ns, fields FROM told
    WHERE type = 'MapClient.MapFailed' AND at_ns IS NOT NULL
    UNION ALL
    SELECT mapping, seq, sent_ns, fields FROM unasked
  ) GROUP BY mapping
),
transferred AS (
  SELECT mapping,
    arg_max(at_ns - TRY_CAST(fields->>'$.beganNs' AS BIGINT), seq) AS transfer_ns
  FROM told WHERE type = 'Device.TransferDone' AND at_ns IS NOT NULL GROUP BY mapping
),
unmap AS (
  SELECT mapping, sent_ns,
    json_transform(fields, '{"copyInNs": "BIGINT", "lookUpNs": "BIGINT", "copyBackNs": "BIGINT"}') AS f_
  FROM told WHERE type = 'Area.Unmap'
),
unmapped AS (
  SELECT mapping, at_ns,
    json_transform(fields, '{"releaseNs": "BIGINT", "left": {"lockWaitNs": "BIGINT"}}') AS f_
  FROM told WHERE type = 'MapClient.Unmapped' AND at_ns IS NOT NULL
)
SELECT
  q_.mapping AS mapping,
  regexp_extract(asked.path, '^/[^/]+') AS allocator,
  (q_.r_).client AS device,
  (q_.r_).cpu AS cpu,
  (q_.r_).interrupt AS interrupt,
  (q_.r_).demand.originalAddress AS address,
  (q_.r_).demand.sizeBytes AS size_bytes,
  (q_.r_).demand.slots AS slots,
  q_.sent_ns AS requested_ns,
  m_.at_ns AS mapped_ns,
  b_.sent_ns AS unmap_ns,
  u_.at_ns AS unmapped_ns,
  CASE
    WHEN u_.mapping IS NOT NULL THEN 'unmapped'
    WHEN m_.mapping IS NOT NULL THEN 'mapped'
    WHEN e_.mapping IS NOT NULL THEN 'failed'
    ELSE 'waiting'
  END AS outcome,
  coalesce(e_.failures, 0) AS failures,
  (e_.f_).reason AS reason,
  (e_.f_).largestFreeRun AS largest_free_run,
  (m_.f_).pool AS pool,
  held.path AS area,
  (m_.f_).slot AS slot,
  coalesce((m_.f_).cost.areas, (e_.f_).cost.areas) AS areas_searched,
  coalesce((m_.f_).cost.lockWaitNs, (e_.f_).cost.lockWaitNs) AS lock_wait_ns,
  coalesce((m_.f_).cost.searchNs, (e_.f_).cost.searchNs) AS search_ns,
  coalesce((m_.f_).cost.waitNs, (e_.f_).cost.waitNs) AS growth_wait_ns,
  coalesce((m_.f_).cost.transientNs, (e_.f_).cost.transientNs) AS transient_ns,
  (b_.f_).copyInNs AS copy_in_ns,
  t.transfer_ns AS transfer_ns,
  (b_.f_).lookUpNs AS look_up_ns,
  (b_.f_).copyBackNs AS copy_back_ns,
  (u_.f_).left.lockWaitNs AS release_lock_wait_ns,
  (u_.f_).releaseNs AS release_ns,
  coalesce(m_.at_ns, e_.at_ns) - q_.sent_ns AS map_ns,
  u_.at_ns - m_.at_ns AS held_ns
FROM requested AS q_
LEFT JOIN actor AS asked ON asked.id = q_.to_actor
LEFT JOIN mapped AS m_ ON m_.mapping = q_.mapping
LEFT JOIN actor AS held ON held.id = m_.from_actor
LEFT JOIN failed AS e_ ON e_.mapping = q_.mapping
LEFT JOIN transferred AS t ON t.mapping = q_.mapping
LEFT JOIN unmap AS b_ ON b_.mapping = q_.mapping
LEFT JOIN unmapped AS u_ ON u_.mapping = q_.mapping
ORDER BY q_.sent_ns, q_.mapping
