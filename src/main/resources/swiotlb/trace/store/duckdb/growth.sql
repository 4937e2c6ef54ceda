WITH noted AS (
  SELECT m.seq, m.mapping,
    json_transform(m.fields, '{"allocator": "VARCHAR", "step": {"timeNs": "BIGINT", "event": "VARCHAR", "slots": "BIGINT", "areas": "INTEGER"}}') AS f_
  FROM message AS m
  JOIN type AS t ON t.id = m.type
  WHERE t.name = 'Allocator.GrowthNoted'
)
SELECT
  seq AS seq,
  (f_).step.timeNs AS time_ns,
  (f_).allocator AS allocator,
  lower((f_).step.event) AS event,
  (f_).step.slots AS slots,
  (f_).step.areas AS areas,
  mapping AS mapping
FROM noted
ORDER BY seq
