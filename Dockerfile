# The server in a container, made of the .deb in artifacts/release (build/release.sh makes it).
# docker build -t reelmill .
FROM debian:bookworm-slim AS package
ARG TARGETARCH=amd64
COPY artifacts/release/reelmill_*_${TARGETARCH}.deb /tmp/reelmill.deb
RUN dpkg-deb -x /tmp/reelmill.deb /package && rm -r /package/usr/lib/systemd /package/etc

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates ffmpeg libssl3 libturbojpeg0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --user-group --home-dir /var/lib/reelmill --create-home reelmill \
    && chmod 700 /var/lib/reelmill
COPY --from=package /package/usr /usr
USER reelmill
WORKDIR /var/lib/reelmill
VOLUME /var/lib/reelmill
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\nHost: 127.0.0.1:8080\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3"]
ENTRYPOINT ["reelmill"]
CMD ["serve", "--library", "library", "--host", "0.0.0.0", "--name", "localhost", "--name", "127.0.0.1"]
