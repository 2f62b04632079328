// Package generate invents companies: whole data bundles (plan-language §2, §3) of any size, for benchmarks, load tests
// and demos. It is the package behind
//
//	upline generate --partners 1000000 --orders 1000000 --periods 3 --seed 1 --out DIR
//
// and writes partners.csv, sponsorships.csv, placements.csv, status.csv, careers.csv, orders.csv, cancellations.csv and
// plans/*.yaml into a new folder. Every bundle is valid, and settles from the first period to the last.
//
// # What a company looks like
//
// It was founded five years before the first settled period and has grown ever faster since. In the random shape, two
// thirds of the partners recruit nobody and the rest by preferential attachment; on top of that come leaders: for each
// million partners one with 100,000 direct recruits, one with a third of that, and so on down (in a smaller network the
// first has a tenth of all). Lines are some 15 to 25 levels deep on average. A few partners move to another sponsor, some
// are suspended, some leave. The chain, in which each sponsors the next, and the star, in which one sponsors all, are
// there to find what only extremes show.
//
// In the binary tree every leader has a power leg, 20,000 deep below one with 100,000 recruits, that is listed in
// placements.csv. Everyone else, and the whole matrix, is left to the automatic placement.
//
// Most orders are standing orders of distinct partners, once a period; a few shops sell most of the rest. Some orders
// are paid late, some never; some are cancelled, before or after they were settled, in whole or in part. With several
// periods, a few orders date from before the first. A single period holds all orders, of which some 93 % are due in it.
//
// A pyramid of ranks was reached before the first period (80 / 12 / 5 / 2 / 1 %), by the size of the groups, and the
// thresholds of the plans follow what the partners of the bundle sell, so that every month makes a similar pyramid anew.
//
// # The same bytes
//
// The same options give the same files on any machine: all chances come from the dice of dice.go and from integers
// (there is no float in this package), each facet of a company has a stream of its own, and nothing depends on the order
// of a map or on the clock. A million partners and a million orders take about a second.
package generate
