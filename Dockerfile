# Upline as one static binary; compose.yaml runs it as the service and as the worker.
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -o /upline ./cmd/upline

# Debian, for the programs that read documents: poppler, tesseract, zbar. compose.yaml asks by wget whether it is well.
FROM debian:bookworm-slim
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates tzdata wget poppler-utils tesseract-ocr tesseract-ocr-deu tesseract-ocr-eng zbar-tools && \
    rm -rf /var/lib/apt/lists/* && \
    useradd --no-create-home upline
COPY --from=build /upline /usr/local/bin/upline
USER upline
ENTRYPOINT ["upline"]
CMD ["--help"]
