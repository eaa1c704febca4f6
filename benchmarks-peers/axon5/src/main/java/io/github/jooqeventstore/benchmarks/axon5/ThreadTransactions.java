package io.github.jooqeventstore.benchmarks.axon5;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.axonframework.common.jpa.EntityManagerProvider;
import org.axonframework.messaging.core.unitofwork.transaction.Transaction;
import org.axonframework.messaging.core.unitofwork.transaction.TransactionManager;

/** A transaction belongs to the thread that began it, as with Spring, and has an entity manager of its own. */
final class ThreadTransactions implements TransactionManager, EntityManagerProvider {

    private final EntityManagerFactory factory;
    private final ThreadLocal<EntityManager> current = new ThreadLocal<>();

    ThreadTransactions(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public EntityManager getEntityManager() {
        EntityManager manager = current.get();
        if (manager == null) {
            throw new IllegalStateException("no transaction");
        }
        return manager;
    }

    @Override
    public Transaction startTransaction() {
        EntityManager manager = factory.createEntityManager();
        manager.getTransaction().begin();
        current.set(manager);
        return new Transaction() {
            @Override
            public void commit() {
                try {
                    manager.getTransaction().commit();
                } finally {
                    end();
                }
            }

            @Override
            public void rollback() {
                try {
                    manager.getTransaction().rollback();
                } finally {
                    end();
                }
            }

            private void end() {
                current.remove();
                manager.close();
            }
        };
    }
}
