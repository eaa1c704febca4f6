alter table events rename column tenant to customer;
