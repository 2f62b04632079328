package documents

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

// dialect has every object store speak as the client of MinIO understands: asked for a retention, versitygw answers with a root named
// ObjectLockRetention, which S3 calls Retention.
type dialect struct{ http.RoundTripper }

// answerMax is more than any answer has that is put right, in bytes.
const answerMax = 64 << 10

func (d dialect) RoundTrip(call *http.Request) (*http.Response, error) {
	answer, err := d.RoundTripper.RoundTrip(call)
	if err != nil || answer.StatusCode != http.StatusOK || call.Method != http.MethodGet || !call.URL.Query().Has("retention") {
		return answer, err
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, answerMax))
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return nil, err
	}
	text = bytes.ReplaceAll(text, []byte("ObjectLockRetention"), []byte("Retention"))
	answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	return answer, nil
}
