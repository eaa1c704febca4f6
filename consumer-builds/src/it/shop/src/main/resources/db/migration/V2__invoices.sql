create table billing.invoices (
  invoice_id bigint generated always as identity primary key,
  order_id   bigint not null references shop.orders (order_id),
  amount     numeric not null,
  currency   text not null default '${currency}'
);
