WITH told AS (
  SELECT m.seq, m.mapping, m.sent_ns, m.at_ns, m.from_actor, m.to_actor, t.name AS type, m.fields
  FROM message AS m
  JOIN type AS t ON t.id = m.type
  WHERE m.mapping IS NOT NULL
    AND t.name IN ('Area.MapRequest', 'MapClient.Mapped', 'MapClient.MapFailed', 'Area.Unmap',
                   'MapClient.Unmapped', 'Device.TransferDone', 'Device.Retry')
),
-- What begins an attempt, ends one, or fails without being told by anybody else.
turn AS (
  SELECT seq, mapping, type, reason,
    lag(type) OVER (PARTITION BY mapping ORDER BY seq) AS before_
  FROM (
    SELECT seq, mapping, type,
      CASE WHEN type = 'Device.Retry' THEN fields->>'$.reason' END AS reason
    FROM told
    WHERE type = 'Area.MapRequest'
      OR (at_ns IS NOT NULL
        AND type IN ('MapClient.Mapped', 'MapClient.MapFailed', 'MapClient.Unmapped', 'Device.Retry'))
  )
),
marked AS (
  SELECT seq, mapping,
    type = 'Area.MapRequest' AND before_ IS DISTINCT FROM 'Area.MapRequest' AS asks,
    -- Slots were found, given back at once, and the device told that it failed.
    reason = 'NOT_REACHABLE' AND before_ = 'MapClient.Unmapped' AS beyond,
    -- Of a trace recorded in part nobody knows whether somebody was asked.
    reason IS NOT NULL
      AND (before_ IS NULL OR before_ = 'Device.Retry'
        OR (before_ = 'MapClient.Unmapped' AND reason <> 'NOT_REACHABLE'))
      AND (SELECT selection FROM run) IS NULL AS unasked
  FROM turn
),
numbered AS (
  SELECT t.seq, t.mapping, t.type, t.at_ns, k.asks, k.beyond, k.unasked,
    count(*) FILTER (k.asks OR k.unasked) OVER (PARTITION BY t.mapping ORDER BY t.seq) AS attempt
  FROM told AS t LEFT JOIN marked AS k ON k.seq = t.seq
),
part AS (
  SELECT mapping, attempt,
    min(seq) FILTER (asks OR unasked) AS begun,
    bool_or(unasked) AS unasked,
    coalesce(bool_or(beyond), false) AS beyond,
    max(seq) FILTER (type = 'MapClient.Mapped') AS mapped,
    max(seq) FILTER (type = 'MapClient.MapFailed') AS failed,
    max(seq) FILTER (type = 'Device.TransferDone') AS transferred,
    max(seq) FILTER (type = 'MapClient.Unmapped') AS unmapped
  FROM numbered
  WHERE attempt > 0 AND at_ns IS NOT NULL OR asks
  GROUP BY mapping, attempt
),
given_back AS (
  SELECT mapping, attempt, max(seq) AS unmap FROM numbered
  WHERE attempt > 0 AND type = 'Area.Unmap' GROUP BY mapping, attempt
),
requested AS (
  SELECT seq, sent_ns, to_actor, type = 'Device.Retry' AS unasked,
    CASE type WHEN 'Device.Retry' THEN fields->>'$.reason' END AS reason,
    CASE type WHEN 'Area.MapRequest' THEN json_transform(fields, '{"request": {"cpu": "INTEGER", "interrupt": "BOOLEAN", "client": "VARCHAR", "demand": {"originalAddress": "UBIGINT", "sizeBytes": "BIGINT", "slots": "INTEGER"}}}').request END AS r_
  FROM told WHERE type IN ('Area.MapRequest', 'Device.Retry')
),
mapped AS (
  SELECT seq, at_ns, from_actor,
    json_transform(fields, '{"pool": "INTEGER", "slot": "INTEGER", "cost": {"areas": "INTEGER", "lockWaitNs": "BIGINT", "searchNs": "BIGINT", "waitNs": "BIGINT", "transientNs": "BIGINT"}}') AS f_
  FROM told WHERE type = 'MapClient.Mapped'
),
failed AS (
  SELECT seq, at_ns,
    json_transform(fields, '{"reason": "VARCHAR", "largestFreeRun": "INTEGER", "cost": {"areas": "INTEGER", "lockWaitNs": "BIGINT", "searchNs": "BIGINT", "waitNs": "BIGINT", "transientNs": "BIGINT"}}') AS f_
  FROM told WHERE type = 'MapClient.MapFailed'
),
transferred AS (
  SELECT seq, at_ns, TRY_CAST(fields->>'$.beganNs' AS BIGINT) AS began_ns
  FROM told WHERE type = 'Device.TransferDone'
),
unmap AS (
  SELECT seq, sent_ns,
    json_transform(fields, '{"copyInNs": "BIGINT", "lookUpNs": "BIGINT", "copyBackNs": "BIGINT"}') AS f_
  FROM told WHERE type = 'Area.Unmap'
),
unmapped AS (
  SELECT seq, at_ns,
    json_transform(fields, '{"releaseNs": "BIGINT", "left": {"lockWaitNs": "BIGINT"}}') AS f_
  FROM told WHERE type = 'MapClient.Unmapped'
)
SELECT
  p_.mapping AS mapping,
  p_.attempt::INTEGER AS attempt,
  CASE WHEN NOT q_.unasked THEN regexp_extract(asked.path, '^/[^/]+') END AS allocator,
  CASE WHEN q_.unasked THEN asked.path ELSE (q_.r_).client END AS device,
  (q_.r_).cpu AS cpu,
  (q_.r_).interrupt AS interrupt,
  (q_.r_).demand.originalAddress AS address,
  (q_.r_).demand.sizeBytes AS size_bytes,
  (q_.r_).demand.slots AS slots,
  q_.sent_ns AS requested_ns,
  CASE WHEN NOT p_.beyond THEN m_.at_ns END AS mapped_ns,
  b_.sent_ns AS unmap_ns,
  u_.at_ns AS unmapped_ns,
  CASE
    WHEN p_.beyond OR p_.failed IS NOT NULL OR q_.unasked THEN 'failed'
    WHEN p_.unmapped IS NOT NULL THEN 'unmapped'
    WHEN p_.mapped IS NOT NULL THEN 'mapped'
    ELSE 'waiting'
  END AS outcome,
  CASE WHEN p_.beyond THEN 'NOT_REACHABLE' ELSE coalesce((e_.f_).reason, q_.reason) END AS reason,
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
  CASE WHEN t_.began_ns >= m_.at_ns AND (b_.sent_ns IS NULL OR t_.at_ns <= b_.sent_ns) THEN t_.at_ns - t_.began_ns END AS transfer_ns,
  (b_.f_).lookUpNs AS look_up_ns,
  (b_.f_).copyBackNs AS copy_back_ns,
  (u_.f_).left.lockWaitNs AS release_lock_wait_ns,
  (u_.f_).releaseNs AS release_ns,
  CASE
    WHEN p_.beyond THEN u_.at_ns
    WHEN q_.unasked THEN q_.sent_ns
    ELSE coalesce(m_.at_ns, e_.at_ns)
  END - q_.sent_ns AS map_ns,
  CASE WHEN NOT p_.beyond THEN u_.at_ns - m_.at_ns END AS held_ns
FROM part AS p_
JOIN requested AS q_ ON q_.seq = p_.begun
LEFT JOIN given_back AS g_ ON g_.mapping = p_.mapping AND g_.attempt = p_.attempt
LEFT JOIN actor AS asked ON asked.id = q_.to_actor
LEFT JOIN mapped AS m_ ON m_.seq = p_.mapped
LEFT JOIN actor AS held ON held.id = m_.from_actor
LEFT JOIN failed AS e_ ON e_.seq = p_.failed
LEFT JOIN transferred AS t_ ON t_.seq = p_.transferred
LEFT JOIN unmap AS b_ ON b_.seq = g_.unmap
LEFT JOIN unmapped AS u_ ON u_.seq = p_.unmapped
ORDER BY q_.sent_ns, p_.mapping, p_.attempt
