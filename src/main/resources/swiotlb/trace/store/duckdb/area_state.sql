WITH told AS (
  SELECT m.seq, coalesce(m.at_ns, m.sent_ns) AS time_ns, m.mapping, m.from_actor, t.name AS type,
    json_transform(m.fields, '{"left": {"area": "INTEGER", "usedSlots": "INTEGER", "hint": "INTEGER", "lockWaitNs": "BIGINT"}, "refusedBy": {"left": {"area": "INTEGER", "usedSlots": "INTEGER", "hint": "INTEGER", "lockWaitNs": "BIGINT"}, "reason": "VARCHAR", "largestFreeRun": "INTEGER"}}') AS f_
  FROM message AS m
  JOIN type AS t ON t.id = m.type
  WHERE t.name IN ('MapClient.Mapped', 'MapClient.Unmapped', 'Area.MapRequest',
                   'Allocator.Exhausted', 'Area.TransientDoesNotFit')
),
left_behind AS (
  SELECT *, coalesce((f_).left, (f_).refusedBy.left) AS l_ FROM told
)
SELECT
  s_.seq AS seq,
  s_.time_ns AS time_ns,
  a.allocator AS allocator,
  a.pool AS pool,
  (s_.l_).area AS area,
  (s_.l_).usedSlots AS used_slots,
  (s_.l_).hint AS hint,
  (s_.f_).refusedBy.largestFreeRun AS largest_free_run,
  (s_.l_).lockWaitNs AS lock_wait_ns,
  CASE s_.type WHEN 'MapClient.Mapped' THEN 'mapped' WHEN 'MapClient.Unmapped' THEN 'unmapped' ELSE 'refused' END AS event,
  (s_.f_).refusedBy.reason AS reason,
  s_.mapping AS mapping
FROM left_behind AS s_
JOIN actor AS a ON a.id = s_.from_actor
WHERE s_.l_ IS NOT NULL
ORDER BY s_.seq
