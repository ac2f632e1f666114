package io.aerosocket.spring.boot.autoconfigure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transactions around handler methods, with a database.
 */
@SpringBootTest(classes = TransactionalHandlerTests.Application.class, properties = { "aerosocket.server.port=0",
		"aerosocket.server.event-loops=1", "spring.main.web-application-type=none" })
class TransactionalHandlerTests {

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private JdbcClient database;

	private TestClient client;

	@BeforeEach
	void empty() {
		this.database.sql("delete from orders").update();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	@Test
	void aWorkersTransactionIsCommitted() throws Exception {
		this.client = TestClient.connect(this.port, "/worker");
		assertThat(this.client.send("tea").receive()).isEqualTo("1 in a transaction on a platform thread");
		assertThat(count()).isEqualTo(1);
	}

	@Test
	void aWorkersTransactionIsRolledBackWhenItFails() throws Exception {
		this.client = TestClient.connect(this.port, "/worker");
		assertThat(this.client.send("fail").receive()).isEqualTo("failed: no such order");
		assertThat(count()).isZero();
		assertThat(this.client.send("tea").receive()).startsWith("1 in a transaction");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void aVirtualThreadsTransactionIsCommittedOrRolledBack() throws Exception {
		this.client = TestClient.connect(this.port, "/virtual");
		assertThat(this.client.send("fail").receive()).isEqualTo("failed: no such order");
		assertThat(this.client.send("tea").receive()).isEqualTo("1 in a transaction on a virtual thread");
		assertThat(count()).isEqualTo(1);
	}

	private int count() {
		return this.database.sql("select count(*) from orders").query(Integer.class).single();
	}

	private static String insert(JdbcClient database, String item) throws Exception {
		database.sql("insert into orders (item) values (?)").param(item).update();
		if (item.equals("fail")) {
			throw new IllegalStateException("no such order");
		}
		boolean active = TransactionSynchronizationManager.isActualTransactionActive();
		boolean virtual = Runtime.version().feature() >= 21
				&& (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
		return database.sql("select count(*) from orders").query(Integer.class).single()
				+ (active ? " in a transaction" : "") + (virtual ? " on a virtual thread" : " on a platform thread");
	}

	@EnableTransactionManagement
	@Import(WorkerHandler.class)
	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	static class Application {

		@Bean
		EmbeddedDatabase database() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		}

		@Bean
		DataSourceTransactionManager transactionManager(EmbeddedDatabase database) {
			return new DataSourceTransactionManager(database);
		}

		@Bean
		JdbcClient jdbcClient(EmbeddedDatabase database) {
			JdbcClient client = JdbcClient.create(database);
			client.sql("create table orders (item varchar(20))").update();
			return client;
		}

		@Bean
		@Conditional(OnVirtualThreads.class)
		VirtualHandler virtualHandler(JdbcClient database) {
			return new VirtualHandler(database);
		}

	}

	static class OnVirtualThreads implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return Runtime.version().feature() >= 21;
		}

	}

	@AeroSocketHandler("/worker")
	static class WorkerHandler {

		private final JdbcClient database;

		WorkerHandler(JdbcClient database) {
			this.database = database;
		}

		@OnMessage
		@Transactional
		String order(String item) throws Exception {
			return insert(this.database, item);
		}

		@OnError
		String failed(IllegalStateException ex) {
			return "failed: " + ex.getMessage();
		}

	}

	@AeroSocketHandler(path = "/virtual", execution = HandlerExecution.VIRTUAL_THREAD)
	static class VirtualHandler {

		private final JdbcClient database;

		VirtualHandler(JdbcClient database) {
			this.database = database;
		}

		@OnMessage
		@Transactional
		String order(String item) throws Exception {
			return insert(this.database, item);
		}

		@OnError
		String failed(IllegalStateException ex) {
			return "failed: " + ex.getMessage();
		}

	}

}
