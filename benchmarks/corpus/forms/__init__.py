"""The official forms in every variant of `Forms`: amounts in, a grid of printed cells out; prints are kept as truth."""
