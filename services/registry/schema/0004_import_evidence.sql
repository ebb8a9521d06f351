-- actor: account that started the import. sha256: of the file's bytes, lower-case hex; '' until it is imported.
alter table imports add column actor {text} not null default '';
alter table import_files add column sha256 {text} not null default '';
