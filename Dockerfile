# Sejahtera for batch work: qgis_process with the plugin, nothing else.
#
#   docker build -t sejahtera .
#   docker run --rm -v "$PWD:/data" sejahtera help sejahtera:compositeindex
#   docker run --rm -v "$PWD:/data" sejahtera run sejahtera:compositeindex -- INPUT=kelurahan.gpkg …
#
# Paths are those under /data. To own the results: --user "$(id -u):$(id -g)".
FROM debian:bookworm

COPY scripts/qgis_packages.txt /tmp/
RUN apt-get update -q \
    && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(cat /tmp/qgis_packages.txt) \
    && rm -rf /var/lib/apt/lists/*

ENV QT_QPA_PLATFORM=offscreen \
    LC_ALL=C.UTF-8 \
    HOME=/opt/qgis \
    XDG_RUNTIME_DIR=/opt/qgis \
    QGIS_CUSTOM_CONFIG_PATH=/opt/qgis \
    QGIS_PLUGINPATH=/opt/plugins

COPY . /opt/plugins/sejahtera
# Any user may run it, so any user may write QGIS's profile; qgis_process itself is broken in Debian 12.
RUN python3 /opt/plugins/sejahtera/scripts/translations.py compile \
    && mkdir -p /opt/qgis /data \
    && qgis_process.bin plugins enable sejahtera \
    && chmod -R a+rwX /opt/qgis /data

WORKDIR /data
ENTRYPOINT ["qgis_process.bin"]
CMD ["list"]
