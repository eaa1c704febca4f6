-- What a projection keeps current from the events. Without a foreign key: a projection's tables can be built anew beside the
-- live ones, and a table that is made like this one would not have it.

create table churn (
  came          bigint not null,
  changed       bigint not null,
  gone          bigint not null,
  repository_id int    not null,
  directory     text   not null,

  constraint churn_pk primary key (repository_id, directory)
);

comment on table churn is 'What happened to the files of each directory.';
comment on column churn.repository_id is 'The number that the names of its streams begin with.';
comment on column churn.directory is 'The first part of the files'' paths, a point for files that are in no directory.';
comment on column churn.came is 'How often a file came to be, also by renaming.';
comment on column churn.changed is 'How often a file was given other content or became one of another kind.';
comment on column churn.gone is 'How often a file was deleted or went on under another path.';
