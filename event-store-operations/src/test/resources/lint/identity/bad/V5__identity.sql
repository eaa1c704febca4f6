alter table streams alter version drop not null;
