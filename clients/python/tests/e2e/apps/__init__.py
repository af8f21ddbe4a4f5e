"""Small products that the tests run."""
