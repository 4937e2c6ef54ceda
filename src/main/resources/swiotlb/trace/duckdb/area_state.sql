WITH told AS (
  SELECT m.seq, coalesce(m.at_ns, m.sent_ns) AS time_ns, m.mapping, m.from_actor, t.name AS type,
    json_transform(m.fields, '{"left": {"area": "INTEGER", "usedSlots": "INTEGER", "hint": "INTEGER", "lockWaitNs": "BIGINT"}, "refusedBy": {"left": {"area": "INTEGER", "usedSlots": "INTEGER", "hint": "INTEGER", "lockWaitNs": "BIGINT"}, "reason": "VARCHAR", "largestFreeRun": "INTEGER"}}') AS f
  FROM message AS m
  JOIN type AS t ON t.id = m.type
  WHERE t.name IN ('MapClient.Mapped', 'MapClient.Unmapped', 'Area.MapRequest',
                   'Allocator.Exhausted', 'Area.TransientDoesNotFit')
),
left_behind AS (
  SELECT *, coalesce(f.left, f.refusedBy.left) AS l FROM told
)
SELECT
  s.seq AS seq,
  s.time_ns AS time_ns,
  a.allocator AS allocator,
  a.pool AS pool,
  s.l.area AS area,
  s.l.usedSlots AS used_slots,
  s.l.hint AS hint,
  s.f.refusedBy.largestFreeRun AS largest_free_run,
  s.l.lockWaitNs AS lock_wait_ns,
  CASE s.type WHEN 'MapClient.Mapped' THEN 'mapped' WHEN 'MapClient.Unmapped' THEN 'unmapped' ELSE 'refused' END AS event,
  s.f.refusedBy.reason AS reason,
  s.mapping AS mapping
FROM left_behind AS s
JOIN actor AS a ON a.id = s.from_actor
WHERE s.l IS NOT NULL
ORDER BY s.seq
