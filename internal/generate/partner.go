package generate

// writePartners writes partners.csv in the order of joining.
func (c *company) writePartners(f *folder) error {
	t, err := f.create("partners.csv", "id,name,joined,sponsor")
	if err != nil {
		return err
	}
	d := newDice(c.options.Seed, naming)
	for i, joined := range c.network.joined {
		first, last := name(d)
		t.partner(int32(i)).name(first, last).day(joined).partner(c.network.sponsor[i]).end()
		f.progress.row()
	}
	return t.close()
}
