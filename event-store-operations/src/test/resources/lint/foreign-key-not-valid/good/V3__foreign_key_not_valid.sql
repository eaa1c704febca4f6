create table orders (id bigint primary key, tenant text references tenants);
