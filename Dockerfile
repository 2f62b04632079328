# Upline as one static binary; compose.yaml runs it as the service and as the worker.
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -o /upline ./cmd/upline

FROM alpine:3.24.1
RUN apk add --no-cache ca-certificates tzdata && adduser -D -H upline
COPY --from=build /upline /usr/local/bin/upline
USER upline
ENTRYPOINT ["upline"]
CMD ["--help"]
