package generate

// A pack is what an article is worth: points and commissionable value, in hundredths.
type pack struct{ points, cv int }

// The articles of the company and its starter kits. The commissionable value is the price without tax and postage.
var (
	articles = []pack{
		{1290, 1084},
		{1990, 1672},
		{2450, 2059},
		{2990, 2513},
		{3490, 2933},
		{3990, 3353},
		{4250, 3571},
		{4900, 4118},
		{5450, 4580},
		{6990, 5874},
		{8900, 7479},
		{12900, 10840},
	}
	kits = []pack{{9900, 8319}, {19900, 16723}, {49900, 41933}}
)

const (
	articlesMax = 3 // in one order

	// orderPoints is the mean worth of an order in points, on which the thresholds of the plans are built.
	orderPoints = 107
)

// basket draws the worth of an order of the kind, in hundredths.
func basket(kind string, d dice) (points, cv int) {
	if kind == starter {
		kit := kits[d.below(len(kits))]
		return kit.points, kit.cv
	}
	for range d.between(1, articlesMax) {
		article := articles[d.below(len(articles))]
		points += article.points
		cv += article.cv
	}
	return points, cv
}
