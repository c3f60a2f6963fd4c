"""Tests of the invented reports that accuracy is measured on."""
