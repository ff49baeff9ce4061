BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE blobs (
	sha256 VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	CONSTRAINT pk_blobs PRIMARY KEY (sha256)
);
INSERT INTO "blobs" VALUES('00c49805de3359a6f9e1b5e24d518bca64252c65a84b31270911d11280c8ec13',79);
INSERT INTO "blobs" VALUES('e8b18512543e228792223308b625486e4777938df02a835455650b5aa1530987',80);
CREATE TABLE claims (
	sha256 VARCHAR(64) NOT NULL, 
	run VARCHAR(32) NOT NULL, 
	server VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_claims PRIMARY KEY (sha256, run), 
	CONSTRAINT fk_claims_sha256 FOREIGN KEY(sha256) REFERENCES blobs (sha256)
);
CREATE TABLE details (
	run VARCHAR(32) NOT NULL, 
	request TEXT NOT NULL, 
	sent TEXT NOT NULL, 
	headers TEXT, 
	timings TEXT, 
	response TEXT, 
	ledger TEXT, 
	error TEXT, 
	notes TEXT, 
	CONSTRAINT pk_details PRIMARY KEY (run), 
	CONSTRAINT fk_details_run FOREIGN KEY(run) REFERENCES runs (id) ON DELETE CASCADE
);
INSERT INTO "details" VALUES('00000000000000000000000000000001','{"model":"openai/dall-e-2","n":2,"user":"\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022","orq":{"name":"first","retry":{"count":2}},"odd":"\ud800"}','{"method":"POST","url":"https://api.orq.ai/v2/router/images/variations","headers":[["Accept","application/json"],["User-Agent","orq-ui/0.1.0"],["Authorization","Bearer \u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022"]],"timeout_s":60,"digest":"8b1aa4c7df300661c7cb56571f21b50c709683f4e31f5120c0b87a5780c91b2e","parts":[{"name":"image","filename":"cat.png","content_type":"image/png","text":null,"size":79,"sha256":"00c49805de3359a6f9e1b5e24d518bca64252c65a84b31270911d11280c8ec13"},{"name":"model","filename":null,"content_type":null,"text":"openai/dall-e-2","size":15,"sha256":"a9ea1a128e1cae383945a815ecf4bb6f8edc8dd5b2cbc1947009aee466dfb0ee"},{"name":"n","filename":null,"content_type":null,"text":"2","size":1,"sha256":"d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35"},{"name":"user","filename":null,"content_type":null,"text":"\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022","size":13,"sha256":"fbd9793f1b904839a9aad668165225849ea6ba10755c0bbd9da4405d9aa24626"},{"name":"orq","filename":null,"content_type":"application/json","text":"{\"name\":\"first\",\"retry\":{\"count\":2}}","size":36,"sha256":"5b6dc61484ae508ff9ebcbf27bac2380dd7d8fd2cead0ea803dbe72b684b1132"},{"name":"odd","filename":null,"content_type":null,"text":"\\ud800","size":6,"sha256":"fb3d435851b285a9c1dedadb318b5399d4769d64a30baaf8cf0db9071ad0a71c"}]}','[["content-type","application/json"],["x-emulator-ledger","l1"]]','{"connect":0.5,"wait":800.0,"total":805.0}','{"created":1,"data":[{"b64_json":"iVBOR\u2026 (900 characters)"},{}],"odd":[Infinity]}','{"verdict":{"served":"azure/dall-e-2"},"attempts":[{"model":"azure/dall-e-2","status":200}]}',NULL,'[[0,"media_type_differs","image/gif"]]');
INSERT INTO "details" VALUES('00000000000000000000000000000002','{"model":"openai/dall-e-2"}','{"method":"POST","url":"https://api.orq.ai/v2/router/images/variations","headers":[["Accept","application/json"],["User-Agent","orq-ui/0.1.0"],["Authorization","Bearer \u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022"]],"timeout_s":60,"digest":"2b52d05602d21167088d3131a3623cfb1faacb800cfbe5e9943d83d8a399aa57","parts":[{"name":"image","filename":"cat.png","content_type":"image/png","text":null,"size":80,"sha256":"e8b18512543e228792223308b625486e4777938df02a835455650b5aa1530987"},{"name":"model","filename":null,"content_type":null,"text":"openai/dall-e-2","size":15,"sha256":"a9ea1a128e1cae383945a815ecf4bb6f8edc8dd5b2cbc1947009aee466dfb0ee"}]}','[["retry-after","2"]]','{"total":9.0}',NULL,NULL,'{"kind":"Refused","status":429,"message":"too fast","code":"rate_limited","type":null,"param":null,"trace_id":"t1","retry_after_s":2.0,"headers":[["retry-after","2"]],"body":"{\"a\": 1}"}','[]');
INSERT INTO "details" VALUES('00000000000000000000000000000003','{"model":"openai/dall-e-2"}','{"method":"POST","url":"https://api.orq.ai/v2/router/images/variations","headers":[["Accept","application/json"],["User-Agent","orq-ui/0.1.0"],["Authorization","Bearer \u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022"]],"timeout_s":60,"digest":"6fe1d3fe4fbb0a3b8a61a6cb95e4394e3f2e23c2ee7031ede44c1c97e2e648a7","parts":[{"name":"model","filename":null,"content_type":null,"text":"openai/dall-e-2","size":15,"sha256":"a9ea1a128e1cae383945a815ecf4bb6f8edc8dd5b2cbc1947009aee466dfb0ee"}]}',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE marks (
	name VARCHAR(32) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_marks PRIMARY KEY (name)
);
CREATE TABLE pictures (
	run VARCHAR(32) NOT NULL, 
	place INTEGER NOT NULL, 
	sha256 VARCHAR(64), 
	name TEXT NOT NULL, 
	media_type VARCHAR(32), 
	size BIGINT, 
	width INTEGER, 
	height INTEGER, 
	reason TEXT, 
	detail TEXT, 
	CONSTRAINT pk_pictures PRIMARY KEY (run, place), 
	CONSTRAINT fk_pictures_run FOREIGN KEY(run) REFERENCES runs (id) ON DELETE CASCADE, 
	CONSTRAINT fk_pictures_sha256 FOREIGN KEY(sha256) REFERENCES blobs (sha256)
);
INSERT INTO "pictures" VALUES('00000000000000000000000000000001',-1,'00c49805de3359a6f9e1b5e24d518bca64252c65a84b31270911d11280c8ec13','cat.png','image/png',79,2,2,NULL,NULL);
INSERT INTO "pictures" VALUES('00000000000000000000000000000001',1,NULL,'',NULL,NULL,NULL,NULL,'bad_base64','Incorrect padding');
INSERT INTO "pictures" VALUES('00000000000000000000000000000001',0,'e8b18512543e228792223308b625486e4777938df02a835455650b5aa1530987','cat.png','image/png',80,3,3,NULL,NULL);
INSERT INTO "pictures" VALUES('00000000000000000000000000000002',-1,'e8b18512543e228792223308b625486e4777938df02a835455650b5aa1530987','cat.png','image/png',80,3,3,NULL,NULL);
CREATE TABLE runs (
	id VARCHAR(32) NOT NULL, 
	owner VARCHAR(80) NOT NULL, 
	server VARCHAR(32) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	started_at DOUBLE NOT NULL, 
	duration_ms DOUBLE, 
	model TEXT NOT NULL, 
	served TEXT, 
	host TEXT NOT NULL, 
	emulated BOOLEAN NOT NULL, 
	status INTEGER, 
	title TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	starred BOOLEAN NOT NULL, 
	note TEXT NOT NULL, 
	search TEXT NOT NULL, 
	parent VARCHAR(32), 
	parent_link VARCHAR(16), 
	parent_place INTEGER, 
	origin VARCHAR(32), 
	deleted_at DOUBLE, 
	CONSTRAINT pk_runs PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES('00000000000000000000000000000001','ada','cd75e066e39a2c6eca3f81cda75b6a23','done',1790000001.0,812.5,'openai/dall-e-2','azure/dall-e-2','emulator',1,200,'first','8b1aa4c7df300661c7cb56571f21b50c709683f4e31f5120c0b87a5780c91b2e',159,1,'a note','a note
best
of 2
cat.png
azure/dall-e-2
model
openai/dall-e-2
n
2
user
••••••••
orq
name
first
retry
count
2
odd
?',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "runs" VALUES('00000000000000000000000000000002','ada','cd75e066e39a2c6eca3f81cda75b6a23','failed',1790000002.0,9.0,'openai/dall-e-2',NULL,'api.orq.ai',0,429,'cat.png','2b52d05602d21167088d3131a3623cfb1faacb800cfbe5e9943d83d8a399aa57',80,0,'','cat.png
model
openai/dall-e-2
refused(status=429, message=''too fast'', code=''rate_limited'', type=none, param=none, trace_id=''t1'', retry_after_s=2.0)','00000000000000000000000000000001','variation',0,NULL,NULL);
INSERT INTO "runs" VALUES('00000000000000000000000000000003','ada','cd75e066e39a2c6eca3f81cda75b6a23','sending',1790000003.0,NULL,'openai/dall-e-2',NULL,'api.orq.ai',0,NULL,'','6fe1d3fe4fbb0a3b8a61a6cb95e4394e3f2e23c2ee7031ede44c1c97e2e648a7',0,0,'','model
openai/dall-e-2','00000000000000000000000000000002','replay',NULL,NULL,NULL);
CREATE TABLE servers (
	id VARCHAR(32) NOT NULL, 
	started_at DOUBLE NOT NULL, 
	CONSTRAINT pk_servers PRIMARY KEY (id)
);
INSERT INTO "servers" VALUES('cd75e066e39a2c6eca3f81cda75b6a23',1.79579315794352841373e+09);
CREATE TABLE tags (
	run VARCHAR(32) NOT NULL, 
	tag VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_tags PRIMARY KEY (run, tag), 
	CONSTRAINT fk_tags_run FOREIGN KEY(run) REFERENCES runs (id) ON DELETE CASCADE
);
INSERT INTO "tags" VALUES('00000000000000000000000000000001','best');
INSERT INTO "tags" VALUES('00000000000000000000000000000001','of 2');
CREATE TABLE thumbnails (
	sha256 VARCHAR(64) NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_thumbnails PRIMARY KEY (sha256), 
	CONSTRAINT fk_thumbnails_sha256 FOREIGN KEY(sha256) REFERENCES blobs (sha256) ON DELETE CASCADE
);
CREATE INDEX ix_runs_owner_started_at_id ON runs (owner, started_at, id);
CREATE INDEX ix_runs_parent ON runs (parent);
CREATE INDEX ix_runs_server ON runs (server);
CREATE INDEX ix_claims_server ON claims (server);
CREATE INDEX ix_pictures_sha256 ON pictures (sha256);
COMMIT;