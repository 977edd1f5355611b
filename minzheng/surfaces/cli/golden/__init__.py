"""Golden cases: worked examples with exact results, fed to the product and compared."""
