grant select, delete on events to orders_app;
