-- What the example keeps beside its events, written in the same transactions.

create table repositories (
  repository_id int    not null generated always as identity,
  commits       bigint not null default 0,
  home          text   not null,

  constraint repositories_pk primary key (repository_id),
  constraint repositories_home_is_unique unique (home)
);

comment on table repositories is 'The repositories whose history is imported.';
comment on column repositories.repository_id is 'The number that the names of its streams begin with.';
comment on column repositories.commits is 'How many of its commits are imported.';
comment on column repositories.home is 'Where it is on this machine.';


create table commits (
  repository_id int   not null,
  commit_id     bytea not null,

  constraint commits_pk primary key (repository_id, commit_id),
  constraint commits_are_of_a_repository foreign key (repository_id) references repositories
);

comment on table commits is 'The commits that are imported: a commit is here exactly if its events are stored.';
comment on column commits.commit_id is 'The name that git gives it, in binary.';


create table authors (
  first_commit_at timestamptz not null,
  last_commit_at  timestamptz not null,
  commits         bigint      not null,
  repository_id   int         not null,
  author_id       text        not null,
  name            text        not null,

  constraint authors_pk primary key (repository_id, author_id),
  constraint authors_are_of_a_repository foreign key (repository_id) references repositories
);

comment on table authors is 'Who wrote the commits.';
comment on column authors.author_id is 'The e-mail address, as in the metadata of events and in the name of the author''s stream.';
comment on column authors.name is 'The name in the last commit that was imported.';
comment on column authors.commits is 'How many commits the author wrote.';
