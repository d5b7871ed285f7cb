-- Times are milliseconds since 1970. touched_at is when something last relied on the row: what a collector looks at.
-- Names and digests compare byte by byte (SQLite's default; COLLATE "C" elsewhere).

CREATE TABLE repositories (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

-- One row for each file below blobs/; the file is on the disk before the row is.
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  size BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  touched_at BIGINT NOT NULL
);

-- Membership: a blob is visible only in the repositories that it was pushed or mounted to.
CREATE TABLE repository_blobs (
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  blob_id BIGINT NOT NULL REFERENCES blobs (id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (repository_id, blob_id)
);
CREATE INDEX repository_blobs_blob ON repository_blobs (blob_id);

-- referrer is the descriptor under which a manifest with a subject is listed there, as JSON.
-- content comes last: a row's other columns are read without touching it.
CREATE TABLE manifests (
  id INTEGER PRIMARY KEY,
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  digest TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  subject TEXT,
  artifact_type TEXT,
  referrer TEXT,
  created_at BIGINT NOT NULL,
  touched_at BIGINT NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (repository_id, digest)
);
CREATE INDEX manifests_subject ON manifests (repository_id, subject, id) WHERE subject IS NOT NULL;

-- What a manifest needs. By digest, not by row: a sparse index names manifests that are not here.
CREATE TABLE manifest_references (
  manifest_id BIGINT NOT NULL REFERENCES manifests (id),
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  digest TEXT NOT NULL,
  PRIMARY KEY (manifest_id, digest)
);
CREATE INDEX manifest_references_digest ON manifest_references (repository_id, digest);

CREATE TABLE tags (
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  name TEXT NOT NULL,
  manifest_id BIGINT NOT NULL REFERENCES manifests (id),
  previous_digest TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (repository_id, name)
);
CREATE INDEX tags_manifest ON tags (manifest_id);
