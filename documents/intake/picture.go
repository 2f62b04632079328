package intake

// sideMax is how wide or high a picture may be, in pixels.
const sideMax = 65_535

// picture takes the measures of a picture, or of a page of one, and refuses too large ones.
func (l *look) picture(width, height int64) error {
	if width <= 0 || height <= 0 {
		return damaged("a picture has a width and a height")
	}
	if width > sideMax || height > sideMax || width*height > l.limits.Pixels {
		return refuse("too-many-pixels", "the picture has %d × %d pixels: %d are taken; scan it at 300 dpi", width, height, l.limits.Pixels)
	}
	l.report.Width, l.report.Height = max(l.report.Width, int(width)), max(l.report.Height, int(height))
	l.report.Pages++
	return l.pages(l.report.Pages)
}

// drawing takes how much memory a page takes when it is drawn.
func (l *look) drawing(bytes int64) { l.report.Drawing = max(l.report.Drawing, bytes) }

// pages refuses too many of them.
func (l *look) pages(n int) error {
	if n > l.limits.Pages {
		return refuse("too-many-pages", "it has more than %d pages, and so many are taken: bring it in parts", l.limits.Pages)
	}
	return nil
}
