CREATE TABLE run (
  schema_version INTEGER NOT NULL,
  format INTEGER NOT NULL,
  clock VARCHAR NOT NULL,
  scenario VARCHAR,
  seed BIGINT,
  schedule_seed BIGINT,
  jitter BOOLEAN NOT NULL,
  selection VARCHAR,
  messages BIGINT,
  omitted BIGINT,
  flaw VARCHAR
);
COMMENT ON TABLE run IS 'What was run, and how much of it is here: one row';
COMMENT ON COLUMN run.schema_version IS 'Version of these tables';
COMMENT ON COLUMN run.format IS 'Version of the trace format that the messages have';
COMMENT ON COLUMN run.clock IS 'virtual: times of the simulation; real: times of real threads';
COMMENT ON COLUMN run.scenario IS 'Name of the scenario';
COMMENT ON COLUMN run.seed IS 'Seed of its random numbers';
COMMENT ON COLUMN run.schedule_seed IS 'Seed of the order of what could happen next; null: in order';
COMMENT ON COLUMN run.jitter IS 'Whether delays had seeded noise';
COMMENT ON COLUMN run.selection IS 'What was recorded, in words; null: everything';
COMMENT ON COLUMN run.messages IS 'Messages stored; null: the run was killed or still goes on';
COMMENT ON COLUMN run.omitted IS 'Messages left out when the trace had reached its limit; null as messages';
COMMENT ON COLUMN run.flaw IS 'What is missing at the end of the file that this one was made of';

CREATE TABLE actor (
  id INTEGER NOT NULL,
  path VARCHAR NOT NULL,
  allocator VARCHAR GENERATED ALWAYS AS (nullif(regexp_extract(path, '^(/[^/]+)/(pool|transient|grower)', 1), '')),
  pool INTEGER GENERATED ALWAYS AS (CASE WHEN path LIKE '%/transient-%' THEN -1 ELSE TRY_CAST(regexp_extract(path, '/pool-([0-9]+)', 1) AS INTEGER) END),
  area INTEGER GENERATED ALWAYS AS (TRY_CAST(regexp_extract(path, '/area-([0-9]+)$', 1) AS INTEGER))
);
COMMENT ON TABLE actor IS 'Actors by number, as message refers to them';
COMMENT ON COLUMN actor.id IS 'Number of the actor, from 0';
COMMENT ON COLUMN actor.path IS 'Its path below the guardian, which is /; empty: no actor sent the message';
COMMENT ON COLUMN actor.allocator IS 'Path of the allocator that a pool, an area or a grower belongs to';
COMMENT ON COLUMN actor.pool IS 'Number of the pool that it is or belongs to; -1: a transient pool';
COMMENT ON COLUMN actor.area IS 'Number of the area within its pool';

CREATE TABLE type (
  id INTEGER NOT NULL,
  name VARCHAR NOT NULL
);
COMMENT ON TABLE type IS 'Types of messages by number, as message refers to them';
COMMENT ON COLUMN type.id IS 'Number of the type, from 0';
COMMENT ON COLUMN type.name IS 'Its name with the behaviour that it belongs to, such as Area.MapRequest';

CREATE TABLE message (
  seq BIGINT NOT NULL,
  id BIGINT NOT NULL,
  cause BIGINT NOT NULL,
  sent_ns BIGINT NOT NULL,
  at_ns BIGINT,
  handled_ns BIGINT,
  queued INTEGER,
  from_actor INTEGER NOT NULL,
  to_actor INTEGER NOT NULL,
  type INTEGER NOT NULL,
  mapping BIGINT,
  fields VARCHAR NOT NULL USING COMPRESSION zstd
);
COMMENT ON TABLE message IS 'Every message between actors; actors and types by number (messages: by name)';
COMMENT ON COLUMN message.seq IS 'Place in the trace, from 0: in the order of delivery, undelivered messages where that became certain';
COMMENT ON COLUMN message.id IS 'Number, rising in the order of arrival at mailboxes';
COMMENT ON COLUMN message.cause IS 'Id of the message whose handling sent this one; 0: none did';
COMMENT ON COLUMN message.sent_ns IS 'When it was sent, nanoseconds from the start';
COMMENT ON COLUMN message.at_ns IS 'When its handling began; null: nobody handled it';
COMMENT ON COLUMN message.handled_ns IS 'How long its handling took in real time; null in virtual time';
COMMENT ON COLUMN message.queued IS 'Messages that waited in the mailbox before it; null in traces of format 1';
COMMENT ON COLUMN message.from_actor IS 'Sender, a number in actor';
COMMENT ON COLUMN message.to_actor IS 'Receiver, a number in actor';
COMMENT ON COLUMN message.type IS 'Type, a number in type';
COMMENT ON COLUMN message.mapping IS 'Number of the mapping that it is about: its own, or else that of its cause';
COMMENT ON COLUMN message.fields IS 'What it says, a JSON object: fields->>''$.request.cpu''';

CREATE VIEW messages AS
SELECT
  m.seq, m.id, m.cause, m.sent_ns, m.at_ns, m.handled_ns, m.queued,
  sender.path AS sender, receiver.path AS receiver, type.name AS type, m.mapping, CAST(m.fields AS JSON) AS fields
FROM message AS m
JOIN actor AS sender ON sender.id = m.from_actor
JOIN actor AS receiver ON receiver.id = m.to_actor
JOIN type ON type.id = m.type;
COMMENT ON VIEW messages IS 'Every message between actors, with names: the view to begin with';
COMMENT ON COLUMN messages.seq IS 'Place in the trace, from 0';
COMMENT ON COLUMN messages.id IS 'Number, rising in the order of arrival at mailboxes';
COMMENT ON COLUMN messages.cause IS 'Id of the message whose handling sent this one; 0: none did';
COMMENT ON COLUMN messages.sent_ns IS 'When it was sent, nanoseconds from the start';
COMMENT ON COLUMN messages.at_ns IS 'When its handling began; null: nobody handled it';
COMMENT ON COLUMN messages.handled_ns IS 'How long its handling took in real time; null in virtual time';
COMMENT ON COLUMN messages.queued IS 'Messages that waited in the mailbox before it; null in traces of format 1';
COMMENT ON COLUMN messages.sender IS 'Path of the sender; empty: no actor sent it';
COMMENT ON COLUMN messages.receiver IS 'Path of the receiver';
COMMENT ON COLUMN messages.type IS 'Type, such as Area.MapRequest';
COMMENT ON COLUMN messages.mapping IS 'Number of the mapping that it is about: its own, or else that of its cause';
COMMENT ON COLUMN messages.fields IS 'What it says, a JSON object: fields->>''$.request.cpu''';
