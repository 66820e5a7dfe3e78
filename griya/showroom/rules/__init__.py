"""Rules of the showroom: what a slide is, what is on air at a moment, how large things are by the viewing distance."""
