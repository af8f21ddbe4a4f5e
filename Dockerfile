# The images of Tallygate: --target server, or --target jobs (the jobs and every command of the operator).
# What they are set to is in the environment: see docs/operating.md.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
# the checks of style and nullness belong to ./tallygate test
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -pl metering-server,batch-jobs -am package \
      -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcompiler.checks=-Xdiags:compact
RUN java -Djarmode=tools -jar metering-server/target/metering-server-*-exec.jar extract --destination /app/server \
 && java -Djarmode=tools -jar batch-jobs/target/batch-jobs-*-exec.jar extract --destination /app/jobs \
 && mv /app/server/metering-server-*-exec.jar /app/server/server.jar \
 && mv /app/jobs/batch-jobs-*-exec.jar /app/jobs/batch.jar

FROM eclipse-temurin:25-jre AS runtime
RUN groupadd --gid 10001 tallygate \
 && useradd --uid 10001 --gid tallygate --no-create-home --shell /usr/sbin/nologin tallygate \
 && install -d -o tallygate -g tallygate /var/lib/tallygate
ENV TALLYGATE_HOME=/var/lib/tallygate \
    TALLYGATE_REPORTS_FOLDER=/var/lib/tallygate/reports
WORKDIR /var/lib/tallygate
VOLUME /var/lib/tallygate
USER tallygate

# Healthy: both ports answer, which they do only with the database behind them.
FROM runtime AS server
COPY --from=build /app/server /app/server
ENV TALLYGATE_BIND_ADDRESS=0.0.0.0 TALLYGATE_GRPC_PORT=9090 TALLYGATE_HTTP_PORT=8080
EXPOSE 9090 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${TALLYGATE_GRPC_PORT} 4<>/dev/tcp/127.0.0.1/${TALLYGATE_HTTP_PORT}"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
            "-XX:MaxRAMPercentage=60", "-jar", "/app/server/server.jar"]

# Healthy: the schedule was read in the last two minutes.
FROM runtime AS jobs
COPY --from=build /app/jobs /app/jobs
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "[ -n \"$(find /var/lib/tallygate/jobs.alive -mmin -2)\" ]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
            "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20", "-XX:MaxRAMPercentage=60", \
            "-jar", "/app/jobs/batch.jar"]
CMD ["jobs"]
