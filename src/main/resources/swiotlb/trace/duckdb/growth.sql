WITH noted AS (
  SELECT m.seq, m.mapping,
    json_transform(m.fields, '{"allocator": "VARCHAR", "step": {"timeNs": "BIGINT", "event": "VARCHAR", "slots": "BIGINT", "areas": "INTEGER"}}') AS f
  FROM message AS m
  JOIN type AS t ON t.id = m.type
  WHERE t.name = 'Allocator.GrowthNoted'
)
SELECT
  seq AS seq,
  f.step.timeNs AS time_ns,
  f.allocator AS allocator,
  lower(f.step.event) AS event,
  f.step.slots AS slots,
  f.step.areas AS areas,
  mapping AS mapping
FROM noted
ORDER BY seq
